using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.App.Http;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting;

public sealed record FunnelStepRequest(
    [property: Required, MaxLength(100)] string Event, JsonElement? Filter, [property: MaxLength(120)] string? Name) : IValidated;

public enum WindowUnit
{
    Minute, Hour, Day, Week,
}

public sealed record FunnelWindow([property: Range(1, 100_000)] int Value, WindowUnit Unit) : IValidated;

/// <summary>Steps to follow, and whose entries to count.</summary>
public sealed record FunnelRequest(
    [property: Required, MinLength(2), MaxLength(12)] IReadOnlyList<FunnelStepRequest> Steps,
    FollowedEntity? Entity, DateOnly? StartDate, DateOnly? EndDate, FunnelWindow? Window, FunnelOrder? Order,
    [property: MaxLength(150)] string? Breakdown) : IValidated;

public sealed record FunnelResponse(
    IReadOnlyList<FunnelStage> Stages, long TotalEntry, long TotalExit, double? OverallRate, long Incomplete,
    IReadOnlyList<FunnelAnswer>? Breakdown);

internal static class AskFunnel
{
    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/funnels", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("AskFunnel")
        .WithSummary("Follow leads, users, calls or sessions through steps")
        .WithDescription("The days limit the entry; later steps count within the window (30 days where not said). Ordered.");

    public static async Task<Answer<FunnelResponse>> HandleAsync(
        FunnelRequest request, FunnelRunner runner, ITenantSettings settings, CurrentTenant tenant, TimeProvider clock,
        CancellationToken ct)
    {
        if (!Questions.Days(request.StartDate, request.EndDate).TryGet(out var days, out var problem))
            return problem;
        var steps = new List<FunnelStep>();
        foreach (var (step, index) in request.Steps.Select((s, i) => (s, i)))
        {
            var filter = Core.Filter.Everything;
            if (step.Filter is { } json && !FilterParser.Parse(json, $"steps[{index}].filter").TryGet(out filter, out problem))
                return problem;
            steps.Add(new FunnelStep(step.Event, filter!, step.Name ?? step.Event));
        }

        var asked = new FunnelQuery
        {
            Tenant = tenant.Id,
            Steps = [.. steps],
            Entity = request.Entity ?? FollowedEntity.Lead,
            Days = days,
            Zone = (await settings.GetAsync(ct)).Zone,
            Window = WindowOf(request.Window),
            Breakdown = request.Breakdown,
            Now = clock.GetUtcNow(),
        };
        if (!(await runner.AskAsync(asked, ct)).TryGet(out var found, out problem))
            return problem;
        var (all, parts, _) = found;
        return new FunnelResponse(all.Stages, all.TotalEntry, all.TotalExit, all.OverallRate, all.Incomplete,
            request.Breakdown is null ? null : parts);
    }

    private static TimeSpan WindowOf(FunnelWindow? window) => window is null ? TimeSpan.FromDays(30) : window.Unit switch
    {
        WindowUnit.Minute => TimeSpan.FromMinutes(window.Value),
        WindowUnit.Hour => TimeSpan.FromHours(window.Value),
        WindowUnit.Day => TimeSpan.FromDays(window.Value),
        _ => TimeSpan.FromDays(7.0 * window.Value),
    };
}
