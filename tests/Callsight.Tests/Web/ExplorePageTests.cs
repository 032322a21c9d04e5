using System.Net;
using Bunit;
using Callsight.Tests.Support;
using Callsight.Web.Api;
using Callsight.Web.Pages.Explore;
using ApiClient = Callsight.Tests.Support.ApiClient;

namespace Callsight.Tests.Web;

public sealed class ExplorePageTests
{
    private static readonly DaySpan Days = new(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 7), "previous_year", new DateOnly(2026, 3, 9));

    [Theory]
    [InlineData("""{"field":"a","op":"eq","value":"x & y=ü#"}""", "day", "pie")]
    [InlineData(null, null, "table")]
    public void All_of_a_question_stands_in_the_address_and_is_read_back(string? filter, string? interval, string chart)
    {
        var asked = ExploreQuestion.Read(["calls_total", "service_level@30"], ["agent", "properties.a b"], filter, interval, chart);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri("http://here" + asked.Address(Days)).Query);
        var read = ExploreQuestion.Read(query["metric"]!, query["by"]!, query.GetValueOrDefault("filter"), query.GetValueOrDefault("interval"),
            query["chart"]);
        read.Address(Days).ShouldBe(asked.Address(Days));
        read.Metrics.ShouldBe(asked.Metrics);
        read.By.ShouldBe(asked.By);
        read.Filter?.GetRawText().ShouldBe(filter);
        query["compare"].ToString().ShouldBe("previous_year");
    }

    [Fact]
    public async Task What_makes_no_sense_in_an_address_is_left_out()
    {
        var read = ExploreQuestion.Read(null, ["", "a", "a"], "{", "fortnight", "radar");
        (read.Filter, read.Interval, read.Chart).ShouldBe((null, null, "line"));
        read.Metrics.ShouldBe(["calls_total"]);
        read.By.ShouldBe(["a"]);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Figures_by_two_things_are_the_same_on_the_page_and_kept_as_a_widget_they_are_the_same_question()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await CallsAsync(host);
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var explorer = page.Open<Explorer>(
            "/explore?metric=calls_total&metric=calls_missed&by=status&by=direction&chart=table&filter="
            + Uri.EscapeDataString("""{"field":"status","op":"ne","value":"failed"}"""));
        explorer.WaitForElement(".figures tbody tr");
        explorer.FindAll(".figures tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent)))
            .ShouldBe(["completed|inbound|3|0", "missed|inbound|2|2", "completed|outbound|1|0"], ignoreOrder: true);
        string.Join('|', explorer.FindAll(".figures tfoot td").Select(c => c.TextContent)).ShouldBe("6|2");

        await explorer.FindAll(".actions button").First(b => b.TextContent == "Add to a dashboard").ClickAsync(new());
        var drawer = explorer.WaitForElement(".drawer form");
        await drawer.SubmitAsync();
        explorer.WaitForElement(".drawer [role=status] a");
        var board = (await owner.GetAsync("/analytics/dashboards")).ShouldBe(HttpStatusCode.OK)["data"][0];
        var widget = board.GetProperty("widgets")[0];
        widget.GetProperty("widget_type").GetString().ShouldBe("table");
        widget.GetProperty("config").GetProperty("metrics").GetRawText().ShouldBe("""["calls_total","calls_missed"]""");
        widget.GetProperty("config").GetProperty("dimensions").GetRawText().ShouldBe("""["status","direction"]""");
        widget.GetProperty("config").GetProperty("filter").GetProperty("value").GetString().ShouldBe("failed");
        explorer.Find(".drawer [role=status] a").GetAttribute("href").ShouldBe($"/dashboards/{board.GetProperty("id").GetString()}");
    }

    [Fact]
    public async Task A_choice_on_the_page_changes_the_address()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var explorer = page.Open<Explorer>("/explore?from=2026-03-01&to=2026-03-07");
        await explorer.WaitForElement("select[aria-label='Group 1']").ChangeAsync(new() { Value = "queue" });
        page.Address.ShouldBe("/explore?from=2026-03-01&to=2026-03-07&metric=calls_total&by=queue&chart=line");
    }

    [Fact]
    public async Task A_pie_of_a_ratio_is_not_drawn_and_says_why()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var page = await PageContext.OfAsync(host, owner.Email);
        page.Open<Explorer>("/explore?metric=service_level&by=queue&chart=pie").WaitForElement(".empty")
            .TextContent.ShouldContain("Shares of a ratio mean nothing");
    }

    private static async Task<ApiClient> CallsAsync(TestHost host)
    {
        var owner = await host.RegisterAsync();
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-2);
        foreach (var (direction, status, count) in new[]
        {
            ("inbound", "completed", 3), ("inbound", "missed", 2), ("outbound", "completed", 1), ("outbound", "failed", 4),
        })
            for (var i = 0; i < count; i++)
                (await owner.PostAsync("/calls", new { direction, status, started_at = yesterday, talk_seconds = status == "completed" ? 60 : (int?)null }))
                    .ShouldBe(HttpStatusCode.Created);
        await host.CaughtUpAsync();
        return owner;
    }
}
