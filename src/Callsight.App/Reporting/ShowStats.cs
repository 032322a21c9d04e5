using System.Text.Json.Nodes;
using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.Reporting;

/// <summary>The figures of calls and of leads at a glance, by the same definitions as everywhere.</summary>
internal static class ShowStats
{
    private static readonly string[] Calls =
    [
        "calls_total", "calls_offered", "calls_handled", "calls_missed", "calls_abandoned", "abandonment_rate", "service_level",
        "average_speed_of_answer", "average_call_time", "average_handle_time", "average_hold_time", "average_wrap_up_time",
        "transfer_rate", "resolution_rate", "customer_rating",
    ];

    private static readonly string[] Leads =
    [
        "leads_generated", "leads_contacted", "leads_qualified", "leads_converted", "leads_lost", "conversion_rate",
        "lead_response_time", "time_to_convert", "total_revenue", "average_lead_value",
    ];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/calls/stats", ([AsParameters] Period period, Questions questions, CancellationToken ct) =>
                HandleAsync(Calls, period, questions, ct))
            .WithTags("Calls").WithName("CallStats").WithSummary("Figures of calls").RequireAuthorization(Permissions.AnalyticsRead);
        api.MapGet("/leads/stats", ([AsParameters] Period period, Questions questions, CancellationToken ct) =>
                HandleAsync(Leads, period, questions, ct))
            .WithTags("Leads").WithName("LeadStats").WithSummary("Figures of leads").RequireAuthorization(Permissions.AnalyticsRead);
    }

    private static async Task<Answer<JsonObject>> HandleAsync(string[] metrics, Period period, Questions questions, CancellationToken ct)
    {
        if (!(await questions.MakeAsync(metrics, period.StartDate, period.EndDate, null, ct)).TryGet(out var query, out var problem))
            return problem;
        return (await questions.AskAsync(query, ct)).TryGet(out var answer, out problem) ? Questions.Totals(answer) : problem;
    }
}
