using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Callsight.BrowserTests;

/// <summary>What holds of every page, on light and on dark ground, wide and on a phone.</summary>
public sealed class EveryPageTests(PageFixture pages)
{
    private static readonly string[] Paths =
    [
        "/overview", "/explore", "/explore?metric=calls_total&by=status&interval=none",
        "/explore?metric=calls_total&metric=service_level&by=agent&by=status&chart=table", "/explore?metric=calls_total&by=status&chart=pie",
        "/reports", "/reports/custom", "/reports/custom/new", "/me", "/agents", "/calls", "/leads", "/leads?as=board",
        "/campaigns", "/funnels", "/alerts", "/alerts/new", "/wallboard", "/dashboards", "/imports", "/imports/new", "/settings", "/settings/members", "/settings/api-keys",
        "/settings/metrics", "/settings/metrics/new", "/settings/event-types", "/settings/event-types/lead_created", "/settings/privacy",
    ];

    /// <summary>One page of each make.</summary>
    private static readonly string[] MainPaths =
    [
        "/overview", "/explore?filter=%7B%22field%22%3A%22status%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22completed%22%5D%7D", "/reports",
        "/reports/custom/new", "/agents", "/leads", "/leads?as=board", "/imports/new", "/funnels", "/alerts/new", "/dashboards",
        "/settings/members", "/settings/metrics/new", "/settings/event-types/lead_created",
    ];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nobody_is_kept_out_by_how_it_is_built(ColorScheme scheme)
    {
        // The checker is a script of its own, which the pages' policy would refuse.
        await using var visitor = await pages.VisitAsync(scheme, letsScriptsIn: true);
        var faults = new List<string>();
        foreach (var path in new[] { "/sign-in", "/register" })
            await CheckAsync(path);
        await visitor.SignInAsync(await pages.FilledTenantAsync());
        foreach (var path in MainPaths)
            await CheckAsync(path);
        faults.ShouldBeEmpty();

        async Task CheckAsync(string path)
        {
            await visitor.ReadAsync(path);
            var found = await visitor.Page.RunAxe();
            faults.AddRange(found.Violations.Where(v => v.Impact is "serious" or "critical")
                .SelectMany(v => v.Nodes.Take(3).Select(n => $"{path}: {v.Id}: {n.Html}")));
        }
    }

    [Fact]
    public async Task On_a_phone_no_page_is_wider_than_the_screen_and_the_browser_has_nothing_to_complain_about()
    {
        await using var visitor = await pages.VisitAsync(width: 390);
        await visitor.SignInAsync(await pages.FilledTenantAsync());
        var wide = new List<string>();
        foreach (var path in Paths)
        {
            await visitor.OpenAsync(path);
            if (await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") > 390)
                wide.Add(path);
        }

        wide.ShouldBeEmpty();
        visitor.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chart_is_drawn_and_its_table_says_the_same()
    {
        await using var visitor = await pages.VisitAsync();
        await visitor.SignInAsync(await pages.FilledTenantAsync());
        await visitor.SeeAsync("/explore?metric=calls_total&interval=none&by=status", "Figures");
        await visitor.Page.Locator(".chart-canvas canvas").WaitForAsync();
        var rows = await visitor.Page.Locator(".figures tbody tr").AllInnerTextsAsync();
        rows.Select(r => r.Replace("\t", " ")).ShouldBe(["completed 9", "abandoned 3"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_wrong_address_gives_people_a_page_and_programs_a_problem()
    {
        await using var visitor = await pages.VisitAsync();
        (await visitor.Page.GotoAsync("/nowhere"))!.Status.ShouldBe(404);
        (await visitor.Heading.InnerTextAsync()).ShouldBe("There is nothing here");
        var answer = await visitor.Page.APIRequest.GetAsync("/api/v1/nowhere", new() { Headers = [new("Accept", "text/html")] });
        answer.Headers["content-type"].ShouldStartWith("application/problem+json");
    }
}
