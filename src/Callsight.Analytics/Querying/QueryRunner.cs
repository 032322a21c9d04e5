using System.Globalization;
using System.Numerics;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;

namespace Callsight.Analytics.Querying;

/// <summary>Answers questions. Cards, series, tables and exports all come through here.</summary>
public sealed class QueryRunner(ISqlEngine engine)
{
    private const double MostOfAFigure = 1e22;

    /// <summary>Checks the question, asks the store, and makes the figures.</summary>
    public async Task<Result<QueryAnswer>> AskAsync(AnalyticsQuery asked, CancellationToken ct)
    {
        if (!QueryCompiler.Prepare(asked).TryGet(out var query, out var problem))
            return problem;
        var groups = await GroupsAsync(query, ct);
        if (groups.Count > CapRows.MostGroups)
            return new Problem("query.too_many_groups",
                $"The answer has more than {CapRows.MostGroups} groups. Narrow the filter or take fewer dimensions.",
                ProblemKind.Unprocessable);

        var rows = RowOrder.Sort(query, ZeroFill(query, groups)).Skip(query.Offset).Take(query.Limit!.Value + 1).ToList();
        var hasMore = rows.Count > query.Limit.Value;
        if (hasMore)
            rows.RemoveAt(rows.Count - 1);
        var totals = await TotalsAsync(query, ct);
        return new QueryAnswer(query, rows, totals, await CompareAsync(query, totals, ct), hasMore);
    }

    /// <summary>The figures of the whole period: computed from the rows themselves, never summed up from parts.</summary>
    private async Task<IReadOnlyList<Figure>> TotalsAsync(AnalyticsQuery query, CancellationToken ct) =>
        (await GroupsAsync(query with { Dimensions = [], Interval = Interval.None }, ct))[0].Figures;

    private async Task<IReadOnlyList<Comparison>?> CompareAsync(
        AnalyticsQuery query, IReadOnlyList<Figure> current, CancellationToken ct)
    {
        if (query.Compare is Compare.None)
            return null;
        var days = query.Compare is Compare.PreviousPeriod ? query.Days.Previous() : query.Days.YearBefore();
        var previous = await TotalsAsync(query with { Days = days }, ct);
        return [.. current.Zip(previous, (now, before) => Changes.Between(now.Value, before.Value))];
    }

    private async Task<List<AnswerRow>> GroupsAsync(AnalyticsQuery query, CancellationToken ct)
    {
        var compiled = QueryCompiler.Compile(query, engine.Dialect);
        var answer = await engine.ReadAsync(query.Tenant, compiled.Statement, ct);
        var hasBucket = query.Interval is not Interval.None;
        var keys = (hasBucket ? 1 : 0) + query.Dimensions.Count;
        var starts = hasBucket
            ? TimeBuckets.Cut(query.Days, query.Interval, query.Zone)
                .ToDictionary(b => BucketKeys.Of(b, query.Interval), b => b.LocalStart)
            : [];
        return [.. answer.Rows.Select(row =>
        {
            var values = compiled.Aggregates.Select((a, i) => (a, Value: ToDecimal(row[keys + i]) * a.Scale))
                .ToDictionary(v => v.a, v => v.Value);
            return new AnswerRow(
                hasBucket ? starts[Key(row[0])] : null,
                row[(hasBucket ? 1 : 0)..keys],
                [.. query.Metrics.Select(m => Figures.Of(m, values))]);
        })];
    }

    /// <summary>A series without groups has a point for every interval, also where nothing happened.</summary>
    private static List<AnswerRow> ZeroFill(AnalyticsQuery query, List<AnswerRow> rows)
    {
        if (query.Interval is Interval.None || query.Dimensions.Count > 0)
            return rows;
        var known = rows.ToDictionary(r => r.Timestamp!.Value);
        return [.. TimeBuckets.Cut(query.Days, query.Interval, query.Zone).Select(bucket =>
            known.GetValueOrDefault(bucket.LocalStart)
            ?? new AnswerRow(bucket.LocalStart, [], [.. query.Metrics.Select(Figures.OfNothing)]))];
    }

    private static DateTime Key(object? value) => value switch
    {
        DateTime instant => DateTime.SpecifyKind(instant, DateTimeKind.Unspecified),
        DateTimeOffset instant => instant.UtcDateTime,
        _ => throw new InvalidOperationException($"An interval came back as {value?.GetType().Name ?? "nothing"}."),
    };

    private static decimal? ToDecimal(object? value) => value switch
    {
        null => null,
        BigInteger big => (decimal)big,
        // Sums of free properties may be larger than any decimal, or none: that is no figure.
        double number => Math.Abs(number) < MostOfAFigure ? Convert.ToDecimal(number) : null,
        _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
    };
}
