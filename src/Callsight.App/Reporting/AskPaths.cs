using System.ComponentModel.DataAnnotations;
using Callsight.Analytics.Following;
using Callsight.Analytics.Paths;
using Callsight.App.Http;
using Callsight.App.Reporting.Funnels;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting;

/// <summary>Where paths begin or end, and what is on them.</summary>
public sealed record PathsRequest : IValidated
{
    public FollowedEntity? Entity { get; init; }

    /// <summary>Where paths begin. Without this and an end: at each entity's first event.</summary>
    public EventRequest? StartEvent { get; init; }

    /// <summary>Where paths end; they are followed back from here.</summary>
    public EventRequest? EndEvent { get; init; }

    /// <summary>Events on a path, 2 to 10; 5 where not said.</summary>
    public int? Steps { get; init; }

    /// <summary>How long a path lasts at most; 7 days where not said.</summary>
    public FunnelWindow? Window { get; init; }

    /// <summary>Only these events; all where none are named.</summary>
    [MaxLength(20)]
    public IReadOnlyList<EventRequest>? Include { get; init; }

    [MaxLength(20)]
    public IReadOnlyList<EventRequest>? Exclude { get; init; }

    /// <summary>What a path is made of: <c>event_type</c> where not said.</summary>
    [MaxLength(150)]
    public string? Dimension { get; init; }
    public bool? CollapseRepeats { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }

    /// <summary>Values that each step shows by themselves, 1 to 50; 10 where not said.</summary>
    public int? Limit { get; init; }
}

internal static class AskPaths
{
    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/paths", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("AskPaths")
        .WithSummary("Which ways leads, users, calls or sessions take")
        .WithDescription(
            "One path an entity: from its first start event within the days forward, or from its first end event back, within " +
            "the window. Nodes are values at a step (0 is the start or end, steps before an end are negative), links the " +
            "entities that went from one to the next; they name their nodes by place. The same value several times in a row " +
            "is one step unless collapse_repeats is false. ended: those whose path goes no further.");

    public static async Task<Answer<PathAnswer>> HandleAsync(
        PathsRequest request, PathRunner runner, ITenantSettings settings, CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        if (request is { StartEvent: not null, EndEvent: not null })
            return Problem.InvalidField("end_event", "A path is followed from a start or back from an end; name one of them.");
        var anchorPath = request.EndEvent is null ? "start_event" : "end_event";
        if (!Questions.Days(request.StartDate, request.EndDate).TryGet(out var days, out var problem)
            || !EventRequests.Wanted(request.StartEvent ?? request.EndEvent, anchorPath).TryGet(out var anchor, out problem)
            || !EventRequests.Wanted(request.Include, "include").TryGet(out var include, out problem)
            || !EventRequests.Wanted(request.Exclude, "exclude").TryGet(out var exclude, out problem))
            return problem;
        return await runner.AskAsync(new PathQuery
        {
            Tenant = tenant.Id,
            Entity = request.Entity ?? FollowedEntity.Lead,
            Anchor = request.StartEvent is null && request.EndEvent is null ? null : anchor,
            IsEnd = request.EndEvent is not null,
            Steps = request.Steps ?? 5,
            Window = request.Window?.Length ?? TimeSpan.FromDays(7),
            Include = [.. include],
            Exclude = [.. exclude],
            Dimension = request.Dimension ?? "event_type",
            CollapseRepeats = request.CollapseRepeats ?? true,
            Days = days,
            Zone = (await settings.GetAsync(ct)).Zone,
            Limit = request.Limit ?? 10,
            Now = clock.GetUtcNow(),
        }, ct);
    }
}
