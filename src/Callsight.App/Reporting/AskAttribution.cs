using System.ComponentModel.DataAnnotations;
using Callsight.Analytics.Attribution;
using Callsight.Analytics.Following;
using Callsight.App.Http;
using Callsight.App.Reporting.Funnels;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting;

/// <summary>What was won, what may have led to it, and how the credit is shared.</summary>
public sealed record AttributionRequest : IValidated
{
    public FollowedEntity? Entity { get; init; }
    public required EventRequest ConversionEvent { get; init; }

    [Required, MinLength(1), MaxLength(20)]
    public required IReadOnlyList<EventRequest> TouchEvents { get; init; }

    /// <summary>What of a touch is credited: <c>source</c>, <c>channel</c>, <c>campaign</c>, <c>properties.NAME</c>.</summary>
    [Required, MaxLength(150)]
    public required string Dimension { get; init; }

    /// <summary>The field of a conversion that tells its revenue: <c>amount</c> where not said.</summary>
    [MaxLength(150)]
    public string? Revenue { get; init; }
    public AttributionModel? Model { get; init; }

    /// <summary>How long before a conversion a touch may be; 30 days where not said.</summary>
    public FunnelWindow? Lookback { get; init; }
    public double? HalfLifeDays { get; init; }

    /// <summary>Values that last_non_direct passes over, as it does those that are absent.</summary>
    [MaxLength(20), ShortTexts]
    public IReadOnlyList<string>? DirectValues { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }

    /// <summary>Values that are shown by themselves, 1 to 500; 50 where not said.</summary>
    public int? Limit { get; init; }
}

internal static class AskAttribution
{
    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/attribution", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("AskAttribution")
        .WithSummary("Which touches earned the conversions")
        .WithDescription(
            "The days are those of the conversions; each conversion counts, and is shared among the touches of the same " +
            "entity before it, at most the lookback (30 days) before. model: first, last, last_non_direct, linear, time_decay " +
            "(half the weight for each half_life_days, 7, before the conversion), u_shaped (40/20/40), w_shaped (30/30/30 for " +
            "first, middle and last, 10 for the rest). Credits are exactly one for each conversion. credited_to: value, " +
            "no_value (touches without one), no_touch (conversions without touches), other.");

    public static async Task<Answer<AttributionAnswer>> HandleAsync(
        AttributionRequest request, AttributionRunner runner, PartNames names, ITenantSettings settings, CurrentTenant tenant,
        TimeProvider clock, CancellationToken ct)
    {
        if (!Questions.Days(request.StartDate, request.EndDate).TryGet(out var days, out var problem)
            || !EventRequests.Wanted(request.ConversionEvent, "conversion_event").TryGet(out var conversion, out problem)
            || !EventRequests.Wanted(request.TouchEvents, "touch_events").TryGet(out var touches, out problem))
            return problem;
        var query = new AttributionQuery
        {
            Tenant = tenant.Id,
            Entity = request.Entity ?? FollowedEntity.Lead,
            Conversion = conversion,
            Touches = [.. touches],
            Dimension = request.Dimension,
            Revenue = request.Revenue ?? "amount",
            Model = request.Model ?? AttributionModel.Linear,
            Lookback = request.Lookback?.Length ?? TimeSpan.FromDays(30),
            HalfLifeDays = request.HalfLifeDays ?? 7,
            Days = days,
            Zone = (await settings.GetAsync(ct)).Zone,
            Limit = request.Limit ?? 50,
            Now = clock.GetUtcNow(),
        };
        if (!(await runner.AskAsync(request.DirectValues is { } direct ? query with { DirectValues = [.. direct] } : query, ct))
                .TryGet(out var answer, out problem))
            return problem;
        return answer with
        {
            Rows = await names.AddAsync(request.Dimension, answer.Rows, row => row.Value, (row, name) => row with { Name = name }, ct),
        };
    }
}
