using System.Net;
using System.Text.Json;
using Callsight.App.Reporting.Reports;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Reporting;

public sealed class InsightTests
{
    /// <summary>Median 30; distances 20, 10, 0, 10, 70 have the median 10; 0.6745 * 70 / 10 = 4.72.</summary>
    [Fact]
    public void Distance_is_measured_by_median_and_MAD()
    {
        var (median, mad, modified) = Robust.Score(100, [10, 20, 30, 40, 100])!.Value;
        (median, mad, Math.Round(modified, 2)).ShouldBe((30, 10, 4.72));
        Robust.Score(9, [5, 5, 5, 9]).ShouldBeNull("where most are the same, nobody can be told to be far off");
        Robust.Median([4, 1, 3, 2]).ShouldBe(2.5);
    }

    [Fact]
    public async Task What_stands_out_is_said_with_its_figures()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await ReportSteps.CallCentreAsync(host);
        var (sales, support) = (await owner.CreateAsync("/queues", new { name = "Sales" }), await owner.CreateAsync("/queues", new { name = "Support" }));
        // 40 calls of January's second half: 20 and 20. In February 20 and 60: all of the change is of Support.
        foreach (var (day, queue, count) in new[] { ("2026-01-20", sales, 20), ("2026-01-20", support, 20), ("2026-02-03", sales, 20), ("2026-02-03", support, 60) })
            for (var i = 0; i < count; i++)
                await owner.CreateAsync("/calls", new { queue_id = queue, started_at = $"{day}T10:{i:00}:00Z", talk_seconds = 60 });
        await host.CaughtUpAsync();

        var dashboard = (await owner.GetAsync("/analytics/dashboard?start_date=2026-02-01&end_date=2026-02-14")).ShouldBe(HttpStatusCode.OK);
        var insights = dashboard["insights"].EnumerateArray().ToList();
        // 85 calls instead of 40: up by 45, of which 40 are of Support.
        var change = insights.Single(i => i.GetProperty("kind").GetString() == "change");
        var evidence = change.GetProperty("evidence");
        (evidence.GetProperty("current").GetInt32(), evidence.GetProperty("previous").GetInt32(), evidence.GetProperty("change_rate").GetDecimal())
            .ShouldBe((85, 40, 112.5m));
        var part = evidence.GetProperty("explained_by");
        (part.GetProperty("dimension").GetString(), part.GetProperty("value").GetString(), part.GetProperty("current").GetInt32(), part.GetProperty("previous").GetInt32())
            .ShouldBe(("queue", "Support", 60, 20));
        change.GetProperty("sentence").GetString()!.ShouldContain("up 112.5 % against the 14 days before (85 instead of 40). 89 % of it is the queue Support (60 instead of 20).");

        var loss = insights.Single(i => i.GetProperty("kind").GetString() == "loss");
        loss.GetProperty("sentence").GetString().ShouldBe("Spring loses money: it cost EUR 250.50 and brought EUR 0.00, EUR 250.50 less.");
    }

    [Fact]
    public async Task An_agent_far_from_all_others_is_named_and_nobody_with_few_calls()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var calls = new List<object>();
        foreach (var (name, seconds, count) in new[] { ("A", 100, 20), ("B", 105, 20), ("C", 110, 20), ("D", 115, 20), ("Slow", 400, 20), ("New", 900, 19) })
        {
            var agent = await owner.CreateAsync("/agents", new { name });
            for (var i = 0; i < count; i++)
                await owner.CreateAsync("/calls", new { agent_id = agent, started_at = $"2026-02-03T10:{i:00}:00Z", talk_seconds = seconds });
        }

        await host.CaughtUpAsync();
        var outlier = (await owner.GetAsync("/analytics/dashboard?start_date=2026-02-01&end_date=2026-02-14")).ShouldBe(HttpStatusCode.OK)["insights"]
            .EnumerateArray().Single(i => i.GetProperty("kind").GetString() == "outlier");
        outlier.GetProperty("sentence").GetString().ShouldBe("Slow stands apart: average handle time 6:40, the middle of 5 agents is 1:50.");
        outlier.GetProperty("evidence").GetProperty("mad").GetDecimal().ShouldBe(5);
    }
}
