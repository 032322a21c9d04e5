using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting.Alerts;

/// <summary>A stretch that would have been an incident.</summary>
/// <param name="ClearedInterval">The interval by which it would have been over; null where it would still be going on.</param>
public sealed record PreviewedIncident(DateTimeOffset StartedAt, DateTimeOffset OpenedInterval, DateTimeOffset? ClearedInterval);

/// <summary>How an alert would have gone.</summary>
/// <param name="Evaluations">Of the last closed intervals, oldest first.</param>
public sealed record AlertPreview(
    string Metric, string Unit, IReadOnlyList<EvaluationView> Evaluations, IReadOnlyList<PreviewedIncident> Incidents);

internal static class PreviewAlert
{
    public const int Intervals = 60;

    public static void Map(RouteGroupBuilder alerts) => alerts
        .MapPost("/preview", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("PreviewAlert")
        .WithSummary("Try an alert on the past")
        .WithDescription(
            $"How it would have gone over the last {Intervals} closed intervals, by what is known now. Nothing is kept or told.");

    public static async Task<Answer<AlertPreview>> HandleAsync(
        AlertPreviewRequest request, AlertSeries series, ITenantSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var definition = request.ToDefinition();
        var zone = (await settings.GetAsync(ct)).Zone;
        var history = definition.Condition.Anomaly is null ? 0 : AlertIntervals.HistoryOf(definition.Interval);
        var intervals = AlertIntervals.Before(clock.GetUtcNow(), definition.Interval, zone, Intervals + history);
        if (!(await series.JudgeAsync(definition, zone, intervals.Closed, Intervals, ct)).TryGet(out var judged, out var problem))
            return problem;
        var episodes = FollowVerdicts.Apply(judged.Judged, definition.Condition.InARow, isOn: false);
        return new AlertPreview(
            definition.Metric, SnakeCase.Of(judged.Metric.Unit.ToString()),
            [.. judged.Judged.Select(j => EvaluationView.From(j, zone, 0, null))],
            [.. episodes.Select(e => new PreviewedIncident(
                e.Started!.Reading.Bucket.LocalStart, e.Opened!.Reading.Bucket.LocalStart, e.Cleared?.Reading.Bucket.LocalStart))]);
    }
}
