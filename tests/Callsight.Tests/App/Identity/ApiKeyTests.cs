using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Identity;

public sealed class ApiKeyTests
{
    [Fact]
    public async Task A_key_is_shown_once_and_works_in_either_header_until_it_is_taken_back()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var made = await MakeAsync(owner);
        (await owner.GetAsync("/api-keys")).Rows.ShouldHaveSingleItem().GetProperty("key").ValueKind.ShouldBe(JsonValueKind.Null);
        using var program = host.Anonymous();
        (await program.GetAsync("/leads", ("X-API-Key", made["key"].GetString()!))).ShouldBe(HttpStatusCode.OK);
        program.UseToken(made["key"].GetString());
        (await program.GetAsync("/leads")).ShouldBe(HttpStatusCode.OK);
        (await owner.DeleteAsync($"/api-keys/{made["id"].GetGuid()}")).ShouldBe(HttpStatusCode.NoContent);
        (await program.GetAsync("/leads")).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
    }

    [Fact]
    public async Task A_key_belongs_to_one_tenant()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var other = await host.RegisterAsync();
        var key = (await MakeAsync(owner))["key"].GetString()!;
        using var program = host.Anonymous();
        program.UseToken(key);
        (await program.GetAsync("/leads", ("X-Tenant-ID", owner.TenantId.ToString()))).ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("/leads", ("X-Tenant-ID", other.TenantId.ToString()))).ShouldBe(HttpStatusCode.Forbidden, "tenant.not_member");
        // The part of the text that names the tenant, put in front of another's secret.
        var foreign = (await MakeAsync(other))["key"].GetString()!;
        program.UseToken($"{foreign.Split('.')[0]}.{key.Split('.')[1]}");
        (await program.GetAsync("/leads")).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
    }

    [Fact]
    public async Task A_key_ends_when_it_was_said_to()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        var key = (await MakeAsync(owner, "2026-03-01T12:10:00Z"))["key"].GetString()!;
        using var program = host.Anonymous();
        program.UseToken(key);
        (await program.GetAsync("/leads")).ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(10));
        (await program.GetAsync("/leads")).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
    }

    [Fact]
    public async Task A_key_cannot_have_more_than_its_maker()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var program = host.Anonymous();
        program.UseToken((await owner.PostAsync("/api-keys", new { name = "Key maker", scopes = new[] { "api_keys:write" } }))["key"].GetString());
        (await program.PostAsync("/api-keys", new { name = "More", scopes = new[] { "leads:read" } }))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["scopes[0]"]);
    }

    private static async Task<ApiAnswer> MakeAsync(ApiClient owner, string? expiresAt = null) =>
        (await owner.PostAsync("/api-keys", new { name = "Program", scopes = new[] { "leads:read" }, expires_at = expiresAt }))
            .ShouldBe(HttpStatusCode.Created);
}
