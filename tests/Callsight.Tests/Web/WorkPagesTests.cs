using System.Net;
using Bunit;
using Callsight.Tests.Support;
using Callsight.Web.Pages;
using Callsight.Web.Pages.Calls;
using Callsight.Web.Pages.Funnels;
using Callsight.Web.Pages.Leads;
using Callsight.Web.Pages.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.Web;

/// <summary>What people do on pages is what a program would have done by the API.</summary>
public sealed class WorkPagesTests
{
    [Fact]
    public async Task A_list_keeps_to_the_days_above_unless_all_are_asked_for()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        foreach (var at in new[] { "2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z", "2026-03-02T23:59:59Z", "2026-03-03T00:00:00Z" })
            await owner.CreateAsync("/calls", new { direction = "inbound", status = "missed", started_at = at });
        await using var page = await PageContext.OfAsync(host, owner.Email);
        Rows("/calls?from=2026-03-01&to=2026-03-02").ShouldBe(2);
        Rows("/calls?from=2026-03-01&to=2026-03-02&days=all").ShouldBe(4);
        Rows("/calls").ShouldBe(4);
        Rows("/calls?from=2026-03-01&to=2026-03-09&filter=" + Uri.EscapeDataString("""{"field":"started_at","op":"lt","value":"2026-03-02"}""")).ShouldBe(1);

