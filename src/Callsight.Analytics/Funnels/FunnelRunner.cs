using System.Globalization;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Funnels;

/// <summary>Answers ordered funnels.</summary>
public sealed class FunnelRunner(ISqlEngine engine)
{
    public const int MostSteps = 12;

    // As many as the other figures of the API have.
    private const int Decimals = 6;

    /// <summary>The funnel of all, and of each value of the breakdown where one is asked for.</summary>
    public async Task<Result<(FunnelAnswer All, IReadOnlyList<FunnelAnswer> Breakdown)>> AskAsync(
        FunnelQuery query, CancellationToken ct)
    {
        if (!Prepare(query).TryGet(out var ready, out var problem))
            return problem;
        var all = await ReadAsync(ready with { Breakdown = null }, ct);
        var parts = ready.Breakdown is null ? [] : await ReadAsync(ready, ct);
        return (all is [var whole, ..] ? whole : Empty(ready), parts);
    }

    /// <summary>Checks the question and turns relative dates into instants.</summary>
    internal static Result<FunnelQuery> Prepare(FunnelQuery query)
    {
        if (query.Steps.Count is < 2 or > MostSteps)
            return Problem.InvalidField("steps", $"A funnel has 2 to {MostSteps} steps.");
        if (query.Window <= TimeSpan.Zero || query.Window > TimeSpan.FromDays(3_660))
            return Problem.InvalidField("window", "A window is longer than nothing and at most ten years.");
        if (query.Breakdown is { } name && Facts.Events.Dimension(name) is null)
            return Problem.InvalidField("breakdown", "Events have no such dimension.");
        var steps = new List<FunnelStep>();
        foreach (var (index, step) in query.Steps.Index())
        {
            var path = $"steps[{index}].filter";
            if (!FilterValidator.Validate(step.Filter, Facts.Events.Filterable, path).TryGet(out var filter, out var problem))
                return problem;
            steps.Add(step with { Filter = FilterTimes.Resolve(filter, query.Now, query.Zone) });
        }

        return query with { Steps = [.. steps] };
    }

    private async Task<IReadOnlyList<FunnelAnswer>> ReadAsync(FunnelQuery query, CancellationToken ct)
    {
        var rows = await engine.ReadAsync(query.Tenant, FunnelCompiler.Compile(query, engine.DialectOf(query.Tenant)), ct);
        return [.. rows.Rows.Select(row => Read(query, row)).Where(a => a.TotalEntry > 0).OrderByDescending(a => a.TotalEntry)
            .ThenBy(a => a.Value, StringComparer.Ordinal)];
    }

    private static FunnelAnswer Read(FunnelQuery query, object?[] row)
    {
        var counts = new List<long>();
        var (averages, medians) = (new List<double?>(), new List<double?>());
        var column = 1;
        for (var k = 0; k < query.Steps.Count; k++)
        {
            counts.Add(Convert.ToInt64(row[column++], CultureInfo.InvariantCulture));
            averages.Add(k == 0 ? null : Number(row[column++]));
            medians.Add(k == 0 ? null : Number(row[column++]));
        }

        var stages = counts.Select((count, k) => new FunnelStage(
            query.Steps[k].Name, count, k == 0 ? Percent(count, count) : Percent(count, counts[k - 1]), Percent(count, counts[0]),
            averages[k], medians[k], k == counts.Count - 1 ? count : counts[k + 1],
            k == counts.Count - 1 ? 0 : count - counts[k + 1])).ToList();
        return new FunnelAnswer(Shown(row[0]), stages, counts[0], counts[^1], Percent(counts[^1], counts[0]),
            Convert.ToInt64(row[column], CultureInfo.InvariantCulture));
    }

    /// <summary>Values of any kind as text, made here so that it is the same whatever the engine.</summary>
    private static string? Shown(object? value) => value switch
    {
        null => null,
        decimal money => money.ToString("0.####", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static FunnelAnswer Empty(FunnelQuery query) => new(null,
        [.. query.Steps.Select(s => new FunnelStage(s.Name, 0, null, null, null, null, 0, 0))], 0, 0, null, 0);

    private static double? Number(object? value) =>
        value is null ? null : Math.Round(Convert.ToDouble(value, CultureInfo.InvariantCulture), Decimals);

    private static double? Percent(long part, long whole) => whole == 0 ? null : Math.Round(100.0 * part / whole, Decimals);
}
