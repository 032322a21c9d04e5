using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Makes the incidents of an alert those that its verdicts tell of.</summary>
/// <remarks>
/// An incident and a stretch of breaches are the same when they meet in time, so looking again changes nothing, and late data that
/// moves a beginning opens no second one. What was resolved by hand stays so until the figure has come back. Called twice with the same
/// verdicts the second call does nothing.
/// </remarks>
internal static class KeepIncidents
{
    /// <param name="known">All verdicts that are remembered, oldest first.</param>
    /// <param name="from">The first interval that was looked at; what is before is settled.</param>
    /// <returns>Whether an incident is going on.</returns>
    public static async Task<bool> ApplyAsync(
        AppDb db, Alert alert, AlertDefinition definition, IReadOnlyList<Judgement> known, DateTimeOffset from, DateTimeOffset now,
        CancellationToken ct)
    {
        var first = known[0].Start;
        var incidents = await db.Set<Incident>().Where(i => i.AlertId == alert.Id && i.Revision == alert.Revision
                && (i.ClearedInterval == null || i.ClearedInterval >= first))
            .OrderBy(i => i.OpenedInterval).ToListAsync(ct);
        // One that was withdrawn has no stretch of its own.
        incidents.RemoveAll(i => i.Ending is IncidentEnding.Withdrawn && i.OpenedInterval < from);
        var episodes = FollowVerdicts.Apply(known, definition.Condition.InARow, incidents.Exists(i => i.OpenedInterval < first));
        var channels = alert.ReadChannels();
        var left = new List<Incident>(incidents);
        foreach (var episode in episodes)
        {
            if (left.Find(i => Meet(i, episode)) is { } incident)
            {
                left.Remove(incident);
                GoOn(incident, episode, channels, now);
            }
            else if (episode.Opened is { } opened && opened.Start >= from)
            {
                incidents.Add(incident = Open(alert, episode, channels, now));
                db.Add(incident);
            }
        }

        foreach (var never in left.Where(i => i.OpenedInterval >= from))
        {
            never.ClearedInterval ??= never.OpenedInterval;
            never.End(IncidentEnding.Withdrawn, channels, now);
        }

        return incidents.Exists(i => i.EndedAt is null);
    }

    private static Incident Open(Alert alert, Episode episode, AlertChannels channels, DateTimeOffset now)
    {
        var incident = new Incident
        {
            Id = Id<Incident>.New(),
            AlertId = alert.Id,
            Revision = alert.Revision,
            AlertName = alert.Name,
            Definition = alert.Definition,
            OpenedInterval = episode.Opened!.Start,
            StartedAt = episode.Started!.Start,
            OpenedAt = now,
            Opened = AlertFigures.Of(episode.Opened).Write(),
            Worst = AlertFigures.Of(episode.Worst!).Write(),
            Last = AlertFigures.Of(episode.Last!).Write(),
            ClearedInterval = episode.Cleared?.Start,
        };
        // Over before anybody knew of it: one message says both.
        if (episode.Cleared is null)
            incident.Announce(IncidentNews.Opened, channels, now);
        else
            incident.End(IncidentEnding.Cleared, channels, now);
        return incident;
    }

    private static void GoOn(Incident incident, Episode episode, AlertChannels channels, DateTimeOffset now)
    {
        if (episode.Last is { } last)
            incident.Last = AlertFigures.Of(last).Write();
        if (episode.Worst is { } worst && (episode.Opened is not null || IsWorse(worst, AlertFigures.Read(incident.Worst))))
            incident.Worst = AlertFigures.Of(worst).Write();
        if (episode.Opened is { } opened && opened.Start == incident.OpenedInterval)
            (incident.Opened, incident.StartedAt) = (AlertFigures.Of(opened).Write(), episode.Started!.Start);
        incident.ClearedInterval = episode.Cleared?.Start;
        if (episode.Cleared is not null)
            incident.End(IncidentEnding.Cleared, channels, now);
        else if (incident.Ending is IncidentEnding.Cleared or IncidentEnding.Withdrawn)
            Reopen(incident, channels, now);
    }

    /// <summary>Late data says that it was not over.</summary>
    private static void Reopen(Incident incident, AlertChannels channels, DateTimeOffset now)
    {
        (incident.Status, incident.Ending, incident.EndedAt) =
            (incident.AcknowledgedAt is null ? IncidentStatus.Open : IncidentStatus.Acknowledged, null, null);
        incident.Openings++;
        incident.Announce(IncidentNews.Opened, channels, now);
    }

    private static bool IsWorse(Judgement interval, AlertFigures worst) => worst.Value is not { } value
        || interval.Excess > Math.Max(value - (worst.High ?? value), (worst.Low ?? value) - value);

    /// <summary>Whether they have any time in common; both end before the interval by which they were over.</summary>
    private static bool Meet(Incident incident, Episode episode) =>
        (episode.Cleared is not { } cleared || incident.OpenedInterval < cleared.Start)
        && (incident.ClearedInterval is not { } over || episode.Opened is not { } opened || opened.Start < over
            || opened.Start == incident.OpenedInterval);
}
