using System.Text.Json.Nodes;
using Callsight.App.Http;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.Reporting;

/// <summary>The fixed tables: agents, campaigns and days. Each is a question with its metrics given.</summary>
internal static class ShowTables
{
    internal static readonly string[] AgentColumns =
    [
        "calls_handled", "average_call_time", "average_handle_time", "customer_rating", "resolution_rate", "leads_converted",
        "leads_generated", "conversion_rate", "available_time", "occupancy", "calls_per_hour",
    ];

    internal static readonly string[] CampaignColumns =
    [
        "leads_generated", "leads_contacted", "leads_converted", "conversion_rate", "average_lead_value", "total_revenue", "cost",
        "cost_per_lead", "cost_per_acquisition", "roi", "roas",
    ];

    /// <summary>The names of the daily report, and the metrics they stand for.</summary>
    private static readonly (string Name, string Metric)[] DailyColumns =
    [
        ("total_calls", "calls_total"), ("calls_handled", "calls_handled"), ("calls_abandoned", "calls_abandoned"),
        ("abandonment_rate", "abandonment_rate"), ("service_level", "service_level"),
        ("average_speed_of_answer", "average_speed_of_answer"), ("total_leads", "leads_generated"),
        ("converted_leads", "leads_converted"), ("conversion_rate", "conversion_rate"),
        ("average_call_time", "average_call_time"), ("active_agents", "active_agents"), ("total_revenue", "total_revenue"),
        ("cost", "cost"),
    ];

    public static void Map(RouteGroupBuilder analytics)
    {
        analytics.MapGet("/agents/metrics", (
                [AsParameters] Period period, Interval? interval, [FromQuery(Name = "agent_id")] Guid? agentId,
                [FromQuery(Name = "team_id")] Guid? teamId, Questions questions, CancellationToken ct) =>
            TableAsync(questions, period, AgentColumns, "agent", interval, [("agent_id", agentId), ("team_id", teamId)], ct))
            .WithName("AgentMetrics").WithSummary("Agents side by side");
        analytics.MapGet("/campaigns/metrics", (
                [AsParameters] Period period, Interval? interval, [FromQuery(Name = "campaign_id")] Guid? campaignId,
                Questions questions, CancellationToken ct) =>
            TableAsync(questions, period, CampaignColumns, "campaign", interval, [("campaign_id", campaignId)], ct))
            .WithName("CampaignMetrics").WithSummary("Campaigns side by side");
        analytics.MapGet("/daily-reports", DailyAsync).WithName("DailyReports").WithSummary("One row a day");
    }

    private static async Task<Answer<Page<JsonObject>>> TableAsync(
        Questions questions, Period period, string[] metrics, string dimension, Interval? interval,
        (string Field, Guid? Id)[] only, CancellationToken ct)
    {
        if (!(await questions.MakeAsync(metrics, period.StartDate, period.EndDate, null, ct)).TryGet(out var query, out var problem))
            return problem;
        var filters = only.Where(o => o.Id is not null).Select(o =>
            (Core.Filter)new Core.Filter.Test(o.Field, FilterOperator.Eq, new FilterValue.Text(o.Id!.Value.ToString())));
        if (!(await questions.AskForAllAsync(query with
        {
            Dimensions = [dimension],
            Interval = interval ?? Interval.None,
            Filter = new Core.Filter.All(filters.ToEquatableList()),
        }, ct)).TryGet(out var answer, out problem))
            return problem;
        return new Page<JsonObject>([.. (await questions.RowsAsync(answer, ct)).Select(row => TableRow(row, dimension))], null);
    }

    /// <summary>Id, name and day first, under the names the tables have for them.</summary>
    private static JsonObject TableRow(JsonObject row, string dimension)
    {
        var named = new JsonObject
        {
            [$"{dimension}_id"] = row[$"{dimension}_id"]?.DeepClone(),
            [$"{dimension}_name"] = row[dimension]?.DeepClone(),
        };
        if (row["timestamp"]?.GetValue<DateTimeOffset>() is { } at)
            named["date"] = at.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in row.Where(p => p.Key != dimension && p.Key != $"{dimension}_id"))
            named[name] = value?.DeepClone();
        return named;
    }

    private static async Task<Answer<Page<JsonObject>>> DailyAsync([AsParameters] Period period, Questions questions, CancellationToken ct)
    {
        if (!(await questions.MakeAsync([.. DailyColumns.Select(c => c.Metric)], period.StartDate, period.EndDate, null, ct))
                .TryGet(out var query, out var problem))
            return problem;
        if (!(await questions.AskForAllAsync(query with { Interval = Interval.Day }, ct)).TryGet(out var answer, out problem))
            return problem;
        return new Page<JsonObject>([.. answer.Rows.Select(row =>
        {
            var json = new JsonObject
            {
                ["date"] = row.Timestamp!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            };
            foreach (var ((name, _), figure) in DailyColumns.Zip(row.Figures))
                json[name] = Questions.Plain(figure.Value);
            return json;
        })], null);
    }
}

/// <summary>Local days from one to another, both inside.</summary>
public sealed record Period(
    [FromQuery(Name = "start_date")] DateOnly? StartDate, [FromQuery(Name = "end_date")] DateOnly? EndDate);
