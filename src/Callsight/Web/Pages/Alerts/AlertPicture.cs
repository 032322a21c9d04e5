using Callsight.App.Reporting.Alerts;
using Callsight.Web.Components;
using Callsight.Web.Components.Shared;

namespace Callsight.Web.Pages.Alerts;

/// <summary>Evaluations as a chart shows them: the figures, what they are held against, and where they were beyond it.</summary>
internal sealed record AlertPicture(
    IReadOnlyList<string> Labels, IReadOnlyList<Chart.ChartSeries> Series, Chart.ChartBand? Band)
{
    /// <param name="evaluations">Oldest first.</param>
    public static AlertPicture Of(
        IReadOnlyList<EvaluationView> evaluations, AlertCondition condition, AlertInterval interval, string title, string unit, Show show)
    {
        var isBand = condition.Anomaly is not null && evaluations.Any(e => e is { Low: not null, High: not null });
        var series = new List<Chart.ChartSeries>
        {
            new(title, [.. evaluations.Select(e => e.Value)], [.. evaluations.Select(e => NoteOf(e, unit, show))]),
        };
        if (!isBand)
            series.Add(new Chart.ChartSeries("Limit", [.. evaluations.Select(e => e.High ?? e.Low)], IsLimit: true));
        if (condition.ClearValue is { } clear && clear != condition.Value)
            series.Add(new Chart.ChartSeries("Over again at", [.. evaluations.Select(_ => (decimal?)clear)], IsLimit: true));
        if (evaluations.Any(e => e.Verdict is AlertVerdict.Breach))
            series.Add(new Chart.ChartSeries(
                "Beyond", [.. evaluations.Select(e => e.Verdict is AlertVerdict.Breach ? e.Value : null)], IsDots: true));
        return new AlertPicture(
            [.. evaluations.Select(e => LabelOf(e.IntervalStart, interval))], series,
            isBand ? new Chart.ChartBand("Usual", [.. evaluations.Select(e => e.Low)], [.. evaluations.Select(e => e.High)]) : null);
    }

    private static string LabelOf(DateTimeOffset at, AlertInterval interval) =>
        (interval is AlertInterval.Hour ? Show.Bucket(at, "day") + " " : "") + Show.Bucket(at, Show.Key(interval));

    private static string? NoteOf(EvaluationView e, string unit, Show show)
    {
        string?[] notes =
        [
            e.Denominator is { } of ? $"of {of:#,0.##}" : null,
            e.Expected is { } usual ? $"usual {show.Figure(usual, unit)}" : null,
            e.Reason is not null ? AlertWords.Of(e.Reason) : null,
            e.Restated > 0 ? "changed by late data" : null,
        ];
        return string.Join(", ", notes.OfType<string>()) is { Length: > 0 } words ? words : null;
    }
}
