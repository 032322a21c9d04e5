using System.Globalization;
using System.Text.Json.Nodes;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.App.Reporting.Reports.Writing;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting.Reports;

/// <summary>Says in plain sentences what stands out, each with the figures it stands on.</summary>
/// <remarks>
/// Few and certain: a change is told when chance alone would hardly make it, an agent when far from all others by the modified
/// z-score (median and MAD, 3.5 as Iglewicz and Hoaglin advise), a campaign when it cost more than it brought.
/// </remarks>
internal sealed class FindInsights(Questions questions, ITenantSettings settings)
{
    /// <summary>Contacts an agent needs before anybody speaks of a mean.</summary>
    private const int LeastContacts = 20;
    private const int LeastAgents = 5;
    private const double FarAway = 3.5;
    private const double Chance = 3;
    private const int MostLosses = 3;
    private const int MostOutliers = 3;

    private static readonly string[] Explaining = ["queue", "campaign", "source", "channel", "team", "agent"];
    private static readonly string[] OfAgents = ["average_handle_time", "customer_rating", "resolution_rate", "conversion_rate"];

    public async Task<IReadOnlyList<Insight>> FindAsync(InsightScope scope, CancellationToken ct)
    {
        var found = new List<Insight>();
        if (await ChangeAsync(scope, ct) is { } change)
            found.Add(change);
        var currency = (await settings.GetAsync(ct)).Currency;
        if (scope.WithCampaigns)
            found.AddRange(await LossesAsync(scope, currency, ct));
        if (scope.WithAgents)
            found.AddRange(await OutliersAsync(scope, currency, ct));
        return found;
    }

    /// <summary>The change against the days before that chance explains least, and the group that has the largest part in it.</summary>
    private async Task<Insight?> ChangeAsync(InsightScope scope, CancellationToken ct)
    {
        // A day that is still running is no match for a whole one.
        var query = scope.Query;
        var yesterday = query.Zone.ToLocalDay(query.Now).AddDays(-1);
        var days = query.Days.Last <= yesterday ? query.Days
            : yesterday >= query.Days.First ? new DayRange(query.Days.First, yesterday) : (DayRange?)null;
        if (days is not { } whole || await AskAsync(scope, scope.Metrics, whole, [], Compare.PreviousPeriod, ct) is not { } answer)
            return null;
        var largest = answer.Query.Metrics.Zip(answer.Comparison!)
            .Where(pair => pair.First.Kind is MetricKind.Additive && pair.Second is { Change: not (null or 0), ChangeRate: not null })
            .Select(pair => (Metric: pair.First, Moved: pair.Second, Weight: WeightOf(pair.First, pair.Second)))
            .Where(m => m.Weight >= Chance).OrderByDescending(m => m.Weight).Take(1).ToList();
        if (largest is not [var (metric, moved, _)])
            return null;
        var currency = (await settings.GetAsync(ct)).Currency;
        var (current, previous) = (Show(moved.Current), Show(moved.Previous));
        var rate = Math.Abs(moved.ChangeRate!.Value).ToString("0.#", CultureInfo.InvariantCulture);
        var sentence = $"{metric.Title}: {(moved.Change > 0 ? "up" : "down")} {rate} % " +
            $"against the {whole.Days} days before ({current} instead of {previous}).";
        var evidence = new JsonObject
        {
            ["start_date"] = whole.First.ToString("O", CultureInfo.InvariantCulture),
            ["end_date"] = whole.Last.ToString("O", CultureInfo.InvariantCulture),
            ["current"] = Questions.Plain(moved.Current),
            ["previous"] = Questions.Plain(moved.Previous),
            ["change_rate"] = Questions.Plain(moved.ChangeRate),
        };
        if (await ExplainAsync(scope, metric, whole, moved.Change!.Value, ct) is { } part)
        {
            var share = Math.Min(100, Math.Round(part.Share * 100)).ToString(CultureInfo.InvariantCulture);
            sentence += $" {share} % of it is the {part.Dimension} {part.Name} " +
                $"({Show(part.Current)} instead of {Show(part.Previous)}).";
            evidence["explained_by"] = new JsonObject
            {
                ["dimension"] = part.Dimension,
                ["value"] = part.Name,
                ["current"] = Questions.Plain(part.Current),
                ["previous"] = Questions.Plain(part.Previous),
                ["share"] = Math.Round(part.Share, 4),
            };
        }

        return new Insight("change", sentence, metric.Key, evidence);

        string Show(decimal? value) => FigureText.Of(value, ReportBuilder.Word(metric.Unit), currency);
    }

