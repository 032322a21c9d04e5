using System.Globalization;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Querying;

/// <summary>One row that a figure was made of.</summary>
/// <param name="Kind">What it is a row of, such as <c>calls</c>.</param>
/// <param name="Id">Which one; null for stretches of time, which have none.</param>
/// <param name="At">When it was booked, or where the stretch begins inside the period.</param>
/// <param name="Contribution">What it adds, in the figure's unit: 1 for a count, seconds, money; negative where it is taken away.</param>
/// <param name="Fields">Its fields by name.</param>
public sealed record RowBehind(
    string Kind, Guid? Id, DateTimeOffset At, decimal Contribution, IReadOnlyList<(FactField Field, object? Value)> Fields);

/// <summary>The rows behind a figure: as many, and adding up to as much, as the figure says.</summary>
/// <param name="Half">The numerator or denominator they make.</param>
/// <param name="Count">How many rows there are on all pages.</param>
public sealed record RowsAnswer(decimal? Half, long Count, IReadOnlyList<RowBehind> Rows);

/// <summary>Finds the rows that a figure was made of, by the same words in which it was counted.</summary>
public sealed class RowsRunner(ISqlEngine engine)
{
    public const int MostRows = 200;

    /// <summary>The rows of one metric in one cell: its groups, its interval.</summary>
    /// <param name="asked">A question about one metric; its dimensions are those that <paramref name="group"/> gives values for.</param>
    /// <param name="group">The cell's values.</param>
    /// <param name="wantsDenominator">Whether the rows of the denominator are wanted.</param>
    /// <param name="ct">Stops the reading.</param>
    public async Task<Result<RowsAnswer>> AskAsync(
        AnalyticsQuery asked, EquatableList<object?> group, bool wantsDenominator, CancellationToken ct)
    {
        if (!QueryCompiler.Prepare(asked).TryGet(out var prepared, out var problem))
            return problem;
        var metric = prepared.Metrics[0];
        if (wantsDenominator && metric.Denominator is null)
            return Problem.InvalidField("half", $"{metric.Key} is no ratio and has no denominator.");
        var cell = new GroupRestriction(prepared.Dimensions, [group]);
        var query = prepared with { Dimensions = [], Interval = Interval.None, Groups = cell };
        var (offset, rows, count) = ((long)asked.Offset, new List<RowBehind>(), 0L);
        decimal? half = null;
        foreach (var term in (wantsDenominator ? metric.Denominator! : metric.Numerator).Terms)
        {
            var (of, sum) = await CountAsync(query, term, ct);
            half = sum is null ? half : (half ?? 0) + sum;
            count += of;
            var wanted = asked.Limit!.Value - rows.Count;
            if (offset < of && wanted > 0)
                rows.AddRange(await ReadAsync(query, term, offset, wanted, ct));
            offset = Math.Max(0, offset - of);
        }

        return new RowsAnswer(half, count, rows);
    }

    private async Task<(long Count, decimal? Sum)> CountAsync(AnalyticsQuery query, Term term, CancellationToken ct)
    {
        var statement = RowsCompiler.Count(query, term.Aggregate, engine.DialectOf(query.Tenant));
        var row = (await engine.ReadAsync(query.Tenant, statement, ct)).Rows[0];
        return (Convert.ToInt64(row[0], CultureInfo.InvariantCulture), SqlValues.Figure(row[1]) * term.Aggregate.Scale * term.Sign);
    }

    private async Task<IEnumerable<RowBehind>> ReadAsync(
        AnalyticsQuery query, Term term, long offset, int limit, CancellationToken ct)
    {
        var aggregate = term.Aggregate;
        var fields = RowsCompiler.Fields(aggregate);
        var statement = RowsCompiler.Rows(query, aggregate, engine.DialectOf(query.Tenant), offset, limit);
        var rows = await engine.ReadAsync(query.Tenant, statement, ct);
        return rows.Rows.Select(row => new RowBehind(aggregate.Fact.Name, row[0] as Guid?, SqlValues.Instant(row[1])!.Value,
            (SqlValues.Figure(row[2]) ?? 0) * aggregate.Scale * term.Sign, [.. fields.Select((field, i) => (field, row[i + 3]))]));
    }
}
