using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Callsight.App.Identity;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Identity;

/// <summary>What each role and each key may do, held against every door there is: a new route joins by itself.</summary>
public sealed partial class PermissionTests
{
    [Fact]
    public async Task Each_door_is_open_to_the_roles_that_may_and_closed_to_the_others()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var faults = new List<string>();
        foreach (var (role, permissions) in Roles.PermissionsOf)
        {
            using var member = await host.MemberAsync(owner, role);
            foreach (var door in Door.Of(host.Routes).Where(d => Permissions.All.Contains(d.Policy)))
            {
                var answer = await KnockAsync(member, door);
                var isRefused = answer is { Status: HttpStatusCode.Forbidden, Code: "auth.forbidden" };
                if (isRefused == permissions.Contains(door.Policy))
                    faults.Add($"{role} at {door}: {(int)answer.Status} {answer.Text}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_door_but_the_open_ones_lets_a_stranger_in()
    {
        var host = await TestHost.SharedAsync();
        using var stranger = host.Anonymous();
        foreach (var door in Door.Of(host.Routes).Where(d => d.Policy != "anonymous"))
            (await KnockAsync(stranger, door)).ShouldBe(HttpStatusCode.Unauthorized, "auth.required");
    }

    [Fact]
    public async Task A_key_opens_the_doors_of_its_scopes_and_no_others()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var program = host.Anonymous();
        program.UseToken(await KeyAsync(owner, "leads:read", "teams:none"));
        foreach (var door in Door.Of(host.Routes).Where(d => Permissions.All.Contains(d.Policy)))
        {
            var answer = await KnockAsync(program, door);
            (answer is { Status: HttpStatusCode.Forbidden, Code: "auth.forbidden" }).ShouldBe(door.Policy != "leads:read", $"{door} {answer.Text}");
        }

        (await program.GetAsync("/auth/me")).ShouldBe(HttpStatusCode.Forbidden, "auth.person_needed");
    }

    private static async Task<string> KeyAsync(ApiClient owner, params string[] scopes)
    {
        (await owner.PostAsync("/api-keys", new { name = "Program", scopes })).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["scopes[1]"]);
        return (await owner.PostAsync("/api-keys", new { name = "Program", scopes = scopes[..1] })).ShouldBe(HttpStatusCode.Created)["key"].GetString()!;
    }

    /// <summary>A request that gets as far as the policy, and does no harm behind it.</summary>
    private static Task<ApiAnswer> KnockAsync(ApiClient client, Door door) => client.SendAsync(HttpMethod.Parse(door.Method),
        Ids().Replace(door.Route, _ => Guid.CreateVersion7().ToString()),
        door.MediaType is null ? null : new StringContent("[]", new MediaTypeHeaderValue(door.MediaType)));

    [GeneratedRegex(@"\{[A-Za-z]+:guid\}")]
    private static partial Regex Ids();
}