    /// <summary>How many standard deviations of mere chance a change is: counts vary by their square root. Money needs a fifth more or less.</summary>
    private static double WeightOf(Metric metric, Comparison moved) => metric.Unit is Unit.Count
        ? Math.Abs((double)moved.Change!.Value) / Math.Sqrt((double)(Math.Abs(moved.Current ?? 0) + Math.Abs(moved.Previous ?? 0)))
        : Math.Abs((double)moved.ChangeRate!.Value) >= 20 ? Chance : 0;

    private async Task<Part?> ExplainAsync(InsightScope scope, Metric metric, DayRange days, decimal change, CancellationToken ct)
    {
        Part? best = null;
        foreach (var dimension in Explaining.Intersect(CheckDimensions.Names(metric)))
        {
            if (await AskAsync(scope, [metric.Key], days, [dimension], Compare.None, ct) is not { } now
                || await AskAsync(scope, [metric.Key], days.Previous(), [dimension], Compare.None, ct) is not { } before)
                continue;
            var (current, previous) = (await ByNameAsync(now, dimension, ct), await ByNameAsync(before, dimension, ct));
            var names = current.Keys.Union(previous.Keys).ToList();
            if (names.Count < 2)
                continue;
            foreach (var name in names)
            {
                var (to, from) = (current.GetValueOrDefault(name), previous.GetValueOrDefault(name));
                var share = (to - from) / change;
                if (share >= 0.3m && share > (best?.Share ?? 0))
                    best = new Part(dimension, name, to, from, share);
            }
        }

        return best;
    }

    private sealed record Part(string Dimension, string Name, decimal Current, decimal Previous, decimal Share);

