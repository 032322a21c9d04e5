namespace Callsight.App.Reporting.Alerts;

/// <summary>A stretch of intervals in which an alert was on.</summary>
/// <param name="Opened">The interval that made it so; null where it was on before all that is known.</param>
/// <param name="Started">The first interval of those in a row that made it so.</param>
/// <param name="Cleared">The interval by which it was over; null while it lasts.</param>
/// <param name="Worst">The interval farthest beyond.</param>
/// <param name="Last">The last interval with a verdict in it.</param>
internal sealed record Episode(Judgement? Opened, Judgement? Started, Judgement? Cleared, Judgement? Worst, Judgement? Last);

/// <summary>Tells from verdicts when an alert was on. Pure, so that it may be told again when late data changes them.</summary>
/// <remarks>
/// It begins with the last of so many breaches in a row and ends with the first interval that is <see cref="AlertVerdict.Ok"/>. An
/// interval without a verdict begins nothing, ends nothing and breaks no row: nights without calls are no recovery.
/// </remarks>
internal static class FollowVerdicts
{
    /// <param name="judged">Verdicts, oldest first.</param>
    /// <param name="inARow">How many breaches it takes.</param>
    /// <param name="isOn">Whether it was on before the first of them.</param>
    public static List<Episode> Apply(IEnumerable<Judgement> judged, int inARow, bool isOn)
    {
        var episodes = new List<Episode>();
        var open = isOn ? new Episode(null, null, null, null, null) : null;
        var row = new List<Judgement>();
        foreach (var interval in judged.Where(j => j.Verdict is not AlertVerdict.None))
        {
            if (open is not null && interval.Verdict is AlertVerdict.Ok)
            {
                episodes.Add(open with { Cleared = interval, Last = interval });
                open = null;
            }
            else if (open is not null)
            {
                open = open with { Last = interval, Worst = Worse(open.Worst, interval) };
            }
            else if (interval.Verdict is AlertVerdict.Breach)
            {
                row.Add(interval);
                if (row.Count >= inARow)
                    open = new Episode(interval, row[0], null, row.Aggregate((Judgement?)null, Worse), interval);
            }

            if (open is not null || interval.Verdict is not AlertVerdict.Breach)
                row.Clear();
        }

        if (open is not null)
            episodes.Add(open);
        return episodes;
    }

    private static Judgement? Worse(Judgement? worst, Judgement other) => worst is null || other.Excess > worst.Excess ? other : worst;
}
