using Callsight.Analytics.Rollups;
using Callsight.App.Http;

namespace Callsight.App.Reporting;

internal static class ListRestatements
{
    private const int Most = 1_000;

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapGet("/restatements", HandleAsync).WithName("ListRestatements")
        .WithSummary("Final figures of days that changed all the same")
        .WithDescription(
            "What a day's figure was and what it is now, newest change first. A day is final six hours after it is over, with no " +
            $"contact still open; reports that come later than that restate it. At most the newest {Most}. Kept for tenants with rollups " +
            "(from EventStore:RollupAtRows rows on).");

    public static async Task<Answer<Page<Restatement>>> HandleAsync(
        [AsParameters] Period period, string? metric, IRollups rollups, CurrentTenant tenant, CancellationToken ct) =>
        Questions.Days(period.StartDate, period.EndDate).TryGet(out var days, out var problem)
            ? new Page<Restatement>(await rollups.RestatementsAsync(tenant.Id, days, metric, Most, ct), null)
            : problem;
}