    private async Task<Dictionary<string, decimal>> ByNameAsync(QueryAnswer answer, string dimension, CancellationToken ct) =>
        (await questions.RowsAsync(answer, ct)).Zip(answer.Rows)
            .GroupBy(pair => ReportBuilder.NameIn(pair.First, dimension))
            .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Second.Figures[0].Value ?? 0), StringComparer.Ordinal);

    private async Task<List<Insight>> OutliersAsync(InsightScope scope, string currency, CancellationToken ct)
    {
        var found = new List<(double Score, Insight Insight)>();
        if (await AskAsync(scope, OfAgents, scope.Query.Days, ["agent"], Compare.None, ct) is not { } answer)
            return [];
        var rows = await questions.RowsAsync(answer, ct);
        foreach (var (i, metric) in answer.Query.Metrics.Index())
        {
            var known = rows.Zip(answer.Rows, (row, figures) => (Agent: row, Figure: figures.Figures[i]))
                .Where(r => r.Agent["agent_id"] is not null && r.Figure is { Value: not null, Denominator: >= LeastContacts })
                .Select(r => (r.Agent, Value: (double)r.Figure.Value!.Value, Contacts: r.Figure.Denominator)).ToList();
            if (known.Count < LeastAgents)
                continue;
            foreach (var (agent, value, contacts) in known)
            {
                if (Robust.Score(value, [.. known.Select(k => k.Value)]) is not { } score || Math.Abs(score.Modified) < FarAway)
                    continue;
                var unit = ReportBuilder.Word(metric.Unit);
                var (own, middle) = (FigureText.Of((decimal)value, unit, currency), FigureText.Of((decimal)score.Median, unit, currency));
                found.Add((Math.Abs(score.Modified), new Insight("outlier",
                    $"{ReportBuilder.NameIn(agent, "agent")} stands apart: {metric.Title.ToLowerInvariant()} {own}, " +
                    $"the middle of {known.Count} agents is {middle}.",
                    metric.Key, new JsonObject
                    {
                        ["agent_id"] = agent["agent_id"]!.DeepClone(),
                        ["agent"] = agent["agent"]?.DeepClone(),
                        ["value"] = Questions.Plain((decimal)value),
                        ["median"] = Questions.Plain((decimal)score.Median),
                        ["mad"] = Questions.Plain((decimal)score.Mad),
                        ["score"] = Math.Round(score.Modified, 2),
                        ["contacts"] = Questions.Plain(contacts),
                    })));
            }
        }

        return [.. found.OrderByDescending(f => f.Score).Take(MostOutliers).Select(f => f.Insight)];
    }

    private async Task<List<Insight>> LossesAsync(InsightScope scope, string currency, CancellationToken ct)
    {
        if (await AskAsync(scope, ["cost", "total_revenue"], scope.Query.Days, ["campaign"], Compare.None, ct) is not { } answer)
            return [];
        var rows = await questions.RowsAsync(answer, ct);
        return
        [
            .. rows.Zip(answer.Rows).Where(r => r.First["campaign_id"] is not null)
                .Select(r => (Row: r.First, Cost: r.Second.Figures[0].Value ?? 0, Revenue: r.Second.Figures[1].Value ?? 0))
                .Where(r => r.Cost > 0 && r.Revenue < r.Cost).OrderByDescending(r => r.Cost - r.Revenue).Take(MostLosses)
                .Select(r => new Insight("loss",
                    $"{ReportBuilder.NameIn(r.Row, "campaign")} loses money: it cost {Money(r.Cost)} and brought {Money(r.Revenue)}, " +
                    $"{Money(r.Cost - r.Revenue)} less.",
                    "roi", new JsonObject
                    {
                        ["campaign_id"] = r.Row["campaign_id"]!.DeepClone(),
                        ["campaign"] = r.Row["campaign"]?.DeepClone(),
                        ["cost"] = Questions.Plain(r.Cost),
                        ["total_revenue"] = Questions.Plain(r.Revenue),
                    })),
        ];

        string Money(decimal value) => FigureText.Of(value, "money", currency);
    }

    /// <summary>Null where the filter or a dimension does not fit: then there is nothing to say.</summary>
    private async Task<QueryAnswer?> AskAsync(
        InsightScope scope, IReadOnlyList<string> metrics, DayRange days, EquatableList<string> dimensions, Compare compare,
        CancellationToken ct)
    {
        if (!(await questions.MakeAsync(metrics, days.First, days.Last, null, ct)).TryGet(out var made, out _))
            return null;
        var query = scope.Query with
        {
            Metrics = made.Metrics,
            Days = days,
            Dimensions = dimensions,
            Compare = compare,
            Interval = Interval.None,
            Order = null,
            Limit = CapRows.MostRows,
        };
        return (await questions.AskAsync(query, ct)).TryGet(out var answer, out _) ? answer : null;
    }
}

/// <summary>How far a value is from the others, by measures that a few far-off values do not move.</summary>
internal static class Robust
{
    /// <summary>The modified z-score; null where more than half of the values are the same, and nothing can be said.</summary>
    public static (double Median, double Mad, double Modified)? Score(double value, IReadOnlyList<double> all)
    {
        var median = Median(all);
        var mad = Median([.. all.Select(v => Math.Abs(v - median))]);
        return mad == 0 ? null : (median, mad, 0.6745 * (value - median) / mad);
    }

    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
