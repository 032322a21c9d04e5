using Callsight.Analytics.Funnels;
using Callsight.App.Http;

namespace Callsight.App.Reporting.Funnels;

public sealed record FunnelResponse(
    IReadOnlyList<FunnelStage> Stages, long TotalEntry, long TotalExit, double? OverallRate, long Incomplete,
    IReadOnlyList<FunnelAnswer>? Breakdown, IReadOnlyList<FunnelPoint>? Series)
{
    internal static async Task<FunnelResponse> MakeAsync(
        FunnelQuery asked, FunnelResult found, PartNames names, CancellationToken ct) => new(
        found.All.Stages, found.All.TotalEntry, found.All.TotalExit, found.All.OverallRate, found.All.Incomplete,
        asked.Breakdown is null ? null
            : await names.AddAsync(asked.Breakdown, found.Breakdown, part => part.Value, (part, name) => part with { Name = name }, ct),
        asked.Interval is Interval.None ? null : found.Series);
}

internal static class AskFunnel
{
    public static void Map(RouteGroupBuilder funnels) => funnels
        .MapPost("/", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("AskFunnel")
        .WithSummary("Follow leads, users, calls or sessions through steps")
        .WithDescription(
            "The days limit the entry; later steps count within the window after it (30 days where not said). order: ordered " +
            "(the steps one after the other, whatever lies between), strict (no other event of the entity at all between two " +
            "steps), any (all steps within the window of the first of them; stage k counts those who did k of the steps). " +
            "exclude: an entity whose way holds such an event between the steps is not counted; where the later step is not " +
            "reached, until the window ends. hold_constant: all steps of a way share these values. count: entities (each " +
            "once, by its deepest way) or totals (after getting through, running out of time or an exclusion it may enter " +
            "again). first_time_only: only the first event of all time that matches the entry lets an entity in. " +
            "breakdown_attribution: the value at the first, the last or a given step (those who did not reach it are left " +
            "out), or all (each value for itself; all steps must have it). Values beyond breakdown_limit are followed " +
            "together as other, not summed up. incomplete: those not through who entered within the window before now. With " +
            "an interval there is one funnel for each, of those who entered in it; an entity may be in several.");

    public static async Task<Answer<FunnelResponse>> HandleAsync(
        FunnelRequest request, FunnelQuestions questions, FunnelRunner runner, PartNames names, CancellationToken ct)
    {
        if (!(await questions.MakeAsync(request, ct)).TryGet(out var asked, out var problem)
            || !(await runner.AskAsync(asked, ct)).TryGet(out var found, out problem))
            return problem;
        return await FunnelResponse.MakeAsync(asked, found, names, ct);
    }
}
