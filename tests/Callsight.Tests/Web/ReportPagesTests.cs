using System.Net;
using Bunit;
using Callsight.Tests.Support;
using Callsight.Web.Pages.Reports;

namespace Callsight.Tests.Web;

public sealed class ReportPagesTests
{
    [Fact]
    public async Task A_report_is_scheduled_changed_paused_and_deleted_without_writing_cron()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var form = page.Open<CustomReportPage>("/reports/custom/new");
        await form.WaitForElement("input[placeholder='Monday morning']").ChangeAsync(new() { Value = "Every morning" });
        await form.Find(".schedule select").ChangeAsync(new() { Value = "Weekdays" });
        form.Find(".schedule code").TextContent.ShouldBe("0 8 * * 1-5");
        form.Find(".schedule .form-note").TextContent.ShouldContain("(UTC)");
        // Typed and not added yet: not lost.
        await form.Find("[aria-label=Recipient]").InputAsync(new() { Value = owner.Email });
        await form.Find("form").SubmitAsync();
        var kept = (await owner.GetAsync("/analytics/custom-reports")).ShouldBe(HttpStatusCode.OK)["data"][0];
        kept.GetProperty("schedule").GetString().ShouldBe("0 8 * * 1-5");
        kept.GetProperty("recipients")[0].GetString().ShouldBe(owner.Email);
        var id = kept.GetProperty("id").GetGuid();
        page.Address.ShouldBe($"/reports/custom/{id}");

        var saved = page.Open<CustomReportPage>(page.Address, p => p.Add(r => r.Id, id));
        saved.WaitForElement(".head .actions");
        saved.Find("h1").TextContent.ShouldBe("Every morning");
        await saved.Find(".schedule select").ChangeAsync(new() { Value = "EveryMonth" });
        await saved.Find(".schedule input[type=time]").ChangeAsync(new() { Value = "06:30" });
        await saved.Find("form").SubmitAsync();
        (await owner.GetAsync($"/analytics/custom-reports/{id}"))["schedule"].GetString().ShouldBe("30 6 1 * *");
        await Button(saved, "Pause").ClickAsync(new());
        var paused = await owner.GetAsync($"/analytics/custom-reports/{id}");
        paused["enabled"].GetBoolean().ShouldBeFalse();
        paused["schedule"].GetString().ShouldBe("30 6 1 * *");
        await Button(saved, "Delete").ClickAsync(new());
        (await owner.GetAsync($"/analytics/custom-reports/{id}")).ShouldBe(HttpStatusCode.OK);
        await Button(saved, "Really delete").ClickAsync(new());
        (await owner.GetAsync($"/analytics/custom-reports/{id}")).ShouldBe(HttpStatusCode.NotFound);
        page.Address.ShouldBe("/reports/custom");
    }

    [Fact]
    public async Task A_change_by_somebody_else_meanwhile_is_not_undone()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var id = await owner.CreateAsync("/analytics/custom-reports", new { name = "Mine", metrics = new[] { "calls_total" }, period = "yesterday" });
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var saved = page.Open<CustomReportPage>($"/reports/custom/{id}", p => p.Add(r => r.Id, id));
        saved.WaitForElement(".head .actions");
        (await owner.PutAsync($"/analytics/custom-reports/{id}", new { name = "Theirs", metrics = new[] { "calls_total" }, period = "today" }))
            .ShouldBe(HttpStatusCode.OK);
        await saved.Find("form").SubmitAsync();
        saved.Find("[role=alert]").TextContent.ShouldContain("changed meanwhile");
        (await owner.GetAsync($"/analytics/custom-reports/{id}"))["name"].GetString().ShouldBe("Theirs");
    }

    [Fact]
    public async Task A_wrong_schedule_and_a_stranger_are_refused_with_what_is_wrong()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var form = page.Open<CustomReportPage>("/reports/custom/new");
        await form.WaitForElement("input[placeholder='Monday morning']").ChangeAsync(new() { Value = "Odd" });
        await form.Find(".schedule select").ChangeAsync(new() { Value = "Cron" });
        await form.Find(".schedule input").ChangeAsync(new() { Value = "every monday" });
        form.Find(".schedule [role=alert]").TextContent.ShouldContain("five fields");
        await form.Find(".schedule select").ChangeAsync(new() { Value = "ByHand" });
        await form.Find("[aria-label=Recipient]").InputAsync(new() { Value = "stranger@elsewhere.test" });
        await form.Find("form").SubmitAsync();
        form.Find("form > [role=alert]").TextContent.ShouldContain("no member");
    }

    [Fact]
    public async Task A_report_to_look_at_shows_the_figures_of_its_document()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var page = await PageContext.OfAsync(host, owner.Email);
        var made = (await owner.PostAsync("/analytics/reports", new { type = "call_analysis", start_date = "2026-03-01", end_date = "2026-03-07" }))
            .ShouldBe(HttpStatusCode.Created);
        var id = made["id"].GetGuid();
        var report = page.Open<ReportPage>($"/reports/{id}", p => p.Add(r => r.Id, id));
        report.WaitForElement(".report-block");
        report.FindAll(".report-block .figure h3").Select(h => h.TextContent).ShouldContain("Service level");
        report.FindAll(".file-links a").Select(a => a.GetAttribute("href")).ShouldContain($"/reports/{id}/file?format=pdf");
        using var stranger = await host.RegisterAsync();
        await using var elsewhere = await PageContext.OfAsync(host, stranger.Email);
        elsewhere.Open<ReportPage>($"/reports/{id}", p => p.Add(r => r.Id, id)).WaitForElement(".fault").TextContent.ShouldContain("Not found");
    }

    private static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> page, string text) where T : Microsoft.AspNetCore.Components.IComponent =>
        page.FindAll("button").First(b => b.TextContent.Trim() == text);
}
