using System.ComponentModel.DataAnnotations;
using Callsight.Analytics.Following;
using Callsight.Analytics.Retention;
using Callsight.App.Http;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting;

/// <summary>Who begins, and what it is to come back.</summary>
public sealed record RetentionRequest : IValidated
{
    public FollowedEntity? Entity { get; init; }
    public required EventRequest StartEvent { get; init; }

    /// <summary>Any event where not said.</summary>
    public EventRequest? ReturnEvent { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public RetentionPeriod? Period { get; init; }
    public RetentionMode? Mode { get; init; }
    public RetentionKind? Kind { get; init; }

    /// <summary>Periods that are shown, that of the birth included: 1 to 90, 8 where not said.</summary>
    public int? Buckets { get; init; }

    /// <summary>For the kind <c>brackets</c>: periods from one to another, both inside; without an end for ever.</summary>
    [MaxLength(90)]
    public IReadOnlyList<RetentionBracket>? Brackets { get; init; }
    public bool? FirstTimeOnly { get; init; }

    [MaxLength(150)]
    public string? Breakdown { get; init; }

    /// <summary>Values with cohorts of their own, 1 to 50; 10 where not said. The others share theirs.</summary>
    public int? BreakdownLimit { get; init; }
}

/// <summary>Cohorts by the period of birth.</summary>
public sealed record RetentionResponse(
    long Size, IReadOnlyList<RetentionCohort> Cohorts, IReadOnlyList<RetentionBucket> Overall, IReadOnlyList<RetentionAnswer>? Breakdown);

internal static class AskRetention
{
    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/retention", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("AskRetention")
        .WithSummary("How many came back, by when they began")
        .WithDescription(
            "The birth of an entity is its first start event within the days (with first_time_only: of all time). It is back " +
            "where a return event (any event where none is named) comes after its birth. Period 0 is that of the birth. mode: " +
            "calendar (the tenant's days, weeks from Monday, months) or rolling (24 hours, 7 days, 30 days after the birth). " +
            "kind: on (in that very period), on_or_after, on_or_before, brackets. unfinished: the bracket is not over for all " +
            "of the cohort; one without an end is marked while its first period lasts. overall: of each bracket, the cohorts " +
            "for which it is over.");

    public static async Task<Answer<RetentionResponse>> HandleAsync(
        RetentionRequest request, RetentionRunner runner, PartNames names, ITenantSettings settings, CurrentTenant tenant,
        TimeProvider clock, CancellationToken ct)
    {
        if (!Questions.Days(request.StartDate, request.EndDate).TryGet(out var days, out var problem)
            || !EventRequests.Wanted(request.StartEvent, "start_event").TryGet(out var start, out problem)
            || !EventRequests.Wanted(request.ReturnEvent, "return_event").TryGet(out var back, out problem))
            return problem;
        var answer = await runner.AskAsync(new RetentionQuery
        {
            Tenant = tenant.Id,
            Entity = request.Entity ?? FollowedEntity.Lead,
            Start = start,
            Return = back,
            Days = days,
            Zone = (await settings.GetAsync(ct)).Zone,
            Period = request.Period ?? RetentionPeriod.Day,
            Mode = request.Mode ?? RetentionMode.Calendar,
            Kind = request.Kind ?? RetentionKind.On,
            Buckets = request.Buckets ?? 8,
            Brackets = [.. request.Brackets ?? []],
            FirstTimeOnly = request.FirstTimeOnly ?? false,
            Breakdown = request.Breakdown,
            BreakdownLimit = request.BreakdownLimit ?? 10,
            Now = clock.GetUtcNow(),
        }, ct);
        if (!answer.TryGet(out var found, out problem))
            return problem;
        return new RetentionResponse(found.All.Size, found.All.Cohorts, found.All.Overall, request.Breakdown is null ? null
            : await names.AddAsync(
                request.Breakdown, found.Breakdown, part => part.Value, (part, name) => part with { Name = name }, ct));
    }
}
