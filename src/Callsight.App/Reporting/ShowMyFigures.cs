using System.Security.Claims;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.App.CallCentre;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting;

/// <summary>One figure of an agent's day.</summary>
/// <param name="Today">The agent's own, of the day so far.</param>
/// <param name="Usual">The agent's own of the four weeks before; of what adds up, on a day at work.</param>
/// <param name="Team">The team's of the day so far; of what adds up, for one agent at work.</param>
public sealed record MyFigure(
    string Metric, string Title, Unit Unit, MetricKind Kind, Better Better, decimal? Today, decimal? Usual, decimal? Team);

/// <summary>How the day of whoever asks goes, who is an agent.</summary>
/// <param name="TeamId">Null where the agent is in no team: compared with all agents then.</param>
/// <param name="Day">The tenant's local day.</param>
/// <param name="DaysAtWork">Days of the four weeks before on which the agent handled a call.</param>
/// <param name="AgentsAtWork">Agents of the team who handled a call today.</param>
public sealed record MyDay(
    Guid AgentId, string Name, Guid? TeamId, DateOnly Day, int DaysAtWork, int AgentsAtWork, IReadOnlyList<MyFigure> Figures);

/// <summary>Their own figures are open to agents, who may not read those of others: of the team they see means only.</summary>
internal static class ShowMyFigures
{
    private const int UsualDays = 28;
    private const string AtWork = "calls_handled";

    private static readonly string[] Metrics =
        [AtWork, "average_handle_time", "customer_rating", "resolution_rate", "leads_converted", "occupancy"];

    private static readonly Problem NoAgent = new("agent.not_linked",
        "No agent belongs to you. Somebody who may change agents can give your e-mail address to the agent that you are.",
        ProblemKind.NotFound);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/agents/me/figures", HandleAsync).WithTags("Agents")
        .WithName("ShowMyFigures").WithSummary("How your day as an agent goes")
        .WithDescription("Today so far, beside your own last four weeks and your team today. You are the agent whose user_id is yours, " +
            "or who has your e-mail address and no user_id.")
        .RequireAuthorization(Permissions.AgentsRead);

    public static async Task<Answer<MyDay>> HandleAsync(
        ClaimsPrincipal caller, IFloor floor, ICallers callers, Questions questions, ITenantSettings settings, TimeProvider clock,
        CancellationToken ct)
    {
        if (CallerClaims.UserIdOf(caller) is not { } user
            || await floor.AgentOfAsync(user, await callers.EmailOfAsync(user, ct), ct) is not { } agent)
            return NoAgent;
        var day = (await settings.GetAsync(ct)).Zone.ToLocalDay(clock.GetUtcNow());
        var own = Only("agent_id", agent.Id);
        if (!(await AskAsync(day, day, own, null)).TryGet(out var today, out var problem)
            || !(await AskAsync(day.AddDays(-UsualDays), day.AddDays(-1), own, q => q with { Interval = Interval.Day }))
                .TryGet(out var before, out problem)
            || !(await AskAsync(day, day, agent.TeamId is { } team ? (Filter)Only("team_id", team) : Filter.Everything,
                q => q with { Dimensions = ["agent"] })).TryGet(out var colleagues, out problem))
            return problem;
        var daysAtWork = before.Rows.Count(row => row.Figures[0].Value > 0);
        var atWork = colleagues.Rows.Count(row => row.Dimensions[0] is Guid && row.Figures[0].Value > 0);
        return new MyDay(agent.Id, agent.Name, agent.TeamId, day, daysAtWork, atWork,
        [
            .. today.Query.Metrics.Select((metric, i) => new MyFigure(
                metric.Key, metric.Title, metric.Unit, metric.Kind, metric.Better, Questions.Plain(today.Totals[i].Value),
                Share(metric, before.Totals[i].Value, daysAtWork), Share(metric, colleagues.Totals[i].Value, atWork))),
        ]);

        async Task<Result<QueryAnswer>> AskAsync(
            DateOnly first, DateOnly last, Filter filter, Func<AnalyticsQuery, AnalyticsQuery>? more) =>
            !(await questions.MakeAsync(Metrics, first, last, null, ct)).TryGet(out var query, out var wrong)
                ? wrong
                : await questions.AskForAllAsync((more ?? (q => q))(query with { Filter = filter }), ct);
    }

    /// <summary>What adds up is shared out; nobody's part of it where nobody was at work.</summary>
    private static decimal? Share(Metric metric, decimal? whole, int among) => metric.Kind is not MetricKind.Additive
        ? Questions.Plain(whole) : among == 0 ? null : Questions.Plain(whole / among);

    private static Filter.Test Only(string field, Guid id) => new Filter.Test(field, FilterOperator.Eq, new FilterValue.Identity(id));
}
