using System.Net;
using System.Text;
using System.Text.Json;
using Callsight.Analytics.Querying;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Reporting;

[AlsoOnPostgres]
public sealed class ExportTests
{
    [Fact]
    public async Task Every_row_comes_out_once_over_many_pages_in_order()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var count = (2 * ExportRunner.PageRows) + 500;
        for (var first = 0; first < count; first += 5_000)
            (await owner.PostAsync("/analytics/events", new
            {
                // Many at the same moment: pages must not lose those at their edges.
                events = Enumerable.Range(first, Math.Min(5_000, count - first))
                    .Select(i => new { type = "page_viewed", occurred_at = $"2026-01-31T10:{i / 7_000:00}:00Z", properties = new { number = i } }),
            })).ShouldBe(HttpStatusCode.Accepted);
        var lines = (await owner.PostAsync("/analytics/export",
            """{"dataset":"events","start_date":"2026-01-31","end_date":"2026-01-31","format":"json_lines"}""")).ShouldBe(HttpStatusCode.OK).Text
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l)).ToList();
        lines.Select(l => l.GetProperty("properties").GetProperty("number").GetInt32()).Order().ShouldBe(Enumerable.Range(0, count));
        lines.Select(l => l.GetProperty("occurred_at").GetDateTimeOffset()).ShouldBeInOrder();
    }

    [Fact]
    public async Task Calls_and_leads_come_as_CSV_by_the_filter_and_zone_that_are_asked_for()
    {
        using var owner = await ReportSteps.CallCentreAsync(await TestHost.SharedAsync());
        var csv = (await owner.PostAsync("/analytics/export", $$"""
            {"dataset":"calls",{{ReportSteps.Period}},"filter":{"field":"rating","op":"gte","value":4},"time_zone":"Europe/Vienna"}
            """)).ShouldBe(HttpStatusCode.OK);
        csv.MediaType.ShouldBe("text/csv");
        var rows = csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToList();
        var (external, started) = (Array.IndexOf(rows[0], "external_id"), Array.IndexOf(rows[0], "started_at"));
        rows[0].ShouldNotContain("caller");
        rows[1..].Select(r => (r[external], r[started])).ShouldBe(
            [("call-1", "2026-02-11T11:00:00+01:00"), ("call-2", "2026-02-12T11:00:00+01:00"), ("call-4", "2026-02-14T11:00:00+01:00")]);
        (await owner.PostAsync("/analytics/export", """{"dataset":"leads","start_date":"2020-01-01","end_date":"2030-01-01"}"""))
            .ShouldBe(HttpStatusCode.OK).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"dataset":"calls","start_date":"2026-01-31"}""", "end_date")]
    [InlineData("""{"dataset":"calls","start_date":"2026-01-31","end_date":"2026-01-31","filter":{"field":"planet","op":"eq","value":1}}""", "filter.field")]
    [InlineData("""{"dataset":"calls","start_date":"2026-01-31","end_date":"2026-01-31","time_zone":"Mars/Base"}""", "time_zone")]
    public async Task What_cannot_be_asked_is_a_problem_and_no_file(string body, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync("/analytics/export", body)).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldContain(field);
    }
}
