using System.Collections.Concurrent;
using System.Text.Json;
using Callsight.Analytics.Rollups;
using Callsight.App.Data;
using Callsight.App.Identity;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Looks at the last closed intervals of one alert, keeps what they say, and opens, goes on with and ends its incident.</summary>
/// <remarks>
/// Each look is at the last <see cref="LookBack"/> intervals, so data that came late is taken in however it came. Everything is written
/// in one transaction; unique indexes see to it that whoever else looks at the same time writes nothing a second time.
/// </remarks>
internal sealed class EvaluateAlert(
    IServiceScopeFactory scopes, IRollups rollups, TimeProvider clock, ILogger<EvaluateAlert> logger)
{
    /// <summary>How long after its end an interval is looked at: reports of its last calls are on their way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>How many closed intervals are looked at again.</summary>
    public const int LookBack = 8;

    /// <summary>How many evaluations before are read to know how an alert stood: enough for the longest row, with nights between.</summary>
    private const int Remembered = 200;

    /// <summary>How long evaluations of hours are kept.</summary>
    private static readonly TimeSpan HoursKept = TimeSpan.FromDays(90);

    /// <summary>How long those of longer intervals are.</summary>
    private static readonly TimeSpan DaysKept = TimeSpan.FromDays(1_100);

    /// <summary>After which time another node may think that the one that looked has died.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    /// <summary>What metrics that look beyond their days, such as calls that follow, wait for.</summary>
    private static readonly TimeSpan UntilLooksAround = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<Id<Alert>, Seen> seen = new();

    private sealed record Seen(long AsOf, TimeRange Window, bool LooksAtItsDaysOnly, DateTimeOffset At);

    /// <summary>Whether events that came since the last look by this node may have changed what it saw.</summary>
    public bool MayHaveChanged(TenantId tenant, Id<Alert> alert) => !seen.TryGetValue(alert, out var last)
        || (last.LooksAtItsDaysOnly
            ? rollups.Changes.ChangedSince(tenant, last.Window, last.AsOf)
            : clock.GetUtcNow() - last.At >= UntilLooksAround);

    /// <summary>Looks, unless somebody else is looking.</summary>
    public async Task RunAsync(TenantId tenant, Id<Alert> id, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.GetUtcNow();
        if (await db.Set<Alert>().Where(a => a.Id == id && a.Enabled && (a.ClaimedUntil == null || a.ClaimedUntil < now))
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntil, now + Claim), ct) != 1)
            return;
        try
        {
            await LookAsync(scope.ServiceProvider, db, await db.Set<Alert>().AsNoTracking().SingleAsync(a => a.Id == id, ct), now, ct);
        }
        catch (Exception race) when (race is DbUpdateException || StoreTransactions.LostTheRace(race))
        {
            // A second look, a change of the alert or a word about its incident was faster; it is looked at again.
            logger.LogInformation(race, "Alert {Alert} of tenant {Tenant} was changed while it was looked at", id, tenant);
        }
        finally
        {
            await db.Set<Alert>().Where(a => a.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.ClaimedUntil, (DateTimeOffset?)null), CancellationToken.None);
        }
    }

    private async Task LookAsync(IServiceProvider services, AppDb db, Alert alert, DateTimeOffset now, CancellationToken ct)
    {
        var zone = (await services.GetRequiredService<ITenantSettings>().GetAsync(ct)).Zone;
        var definition = alert.ReadDefinition();
        var history = definition.Condition.Anomaly is null ? 0 : AlertIntervals.HistoryOf(definition.Interval);
        var intervals = AlertIntervals.Before(now - Grace, definition.Interval, zone, LookBack + history);
        var due = intervals.RunningEnd + Grace;
        if (alert.OwnerId is { } owner
            && (await services.GetRequiredService<IMembers>().FindAsync(owner, ct))?.May(Permissions.AnalyticsRead) != true)
        {
            await StandAsync(db, alert, AlertState.OwnerWithoutRights,
                "Who made this alert may no longer see figures. Make it anew, and it is yours.", due, null, now, ct);
            return;
        }

        var asOf = rollups.Changes.Committed;
        if (!(await services.GetRequiredService<AlertSeries>().JudgeAsync(definition, zone, intervals.Closed, LookBack, ct))
                .TryGet(out var series, out var problem))
        {
            await StandAsync(db, alert, AlertState.Failed, problem.Message, due, null, now, ct);
            return;
        }

        var fresh = series.Judged.Where(j => j.End > alert.EvaluatesFrom).ToList();
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var state = await KeepAsync(db, alert, definition, zone, fresh, now, ct);
            await StandAsync(db, alert, state.State, null, due, state.Recent, now, ct);
            await transaction.CommitAsync(ct);
        }

        var window = new TimeRange(series.Judged[0].Start, series.Judged[^1].End.AddTicks(-1));
        seen[alert.Id] = new Seen(asOf, window, series.Metric.Aggregates.All(Rollup.LooksAtItsDaysOnly), now);
    }

    private static async Task<(AlertState State, List<decimal?> Recent)> KeepAsync(
        AppDb db, Alert alert, AlertDefinition definition, TenantZone zone, List<Judgement> fresh, DateTimeOffset now,
        CancellationToken ct)
    {
        var kept = await db.Set<AlertEvaluation>().Where(e => e.AlertId == alert.Id && e.Revision == alert.Revision)
            .OrderByDescending(e => e.IntervalStart).Take(Remembered).ToListAsync(ct);
        foreach (var judged in fresh)
            Keep(db, alert, kept, judged, now);
        var known = kept.OrderBy(e => e.IntervalStart).Select(e => e.ToJudgement(zone)).ToList();
        var isOn = fresh.Count > 0 && await KeepIncidents.ApplyAsync(db, alert, definition, known, fresh[0].Start, now, ct);
        await db.SaveChangesAsync(ct);
        var until = now - (definition.Interval is AlertInterval.Hour ? HoursKept : DaysKept);
        await db.Set<AlertEvaluation>().Where(e => e.AlertId == alert.Id && e.IntervalStart < until).ExecuteDeleteAsync(ct);
        var state = known.Count == 0 ? AlertState.Waiting
            : isOn ? AlertState.Firing
            : known[^1].Verdict is AlertVerdict.None ? AlertState.NoVerdict : AlertState.Ok;
        return (state, [.. known.TakeLast(Alert.MostRecent).Select(j => j.Reading.Value)]);
    }

    private static void Keep(AppDb db, Alert alert, List<AlertEvaluation> kept, Judgement judged, DateTimeOffset now)
    {
        var evaluation = kept.Find(e => e.IntervalStart == judged.Start);
        var figures = AlertFigures.Of(judged);
        if (evaluation is null)
        {
            evaluation = AlertEvaluation.Of(alert, judged);
            kept.Add(evaluation);
            db.Add(evaluation);
        }
        else if (evaluation.Verdict == judged.Verdict && AlertFigures.Read(evaluation.Figures) == figures)
        {
            return; // Nothing is written where nothing is new.
        }
        else if (AlertFigures.Read(evaluation.Figures).Value != figures.Value)
        {
            evaluation.Restated++;
        }

        (evaluation.Verdict, evaluation.Reason, evaluation.Figures, evaluation.EvaluatedAt) =
            (judged.Verdict, judged.Reason, figures.Write(), now);
    }

    /// <summary>Writes how the alert stands, unless it was changed meanwhile. This is no change of its own: its version stays.</summary>
    private static async Task StandAsync(
        AppDb db, Alert alert, AlertState state, string? detail, DateTimeOffset due, List<decimal?>? recent, DateTimeOffset now,
        CancellationToken ct)
    {
        var figures = recent is null ? alert.Recent : JsonSerializer.Serialize(recent);
        var said = detail is { Length: > Alert.MaxDetailLength } ? detail[..Alert.MaxDetailLength] : detail;
        if (await db.Set<Alert>().Where(a => a.Id == alert.Id && a.Version == alert.Version).ExecuteUpdateAsync(set => set
                .SetProperty(a => a.State, state).SetProperty(a => a.StateDetail, said).SetProperty(a => a.NextDueAt, due)
                .SetProperty(a => a.Recent, figures).SetProperty(a => a.EvaluatedAt, now), ct) != 1)
            throw new DbUpdateConcurrencyException("The alert was changed meanwhile.");
    }
}