        int Rows(string address)
        {
            var list = page.Open<CallList>(address);
            list.WaitForElement("tbody tr");
            return list.FindAll("tbody tr").Count;
        }
    }

    [Fact]
    public async Task Everybody_on_a_page_has_a_name_however_many_work_here()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var last = Guid.Empty;
        for (var i = 1; i <= 201; i++)
            last = await owner.CreateAsync("/agents", new { name = $"Agent {i}" });
        await owner.CreateAsync("/calls", new { direction = "inbound", status = "completed", agent_id = last, started_at = "2026-03-01T00:00:00Z" });
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var list = page.Open<CallList>("/calls");
        list.WaitForElement("tbody tr");
        list.Find("[data-title=Agent]").TextContent.ShouldBe("Agent 201");
    }

    [Fact]
    public async Task A_filter_of_leads_is_kept_as_a_segment_changed_and_deleted()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await owner.CreateAsync("/leads", new { first_name = "Ada", source = "referral" });
        await owner.CreateAsync("/leads", new { first_name = "Bob", source = "search" });
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var list = page.Open<LeadList>("/leads?filter=" + Uri.EscapeDataString("""{"field":"source","op":"eq","value":"referral"}"""));
        list.WaitForElement("tbody tr");
        list.FindAll("tbody th").Select(h => h.TextContent).ShouldBe(["Ada"]);
        await list.InvokeAsync(() => Button(list, "Save as segment").ClickAsync(new()));
        await list.Find("[aria-label='Name of the segment']").InputAsync(new() { Value = "Referred" });
        await list.Find(".segment-form").SubmitAsync();
        var kept = (await owner.GetAsync("/segments")).Rows.Single();
        kept.GetProperty("filter").GetProperty("value").GetString().ShouldBe("referral");
        page.Address.ShouldContain($"segment={kept.GetProperty("id").GetString()}");

        list = page.Open<LeadList>($"/leads?segment={kept.GetProperty("id").GetString()}&filter="
            + Uri.EscapeDataString("""{"field":"source","op":"eq","value":"search"}"""));
        list.WaitForAssertion(() => Button(list, "Save changes to Referred"));
        await list.InvokeAsync(() => Button(list, "Save changes to Referred").ClickAsync(new()));
        (await owner.GetAsync("/segments")).Rows.Single().GetProperty("filter").GetProperty("value").GetString().ShouldBe("search");
        list.WaitForAssertion(() => list.FindAll("button").ShouldContain(b => b.TextContent.Trim() == "Delete segment"));
        await list.InvokeAsync(() => Button(list, "Delete segment").ClickAsync(new()));
        await list.InvokeAsync(() => Button(list, "Really delete the segment").ClickAsync(new()));
        (await owner.GetAsync("/segments")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_funnel_is_saved_opened_by_its_name_and_shows_who_is_behind_a_value()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await owner.CreateAsync("/leads", new { first_name = "Ada", last_name = "Lovelace", source = "referral" });
        await owner.CreateAsync("/leads", new { first_name = "Bob", source = "search" });
        await host.CaughtUpAsync();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var days = $"from={today.AddDays(-1):yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}";
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var funnel = page.Open<FunnelBuilder>($"/funnels?{days}&step=lead_created&step=lead_converted&within=7&by=source");
        funnel.WaitForElement(".funnel");
        await funnel.InvokeAsync(() => Button(funnel, "Save funnel").ClickAsync(new()));
        await funnel.Find("form.toolbar input").InputAsync(new() { Value = "By source" });
        await funnel.Find("form.toolbar").SubmitAsync();
        var kept = (await owner.GetAsync("/analytics/funnels/saved")).Rows.Single();
        kept.GetProperty("definition").GetProperty("breakdown").GetString().ShouldBe("source");
        kept.GetProperty("definition").GetProperty("window").GetProperty("value").GetInt32().ShouldBe(7);

        funnel = page.Open<FunnelBuilder>($"/funnels?{days}&saved={kept.GetProperty("id").GetString()}");
        funnel.WaitForElement(".figure-link");
        funnel.Find("h1").TextContent.ShouldBe("By source");
        await funnel.Find("[aria-label='Who of referral reached Lead created']").ClickAsync(new());
        funnel.WaitForElement(".drawer tbody tr");
        funnel.FindAll(".drawer tbody a").Select(a => a.TextContent).ShouldBe(["Ada Lovelace"]);
        await funnel.InvokeAsync(() => Button(funnel, "Delete").ClickAsync(new()));
        await funnel.InvokeAsync(() => Button(funnel, "Really delete").ClickAsync(new()));
        (await owner.GetAsync("/analytics/funnels/saved")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_funnel_with_conditions_of_its_own_is_shown_and_not_flattened()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var id = await owner.CreateAsync("/analytics/funnels/saved", new
        {
            name = "Deep",
            definition = new { steps = new object[] { new { @event = "lead_created", filter = new { field = "source", op = "eq", value = "a" } }, new { @event = "lead_lost" } } },
        });
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var funnel = page.Open<FunnelBuilder>($"/funnels?saved={id}");
        funnel.WaitForAssertion(() => funnel.Markup.ShouldContain("that this page does not change"));
        funnel.FindAll("select[name=step]").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_metric_of_ones_own_is_made_versioned_and_retired()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var asPagesKnow = page.Services.GetRequiredService<Callsight.Web.Api.ApiClient>();
        (await asPagesKnow.MetricsAsync()).Value!.ShouldNotContainKey("demos_won");
        var form = page.Open<OwnMetricPage>("/settings/metrics/new");
        await form.WaitForElement("input[placeholder='Demos booked']").ChangeAsync(new() { Value = "Demos: won!" });
        form.Find("input.code").GetAttribute("value").ShouldBe("demos_won");
        await form.FindAll("select").First(s => s.TextContent.Contains("Lead converted")).ChangeAsync(new() { Value = "lead_converted" });
        await form.Find("form").SubmitAsync();
        var made = (await owner.GetAsync("/analytics/metrics/demos_won")).ShouldBe(HttpStatusCode.OK);
        made["definition"].GetProperty("event").GetString().ShouldBe("lead_converted");
        page.Address.ShouldBe("/settings/metrics/demos_won");
        (await asPagesKnow.MetricsAsync()).Value!.ShouldContainKey("demos_won");

        var kept = page.Open<OwnMetricPage>(page.Address, p => p.Add(m => m.Name, "demos_won"));
        await kept.WaitForElement("input[placeholder='Demos booked']").ChangeAsync(new() { Value = "Demos" });
        await kept.Find("form").SubmitAsync();
        kept.WaitForAssertion(() => kept.Find("form [role=status]").TextContent.ShouldBe("Version 2 is in use"));
        await kept.Find("form").SubmitAsync();
        kept.WaitForAssertion(() => kept.Find("form [role=status]").TextContent.ShouldContain("Nothing has changed"));
        (await owner.GetAsync("/analytics/metrics/demos_won/versions")).Rows.Count.ShouldBe(2);
        await kept.InvokeAsync(() => Button(kept, "Retire").ClickAsync(new()));
        await kept.InvokeAsync(() => Button(kept, "Really retire").ClickAsync(new()));
        (await owner.GetAsync("/analytics/metrics/demos_won")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_type_of_event_is_described_before_its_first_event_and_then_enforced()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var form = page.Open<EventTypePage>("/settings/event-types/demo_booked", p => p.Add(t => t.Type, "demo_booked"));
        await form.WaitForElement("textarea").ChangeAsync(new() { Value = "A demo is booked" });
        await form.InvokeAsync(() => Button(form, "Another field").ClickAsync(new()));
        await form.Find("[aria-label='Name of field 1']").ChangeAsync(new() { Value = "plan" });
        await form.FindAll("input[type=checkbox]")[0].ChangeAsync(new() { Value = true });
        await form.FindAll("input[type=checkbox]")[1].ChangeAsync(new() { Value = true });
        await form.Find("form").SubmitAsync();
        form.WaitForAssertion(() => form.Find("form [role=status]").TextContent.ShouldBe("Saved"));
        var kept = (await owner.GetAsync("/analytics/event-types/demo_booked")).ShouldBe(HttpStatusCode.OK);
        kept["enforced"].GetBoolean().ShouldBeTrue();
        kept["fields"][0].GetProperty("required").GetBoolean().ShouldBeTrue();
        (await owner.PostAsync("/analytics/events", new { type = "demo_booked" })).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_agent_sees_the_own_day_calls_and_leads()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "agent");
        await using var page = await PageContext.OfAsync(host, member.Email);
        page.Open<Me>("/me").WaitForElement(".empty").TextContent.ShouldContain("No agent belongs to you");
        var agent = await owner.CreateAsync("/agents", new { name = "Ann Agent", email = member.Email });
        await owner.CreateAsync("/calls", new { direction = "inbound", status = "completed", agent_id = agent, started_at = TimeProvider.System.GetUtcNow(), talk_seconds = 60 });
        await owner.CreateAsync("/leads", new { first_name = "Mine", assigned_agent_id = agent });
        await owner.CreateAsync("/leads", new { first_name = "Theirs" });
        var day = page.Open<Me>("/me");
        day.WaitForElement(".beside-figures");
        day.Find("h1").TextContent.ShouldBe("Ann Agent");
        day.FindAll(".panel")[^1].TextContent.ShouldContain("Mine");
        day.Markup.ShouldNotContain("Theirs");
        day.FindAll(".panel")[0].QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        await day.Find("select").ChangeAsync(new() { Value = "on_break" });
        (await owner.GetAsync($"/agents/{agent}"))["availability"].GetString().ShouldBe("on_break");
    }

    private static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> page, string text) where T : IComponent =>
        page.FindAll("button").First(b => b.TextContent.Trim() == text);
}
