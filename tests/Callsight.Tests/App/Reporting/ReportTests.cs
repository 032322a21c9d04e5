using System.Net;
using System.Text;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Reporting.Reports;
using Callsight.App.Reporting.Reports.Writing;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MiniExcelLibs;
using UglyToad.PdfPig;

namespace Callsight.Tests.App.Reporting;

public sealed class ReportTests
{
    private const string Asked = "\"calls_total\",\"calls_handled\",\"average_handle_time\",\"customer_rating\"";

    [Fact, AlsoOnPostgres]
    public async Task Figures_are_those_of_the_API_in_every_format()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await ReportSteps.CallCentreAsync(host);
        var whole = (await owner.AskAsync(Asked)).ShouldBe(HttpStatusCode.OK)["totals"];
        var byAgent = (await owner.AskAsync(Asked, ",\"dimensions\":[\"agent\"]")).ShouldBe(HttpStatusCode.OK)["rows"];
        // 5 calls, 776 seconds of talk: nothing was held or written up.
        (whole.GetProperty("calls_total").GetInt32(), whole.GetProperty("average_handle_time").GetDecimal()).ShouldBe((5, 155.2m));

        var report = (await owner.PostAsync("/analytics/reports",
            $$"""{"type":"custom",{{ReportSteps.Period}},"metrics":[{{Asked}}],"dimensions":["agent"]}""")).ShouldBe(HttpStatusCode.Created);
        foreach (var figure in report["blocks"][0].GetProperty("figures").EnumerateArray())
            figure.GetProperty("value").ToString().ShouldBe(whole.GetProperty(figure.GetProperty("metric").GetString()!).ToString());
        var table = report["blocks"].EnumerateArray().Single(b => b.GetProperty("table").ValueKind is JsonValueKind.Object).GetProperty("table");
        table.GetProperty("rows").ToString().ShouldBe(byAgent.ToString());
        report.Location.ShouldBe($"/api/v1/analytics/reports/{report["id"].GetGuid()}");

