using System.Net;
using System.Text;
using Callsight.App.Identity;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Callsight.Tests.App.Identity;

public sealed class SessionTests
{
    [Fact]
    public async Task Registering_makes_a_tenant_its_owner_and_tokens()
    {
        var host = await TestHost.SharedAsync();
        using var client = host.Anonymous();
        var email = TestHost.NewEmail();
        var made = (await client.PostAsync("/auth/register", new
        {
            tenant_name = "Nordwind & Söhne",
            email,
            password = TestHost.Password,
            first_name = "Ada",
            time_zone = "Europe/Vienna",
            currency = "CHF",
        })).ShouldBe(HttpStatusCode.Created);
        made["tenant"].GetProperty("slug").GetString()!.ShouldStartWith("nordwind-sohne");
        made["tenant"].GetProperty("time_zone").GetString().ShouldBe("Europe/Vienna");
        made["user"].GetProperty("role").GetString().ShouldBe("owner");
        made["token_type"].GetString().ShouldBe("Bearer");
        made["expires_in"].GetInt32().ShouldBe(900);
        client.SignIn(made);
        (await client.GetAsync("/auth/me"))["email"].GetString().ShouldBe(email);
        (await client.GetAsync("/tenant"))["currency"].GetString().ShouldBe("CHF");
        // With the token of the first along, which counts for nothing there.
        (await client.PostAsync("/auth/register", new { tenant_name = "Second", email = TestHost.NewEmail(), password = TestHost.Password }))
            .ShouldBe(HttpStatusCode.Created)["tenant"].GetProperty("id").GetGuid().ShouldNotBe(client.TenantId);
        (await host.Anonymous().PostAsync("/auth/register", new { tenant_name = "Again", email, password = TestHost.Password }))
            .ShouldBe(HttpStatusCode.Conflict, "user.email_taken");
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_registration_is_said_at_once()
    {
        using var client = (await TestHost.SharedAsync()).Anonymous();
        var answer = (await client.PostAsync("/auth/register", new { tenant_name = "", email = "nobody", password = "", currency = "EURO" }))
            .ShouldBe(HttpStatusCode.BadRequest, "request.invalid");
        answer.Fields.ShouldBe(["tenant_name", "email", "password", "currency"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_look_the_same()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var client = host.Anonymous();
        var wrong = (await client.PostAsync("/auth/login", new { email = owner.Email, password = "not this one" })).ShouldBe(HttpStatusCode.Unauthorized);
        var unknown = (await client.PostAsync("/auth/login", new { email = TestHost.NewEmail(), password = "not this one" })).ShouldBe(HttpStatusCode.Unauthorized);
        (wrong.Code, wrong["detail"].GetString()).ShouldBe((unknown.Code, unknown["detail"].GetString()));
    }

    [Fact]
    public async Task An_account_is_locked_after_too_many_wrong_passwords()
    {
        await using var host = await TestHost.StartAsync(settings: "--Identity:MostFailedSignIns=3");
        using var owner = await host.RegisterAsync();
        using var client = host.Anonymous();
        for (var i = 0; i < 3; i++)
            (await client.PostAsync("/auth/login", new { email = owner.Email, password = "not this one" })).ShouldBe(HttpStatusCode.Unauthorized);
        (await client.PostAsync("/auth/login", new { email = owner.Email, password = TestHost.Password }))
            .ShouldBe(HttpStatusCode.TooManyRequests, "auth.locked");
    }

    [Fact]
    public async Task A_refresh_token_is_used_once_and_its_second_use_ends_the_session()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var first = owner.RefreshToken;
        var second = (await RefreshAsync(owner, first)).ShouldBe(HttpStatusCode.OK)["refresh_token"].GetString();
        second.ShouldNotBe(first);
        (await RefreshAsync(owner, first)).ShouldBe(HttpStatusCode.Unauthorized, "auth.refresh_refused");
        (await RefreshAsync(owner, second)).ShouldBe(HttpStatusCode.Unauthorized, "auth.refresh_refused");
        using var again = await host.SignInAsync(owner.Email);
        (await RefreshAsync(again, again.RefreshToken)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_two_that_refresh_at_the_same_time_at_most_one_goes_on()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RefreshAsync(owner, owner.RefreshToken)));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBeLessThanOrEqualTo(1);
        answers.Where(a => a.Status != HttpStatusCode.OK).ShouldAllBe(a => a.Code == "auth.refresh_refused");
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync("/auth/logout", new { refresh_token = owner.RefreshToken })).ShouldBe(HttpStatusCode.NoContent);
        (await RefreshAsync(owner, owner.RefreshToken)).ShouldBe(HttpStatusCode.Unauthorized, "auth.refresh_refused");
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var elsewhere = await host.SignInAsync(owner.Email);
        var change = new { current_password = TestHost.Password, new_password = "another good password" };
        (await owner.PostAsync("/auth/change-password", change with { current_password = "wrong" }))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["current_password"]);
        (await owner.PostAsync("/auth/change-password", change with { new_password = "short" }))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldContain("new_password");
        (await owner.PostAsync("/auth/change-password", change)).ShouldBe(HttpStatusCode.NoContent);
        foreach (var session in new[] { owner, elsewhere })
            (await RefreshAsync(session, session.RefreshToken)).ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await host.SignInAsync(owner.Email, change.new_password);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cut off")]
    [InlineData("another key")]
    [InlineData("no signature")]
    [InlineData("another issuer")]
    [InlineData("a changed claim")]
    public async Task A_forged_token_lets_nobody_in(string forgery)
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        (await owner.GetAsync("/auth/me")).ShouldBe(HttpStatusCode.OK);
        var parts = owner.AccessToken!.Split('.');
        owner.UseToken(forgery switch
        {
            "cut off" => owner.AccessToken[..^5],
            "another key" => Forged(owner, TokenIssuer.Issuer, new SymmetricSecurityKey(new byte[64]) { KeyId = "1" }),
            "no signature" => $"{Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{parts[1]}.",
            "another issuer" => Forged(owner, "somebody", new SymmetricSecurityKey(Encoding.UTF8.GetBytes(new string('k', 64)))),
            "a changed claim" => $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("owner", "admin", StringComparison.Ordinal))}.{parts[2]}",
            _ => null,
        });
        (await owner.GetAsync("/auth/me")).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
    }

    [Fact]
    public async Task Tokens_live_as_long_as_they_were_given()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        clock.Advance(TimeSpan.FromMinutes(14));
        (await owner.GetAsync("/auth/me")).ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(2));
        (await owner.GetAsync("/auth/me")).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
        owner.SignIn((await RefreshAsync(owner, owner.RefreshToken)).ShouldBe(HttpStatusCode.OK));
        (await owner.GetAsync("/auth/me")).ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromDays(31));
        (await RefreshAsync(owner, owner.RefreshToken)).ShouldBe(HttpStatusCode.Unauthorized, "auth.refresh_refused");
    }

    [Fact]
    public async Task A_token_outlives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-restart-");
        try
        {
            string token;
            await using (var before = await TestHost.StartAsync(folder: folder.FullName))
            using (var owner = await before.RegisterAsync())
                token = owner.AccessToken!;
            await using var after = await TestHost.StartAsync(folder: folder.FullName);
            using var client = after.Anonymous();
            client.UseToken(token);
            (await client.GetAsync("/auth/me")).ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<ApiAnswer> RefreshAsync(ApiClient client, string? token) => client.PostAsync("/auth/refresh", new { refresh_token = token });

    private static string Forged(ApiClient owner, string issuer, SecurityKey key) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Audience = issuer,
        SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        Claims = new Dictionary<string, object>
        {
            [CallerClaims.Subject] = owner.UserId.ToString(),
            [CallerClaims.Tenant] = owner.TenantId.ToString(),
            [CallerClaims.Role] = "owner",
        },
    });
}
