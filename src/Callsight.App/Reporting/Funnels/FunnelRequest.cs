using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.App.Http;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting.Funnels;

/// <summary>An event, with a condition where wanted.</summary>
public sealed record FunnelStepRequest(
    [property: Required, MaxLength(100)] string Event, JsonElement? Filter, [property: MaxLength(120)] string? Name) : IValidated;

/// <summary>An event that must not come between two steps; of the whole funnel where none are named. The first step is 1.</summary>
public sealed record FunnelExclusionRequest(
    [property: Required, MaxLength(100)] string Event, JsonElement? Filter, int? FromStep, int? ToStep) : IValidated;

public enum WindowUnit
{
    Minute, Hour, Day, Week,
}

/// <summary>A length of time.</summary>
public sealed record FunnelWindow([property: Range(1, 100_000)] int Value, WindowUnit Unit) : IValidated
{
    internal TimeSpan Length => Unit switch
    {
        WindowUnit.Minute => TimeSpan.FromMinutes(Value),
        WindowUnit.Hour => TimeSpan.FromHours(Value),
        WindowUnit.Day => TimeSpan.FromDays(Value),
        _ => TimeSpan.FromDays(7.0 * Value),
    };
}

/// <summary>Steps to follow, and how: all of a funnel but its days.</summary>
public record FunnelDefinition : IValidated
{
    [Required, MinLength(2), MaxLength(12)]
    public required IReadOnlyList<FunnelStepRequest> Steps { get; init; }
    public FollowedEntity? Entity { get; init; }
    public FunnelWindow? Window { get; init; }
    public FunnelOrder? Order { get; init; }
    public FunnelCount? Count { get; init; }

    [MaxLength(10)]
    public IReadOnlyList<FunnelExclusionRequest>? Exclude { get; init; }

    [MaxLength(3), ShortTexts(150)]
    public IReadOnlyList<string>? HoldConstant { get; init; }
    public bool? FirstTimeOnly { get; init; }

    [MaxLength(150)]
    public string? Breakdown { get; init; }
    public BreakdownAttribution? BreakdownAttribution { get; init; }

    /// <summary>The step of the attribution <c>step</c>, from 1.</summary>
    public int? BreakdownStep { get; init; }

    /// <summary>Values with funnels of their own, 1 to 200; 20 where not said. The others share one.</summary>
    public int? BreakdownLimit { get; init; }

    /// <summary>Also one funnel for each interval of entry.</summary>
    public Interval? Interval { get; init; }
}

/// <summary>A funnel of some days: those of the entry.</summary>
public record FunnelRequest : FunnelDefinition
{
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
}

/// <summary>Makes questions of what the API is asked.</summary>
internal sealed class FunnelQuestions(ITenantSettings settings, CurrentTenant tenant, TimeProvider clock)
{
    public Task<Result<FunnelQuery>> MakeAsync(FunnelRequest request, CancellationToken ct) =>
        MakeAsync(request, request.StartDate, request.EndDate, ct);

    public async Task<Result<FunnelQuery>> MakeAsync(
        FunnelDefinition definition, DateOnly? start, DateOnly? end, CancellationToken ct)
    {
        if (!Questions.Days(start, end).TryGet(out var days, out var problem))
            return problem;
        var (steps, exclusions) = (new List<FunnelStep>(), new List<FunnelExclusion>());
        foreach (var (index, step) in definition.Steps.Index())
            if (EventRequests.Filter(step.Filter, $"steps[{index}].filter").TryGet(out var filter, out problem))
                steps.Add(new FunnelStep(step.Event, filter, step.Name ?? step.Event));
            else
                return problem;
        foreach (var (index, exclusion) in (definition.Exclude ?? []).Index())
            if (EventRequests.Filter(exclusion.Filter, $"exclude[{index}].filter").TryGet(out var filter, out problem))
                exclusions.Add(new FunnelExclusion(exclusion.Event, filter, exclusion.FromStep, exclusion.ToStep));
            else
                return problem;
        return new FunnelQuery
        {
            Tenant = tenant.Id,
            Steps = [.. steps],
            Entity = definition.Entity ?? FollowedEntity.Lead,
            Days = days,
            Zone = (await settings.GetAsync(ct)).Zone,
            Window = definition.Window?.Length ?? TimeSpan.FromDays(30),
            Order = definition.Order ?? FunnelOrder.Ordered,
            Count = definition.Count ?? FunnelCount.Entities,
            Exclude = [.. exclusions],
            HoldConstant = [.. definition.HoldConstant ?? []],
            FirstTimeOnly = definition.FirstTimeOnly ?? false,
            Breakdown = definition.Breakdown,
            Attribution = definition.BreakdownAttribution ?? BreakdownAttribution.First,
            AttributionStep = definition.BreakdownStep,
            BreakdownLimit = definition.BreakdownLimit ?? FunnelQuery.DefaultBreakdownLimit,
            Interval = definition.Interval ?? Interval.None,
            Now = clock.GetUtcNow(),
        };
    }
}