        var path = $"/analytics/reports/{report["id"].GetGuid()}/download?format=";
        var csv = Encoding.UTF8.GetString(await owner.BytesAsync(path + "csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        csv[0].ShouldBe("agent,agent_id,calls_total,calls_handled,average_handle_time,customer_rating");
        csv[1..].ShouldBe(byAgent.EnumerateArray().Select(row => string.Join(',', csv[0].Split(',').Select(c => row.GetProperty(c).ToString()))));

        using (var xlsx = new MemoryStream(await owner.BytesAsync(path + "xlsx")))
        {
            var figures = xlsx.Query(useHeaderRow: true, sheetName: "Figures").Cast<IDictionary<string, object>>().ToDictionary(r => (string)r["metric"], r => r["value"]);
            foreach (var (metric, value) in figures)
                Convert.ToDecimal(value.ShouldBeOfType<double>()).ShouldBe(whole.GetProperty(metric).GetDecimal(), 0.000001m);
            var rows = xlsx.Query(useHeaderRow: true, sheetName: "Details").Cast<IDictionary<string, object>>().ToList();
            rows.Select(r => ((string)r["agent"], (double)r["average_handle_time"])).ShouldBe(
                byAgent.EnumerateArray().Select(r => (r.GetProperty("agent").GetString()!, r.GetProperty("average_handle_time").GetDouble())));
            var about = xlsx.Query(useHeaderRow: true, sheetName: "Report").Cast<IDictionary<string, object>>().ToDictionary(r => (string)r["name"], r => r["value"]);
            about["start_date"].ShouldBe(new DateTime(2026, 2, 1), "a date, not a text");
        }

        var html = Encoding.UTF8.GetString(await owner.BytesAsync(path + "html"));
        var pdf = Squeezed(await owner.BytesAsync(path + "pdf"));
        foreach (var figure in report["blocks"][0].GetProperty("figures").EnumerateArray())
        {
            var shown = FigureText.Of(figure.GetProperty("value").GetDecimal(), figure.GetProperty("unit").GetString(), "EUR");
            html.ShouldContain($"data-metric=\"{figure.GetProperty("metric").GetString()}\">{shown}<");
            pdf[0].ShouldContain(shown.Replace(" ", "", StringComparison.Ordinal));
        }

        (html.Contains("src=", StringComparison.Ordinal), html.Contains("href=", StringComparison.Ordinal), html.Contains("<script", StringComparison.Ordinal))
            .ShouldBe((false, false, false), "a page that needs nothing else");
        html.ShouldContain("Reporters &amp; &lt;Sons&gt;");
        pdf.ShouldAllBe(page => page.Contains("Reporters&<Sons>·UTC", StringComparison.Ordinal));
    }

    [Theory, AlsoOnPostgres]
    [InlineData("lead_analysis")]
    [InlineData("call_analysis")]
    [InlineData("campaign_analysis")]
    [InlineData("agent_performance")]
    public async Task Every_kind_of_report_is_made_as_a_file(string type)
    {
        using var owner = await ReportSteps.CallCentreAsync(await TestHost.SharedAsync());
        foreach (var format in new[] { "csv", "xlsx", "html", "pdf" })
        {
            var made = await owner.MakeAsync(type, format);
            made.GetProperty("progress").GetInt32().ShouldBe(100);
            var file = await owner.BytesAsync($"/analytics/reports/{made.GetProperty("id").GetGuid()}/download");
            file.Length.ShouldBe(made.GetProperty("bytes").GetInt32());
            made.GetProperty("file_name").GetString()!.ShouldEndWith($"2026-02-01-2026-02-14.{format}");
        }
    }

    [Fact, AlsoOnPostgres]
    public async Task Long_tables_go_over_pages_with_their_heads_and_pages_are_counted()
    {
        var rows = Enumerable.Range(0, 130).Select(i => new System.Text.Json.Nodes.JsonObject { ["agent"] = $"Agent {i}", ["calls"] = i }).ToList();
        var report = new ReportDocument(null, ReportType.Custom, "Long", "Tenant", "Europe/Vienna", "EUR", new DateOnly(2026, 2, 1),
            new DateOnly(2026, 2, 2), DateTimeOffset.UnixEpoch, false,
            [new ReportBlock("Table", Table: new ReportTable([new ReportColumn("agent", "Who it is", "text", null), new ReportColumn("calls", "Calls", "number", "count")], rows, null))]);
        using var pdf = new MemoryStream();
        await ReportFiles.WriteAsync(report, ReportFormat.Pdf, pdf, CancellationToken.None);
        var pages = Squeezed(pdf.ToArray());
        pages.Count.ShouldBeGreaterThan(2);
        foreach (var (i, page) in pages.Index())
        {
            page.ShouldContain("Whoitis");
            page.ShouldContain($"{i + 1}/{pages.Count}");
        }

        string.Concat(pages).ShouldContain("Agent129");
        pdf.Length.ShouldBeLessThan(400_000);
    }

    [Fact, AlsoOnPostgres]
    public async Task Texts_cannot_become_formulas_or_markup()
    {
        using var owner = await ReportSteps.CallCentreAsync(await TestHost.SharedAsync(), "=SUM(A1)<b>,\"x\"");
        var csv = await owner.MakeAsync("agent_performance", "csv");
        Encoding.UTF8.GetString(await owner.BytesAsync($"/analytics/reports/{csv.GetProperty("id").GetGuid()}/download"))
            .ShouldContain("\"'=SUM(A1)<b>,\"\"x\"\"\"");
        Encoding.UTF8.GetString(await owner.BytesAsync($"/analytics/reports/{csv.GetProperty("id").GetGuid()}/download?format=html"))
            .ShouldNotContain("<b>,");
    }

    [Theory, AlsoOnPostgres]
    [InlineData("\"type\":\"gamification\"", "type")]
    [InlineData("\"type\":\"custom\"", "metrics")]
    [InlineData("\"type\":\"call_analysis\",\"metrics\":[\"calls_total\"]", "type")]
    [InlineData("\"type\":\"custom\",\"metrics\":[\"call_total\"]", "metrics[0]")]
    [InlineData("\"type\":\"custom\",\"metrics\":[\"calls_total\"],\"dimensions\":[\"planet\"]", "dimensions[0]")]
    [InlineData("\"type\":\"custom\",\"metrics\":[\"calls_total\"],\"charts\":[{\"type\":\"bar\",\"metric\":\"calls_total\",\"dimension\":\"planet\"}]", "charts[0]")]
    [InlineData("\"type\":\"call_analysis\",\"filters\":{\"field\":\"planet\",\"op\":\"eq\",\"value\":1}", "filters.field")]
    [InlineData("\"type\":\"call_analysis\",\"time_zone\":\"Mars/Base\"", "time_zone")]
    public async Task What_cannot_be_made_is_refused_before_it_is_begun(string body, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        foreach (var format in new[] { "json", "pdf" })
            (await owner.PostAsync("/analytics/reports", $$"""{{{body}},{{ReportSteps.Period}},"format":"{{format}}"}"""))
                .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldContain(field);
        (await owner.GetAsync("/analytics/reports")).Rows.ShouldBeEmpty();
    }

    [Fact, AlsoOnPostgres]
    public async Task The_same_request_again_is_the_same_report()
    {
        using var owner = await ReportSteps.CallCentreAsync(await TestHost.SharedAsync());
        foreach (var format in new[] { "json", "csv" })
        {
            var body = $$"""{"type":"call_analysis",{{ReportSteps.Period}},"format":"{{format}}"}""";
            var first = await owner.PostAsync("/analytics/reports", body, ("Idempotency-Key", format));
            var again = await owner.PostAsync("/analytics/reports", body, ("Idempotency-Key", format));
            (again.Status, again["id"].GetGuid()).ShouldBe((first.Status, first["id"].GetGuid()));
        }

        (await owner.GetAsync("/analytics/reports")).Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_goes_when_its_time_is_over_and_can_be_made_once_more()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await ReportSteps.CallCentreAsync(host);
        var made = (await owner.MakeAsync("call_analysis", "csv")).GetProperty("id").GetGuid();
        var sweep = host.Services.GetRequiredService<SweepExpired>();
        clock.Advance(TimeSpan.FromDays(89));
        await sweep.RunAsync(TestContext.Current.CancellationToken);
        using var late = await host.SignInAsync(owner.Email);
        (await late.GetAsync($"/analytics/reports/{made}"))["download"].GetString().ShouldNotBeNull();

        clock.Advance(TimeSpan.FromDays(2));
        await sweep.RunAsync(TestContext.Current.CancellationToken);
        using var later = await host.SignInAsync(owner.Email);
        (await later.GetAsync($"/analytics/reports/{made}"))["download"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await later.GetAsync($"/analytics/reports/{made}/download")).ShouldBe(HttpStatusCode.NotFound, "report.file_gone");
        (await later.PostAsync($"/analytics/reports/{made}/repeat", null)).ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_report_is_stopped_repeated_and_taken_up_again_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-reports-");
        Guid stopped, cutOff;
        string email;
        await using (var host = await TestHost.StartAsync(folder: folder.FullName))
        {
            using var owner = await ReportSteps.CallCentreAsync(host);
            email = owner.Email;
            stopped = await ReportSteps.LeaveBehindAsync(host, owner.TenantId, ReportSteps.Running(null, ReportCause.Request, DateTimeOffset.UnixEpoch.AddYears(60)));
            (await owner.GetAsync($"/analytics/reports/{stopped}/download")).ShouldBe(HttpStatusCode.Conflict, "report.not_ready");
            (await owner.PostAsync($"/analytics/reports/{stopped}/cancel", null)).ShouldBe(HttpStatusCode.OK)["status"].GetString().ShouldBe("cancelled");
            (await owner.PostAsync($"/analytics/reports/{stopped}/cancel", null)).ShouldBe(HttpStatusCode.Conflict, "report.finished");
            (await owner.GetAsync($"/analytics/reports/{stopped}/download")).ShouldBe(HttpStatusCode.Conflict, "report.not_made");
            var again = (await owner.PostAsync($"/analytics/reports/{stopped}/repeat", null)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
            (await owner.ReportMadeAsync(again)).GetProperty("status").GetString().ShouldBe("completed");
            cutOff = await ReportSteps.LeaveBehindAsync(host, owner.TenantId, ReportSteps.Running(null, ReportCause.Request, DateTimeOffset.UnixEpoch.AddYears(60)));
        }

        await using (var host = await TestHost.StartAsync(folder: folder.FullName))
        {
            using var owner = await host.SignInAsync(email);
            (await owner.ReportMadeAsync(cutOff)).GetProperty("status").GetString().ShouldBe("completed");
            (await owner.BytesAsync($"/analytics/reports/{cutOff}/download")).Length.ShouldBeGreaterThan(50);
            (await owner.GetAsync($"/analytics/reports/{stopped}"))["status"].GetString().ShouldBe("cancelled");
        }

        folder.Delete(recursive: true);
    }

    /// <summary>The texts of the pages, without spaces: those are the layout's business.</summary>
    private static List<string> Squeezed(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(p => string.Concat(p.Text.Where(c => !char.IsWhiteSpace(c))))];
    }
}
