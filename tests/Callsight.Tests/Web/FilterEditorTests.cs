using System.Text.Json;
using Bunit;
using Callsight.Analytics.Metrics;
using Callsight.App.Reporting;
using Callsight.Tests.Support;
using Callsight.Web.Components.Filters;
using Callsight.Web.Components.Shared;

namespace Callsight.Tests.Web;

public sealed class FilterEditorTests
{
    [Fact]
    public async Task A_person_chooses_an_agent_by_name_and_the_filter_says_the_id()
    {
        var host = await TestHost.SharedAsync();
        var email = TestHost.NewEmail();
        using var owner = await host.RegisterAsync(email: email);
        var agent = await owner.CreateAsync("/agents", new { name = "Ada Lovelace" });
        await using var page = await PageContext.OfAsync(host, email);
        JsonElement? told = null;
        var editor = page.Render<FilterEditor>(p => p.Add(e => e.Subject, FilterSubject.Calls).Add(e => e.FilterChanged, f => told = f));
        await editor.Find(".filter-add").ClickAsync(new());
        await editor.Find("[aria-label='Field of condition 1']").ChangeAsync(new() { Value = "agent" });
        editor.WaitForElement("[aria-label='Value of condition 1'] option:nth-child(2)").TextContent.ShouldBe("Ada Lovelace");
        told.ShouldBeNull();
        await editor.Find("[aria-label='Value of condition 1']").ChangeAsync(new() { Value = $"{agent}" });
        told!.Value.GetRawText().ShouldBe($$"""{"field":"agent","op":"eq","value":"{{agent}}"}""");

        await editor.Find(".filter-add").ClickAsync(new());
        await editor.Find("[aria-label='Field of condition 2']").ChangeAsync(new() { Value = "rating" });
        await editor.Find("[aria-label='How condition 2 compares']").ChangeAsync(new() { Value = "gte" });
        await editor.Find("[aria-label='Value of condition 2']").ChangeAsync(new() { Value = "4" });
        await editor.Find("[aria-label='How conditions join']").ChangeAsync(new() { Value = "any" });
        told!.Value.GetRawText().ShouldBe(
            $$"""{"any":[{"field":"agent","op":"eq","value":"{{agent}}"},{"field":"rating","op":"gte","value":4}]}""");

        await editor.Find("[aria-label='Remove condition 1']").ClickAsync(new());
        await editor.Find("[aria-label='Remove condition 1']").ClickAsync(new());
        told.ShouldBeNull();
    }

    [Fact]
    public async Task Half_a_condition_stays_while_the_page_around_is_drawn_anew()
    {
        var host = await TestHost.SharedAsync();
        var email = TestHost.NewEmail();
        using var owner = await host.RegisterAsync(email: email);
        await using var page = await PageContext.OfAsync(host, email);
        MetricView[] metrics = [View("calls_total", "Calls", "") with { Dimensions = ["agent", "status"] }];
        var editor = page.Render<FilterEditor>(p => p.Add(e => e.Subject, FilterSubject.Of(metrics)));
        await editor.Find(".filter-add").ClickAsync(new());
        await editor.Find("[aria-label='Field of condition 1']").ChangeAsync(new() { Value = "status" });
        editor.Render(p => p.Add(e => e.Subject, FilterSubject.Of(metrics)));
        editor.Find("[aria-label='Field of condition 1']").GetAttribute("value").ShouldBe("status");
    }

    [Fact]
    public async Task A_filter_with_parts_within_parts_stays_JSON_and_a_wrong_one_is_not_told()
    {
        var host = await TestHost.SharedAsync();
        var email = TestHost.NewEmail();
        using var owner = await host.RegisterAsync(email: email);
        await using var page = await PageContext.OfAsync(host, email);
        var told = new List<string?>();
        var deep = JsonSerializer.Deserialize<JsonElement>("""{"not":{"field":"source","op":"eq","value":"a"}}""");
        var editor = page.Render<FilterEditor>(p => p.Add(e => e.Subject, FilterSubject.Leads).Add(e => e.Filter, deep)
            .Add(e => e.Name, "filter").Add(e => e.FilterChanged, f => told.Add(f?.GetRawText())));
        editor.Find("input[type=hidden]").GetAttribute("value").ShouldBe(deep.GetRawText());
        await editor.Find("textarea").ChangeAsync(new() { Value = """{"field":"source"}""" });
        editor.Find("[role=alert]").TextContent.ShouldContain("op");
        told.ShouldBeEmpty();
        await editor.Find("textarea").ChangeAsync(new() { Value = """{"not":{"field":"source","op":"exists"}}""" });
        told.ShouldBe(["""{"not":{"field":"source","op":"exists"}}"""]);
    }

    [Fact]
    public void Figures_are_found_by_what_they_mean_and_keep_the_order_of_choice()
    {
        using var page = new BunitContext();
        MetricView[] metrics =
        [
            View("calls_total", "Calls", "All calls."), View("service_level", "Service level", "Share answered in time."), View("my_own", "Mine", ""),
        ];
        IReadOnlyList<string> told = [];
        var picker = page.Render<MetricPicker>(p => p.Add(m => m.Metrics, metrics).Add(m => m.Chosen, ["my_own"]).Add(m => m.Most, 2)
            .Add(m => m.ChosenChanged, chosen => told = chosen));
        picker.Find("[aria-expanded]").Click();
        picker.FindAll("h4").Select(h => h.TextContent).ShouldBe(["Calls", "Your own"]);
        picker.Find("input[type=search]").Input("in time");
        picker.FindAll("section button span").Select(b => b.TextContent).ShouldBe(["Service level"]);
        picker.Find("section button").Click();
        told.ShouldBe(["my_own", "service_level"]);
        picker.Find("[aria-expanded]").HasAttribute("disabled").ShouldBeTrue();
    }

    private static MetricView View(string name, string title, string description) =>
        new(name, title, Unit.Count, MetricKind.Additive, Better.Up, 1, description, null, "", [], false, [], null);
}
