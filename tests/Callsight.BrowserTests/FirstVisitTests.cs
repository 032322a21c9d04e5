using System.Globalization;

namespace Callsight.BrowserTests;

/// <summary>What somebody does who has just heard of the product.</summary>
public sealed class FirstVisitTests(PageFixture pages)
{
    [Fact]
    public async Task A_visitor_registers_imports_a_file_and_sees_leads_and_agents()
    {
        await using var visitor = await pages.VisitAsync();
        await visitor.OpenAsync("/");
        visitor.Page.Url.ShouldContain("/sign-in");
        await visitor.RegisterAsync("First steps", PageFixture.NewEmail());
        (await visitor.Page.Locator("main").InnerTextAsync()).ShouldContain("No calls and no leads in these days");

        await visitor.ImportAsync("leads.csv", Leads("Grace", "Hopper", "Mary Jackson"));
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "See leads" }).ClickAsync();
        await visitor.Page.GetByText("Grace Hopper").ClickAsync();
        await visitor.Page.GetByText("What happened").WaitForAsync();
        await visitor.SeeAsync("/agents", "Mary Jackson");
        await visitor.SeeAsync("/overview", "Agents");
        visitor.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_tenants_in_two_browsers_never_see_each_other()
    {
        await using var ours = await pages.VisitAsync();
        await using var theirs = await pages.VisitAsync();
        await ours.RegisterAsync("Ours", PageFixture.NewEmail());
        await theirs.RegisterAsync("Theirs", PageFixture.NewEmail());
        await ours.ImportAsync("leads.csv", Leads("Katherine", "Johnson", "Our Agent"));
        await theirs.ImportAsync("leads.csv", Leads("Annie", "Easley", "Their Agent"));
        await ours.SeeAsync("/agents", "Our Agent");
        await theirs.SeeAsync("/agents", "Their Agent");
        await ours.OpenAsync("/leads");
        await ours.Page.GetByText("Katherine Johnson").ClickAsync();
        await ours.Page.WaitForURLAsync("**/leads/*");
        var lead = new Uri(ours.Page.Url).AbsolutePath;
        foreach (var path in new[] { "/overview", "/leads", "/leads?as=board", "/agents", "/campaigns", "/calls", "/imports", "/wallboard", lead })
        {
            await theirs.ReadAsync(path);
            var seen = await theirs.Page.Locator("body").InnerTextAsync();
            seen.ShouldNotContain("Johnson", Case.Sensitive, path);
            seen.ShouldNotContain("Our Agent", Case.Sensitive, path);
        }

        (await theirs.Page.Locator("main").InnerTextAsync()).ShouldContain("Not found");
    }

    [Fact]
    public async Task After_signing_out_the_pages_are_closed()
    {
        await using var visitor = await pages.VisitAsync();
        await visitor.RegisterAsync("Leaving", PageFixture.NewEmail());
        await visitor.PressAsync(
            visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out", IncludeHidden = true }), "**/sign-in");
        await visitor.OpenAsync("/leads");
        visitor.Page.Url.ShouldContain("/sign-in");
    }

    private static string Leads(string first, string last, string agent)
    {
        var day = TimeProvider.System.GetUtcNow().AddDays(-2).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return $"""
            external_id,first_name,last_name,source,agent,created_at,value
            a1,{first},{last},referral,{agent},{day},900
            a2,Other,{last},search,{agent},{day},300
            """;
    }
}
