using System.Net;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Identity;

[AlsoOnPostgres]
public sealed class MemberTests
{
    [Fact]
    public async Task A_tenant_keeps_its_last_owner()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        (await owner.DeleteAsync($"/tenant/members/{owner.UserId}")).ShouldBe(HttpStatusCode.Conflict, "member.last_owner");
        (await owner.PatchAsync($"/tenant/members/{owner.UserId}", new { role = "agent" })).ShouldBe(HttpStatusCode.Conflict, "member.last_owner");
        using var second = await host.MemberAsync(owner, "owner");
        (await second.PatchAsync($"/tenant/members/{owner.UserId}", new { role = "agent" })).ShouldBe(HttpStatusCode.OK);
        (await owner.GetAsync("/api-keys")).ShouldBe(HttpStatusCode.Forbidden, "auth.forbidden");
    }

    [Fact]
    public async Task Two_owners_cannot_remove_each_other_at_the_same_time()
    {
        var host = await TestHost.SharedAsync();
        using var first = await host.RegisterAsync();
        using var second = await host.MemberAsync(first, "owner");
        await Task.WhenAll(first.DeleteAsync($"/tenant/members/{second.UserId}"), second.DeleteAsync($"/tenant/members/{first.UserId}"));
        var left = new[] { await first.GetAsync("/tenant/members"), await second.GetAsync("/tenant/members") }
            .Single(a => a.Status == HttpStatusCode.OK);
        left.Rows.ShouldHaveSingleItem().GetProperty("role").GetString().ShouldBe("owner");
    }

    [Fact]
    public async Task Only_an_owner_makes_changes_or_removes_owners()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var second = await host.MemberAsync(owner, "owner");
        using var admin = await host.MemberAsync(owner, "admin");
        (await admin.PostAsync("/tenant/members", new { email = TestHost.NewEmail(), role = "owner", password = TestHost.Password }))
            .ShouldBe(HttpStatusCode.Forbidden, "member.owner_needed");
        (await admin.PatchAsync($"/tenant/members/{admin.UserId}", new { role = "owner" })).ShouldBe(HttpStatusCode.Forbidden, "member.owner_needed");
        (await admin.PatchAsync($"/tenant/members/{second.UserId}", new { role = "agent" })).ShouldBe(HttpStatusCode.Forbidden, "member.owner_needed");
        (await admin.DeleteAsync($"/tenant/members/{second.UserId}")).ShouldBe(HttpStatusCode.Forbidden, "member.owner_needed");
    }

    [Fact]
    public async Task Who_was_removed_is_out_at_once()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "analyst");
        (await member.GetAsync("/leads")).ShouldBe(HttpStatusCode.OK);
        (await owner.DeleteAsync($"/tenant/members/{member.UserId}")).ShouldBe(HttpStatusCode.NoContent);
        (await member.GetAsync("/leads")).ShouldBe(HttpStatusCode.Forbidden, "tenant.not_member");
        (await member.PostAsync("/auth/refresh", new { refresh_token = member.RefreshToken })).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_person_goes_from_one_tenant_to_another()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var (first, leads) = (owner.TenantId, await owner.CreateAsync("/leads", new { first_name = "Ada" }));
        var second = (await owner.PostAsync("/tenants", new { name = "Second" })).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        (await owner.GetAsync("/tenants")).Rows.Count.ShouldBe(2);
        (await owner.GetAsync($"/leads/{leads}", ("X-Tenant-ID", second.ToString()))).ShouldBe(HttpStatusCode.NotFound, "lead.not_found");
        owner.SignIn((await owner.PostAsync($"/tenants/{second}/switch", null)).ShouldBe(HttpStatusCode.OK));
        (await owner.GetAsync("/tenant"))["id"].GetGuid().ShouldBe(second);
        (await owner.GetAsync("/leads")).Rows.ShouldBeEmpty();
        (await owner.GetAsync("/leads", ("X-Tenant-ID", first.ToString()))).Rows.Count.ShouldBe(1);
        (await owner.GetAsync("/leads", ("X-Tenant-ID", "second"))).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["X-Tenant-ID"]);
        using var other = await host.RegisterAsync();
        (await owner.PostAsync($"/tenants/{other.TenantId}/switch", null)).ShouldBe(HttpStatusCode.NotFound, "tenant.not_found");
    }

    [Fact]
    public async Task Rights_are_those_of_the_tenant_one_works_in()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var other = await host.RegisterAsync();
        (await other.PostAsync("/tenant/members", new { email = owner.Email, role = "agent" })).ShouldBe(HttpStatusCode.Created);
        (await owner.GetAsync("/api-keys")).ShouldBe(HttpStatusCode.OK);
        (await owner.GetAsync("/api-keys", ("X-Tenant-ID", other.TenantId.ToString()))).ShouldBe(HttpStatusCode.Forbidden, "auth.forbidden");
    }
}
