using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Rollups;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Querying;

/// <summary>Answers questions. Cards, series, tables and exports all come through here.</summary>
/// <param name="engine">Where the facts are.</param>
/// <param name="rollups">Figures kept beside the facts; null reads the facts alone.</param>
public sealed class QueryRunner(ISqlEngine engine, IRollups? rollups = null) : IDisposable
{
    private readonly AnswerCache? answers = rollups is null ? null : new AnswerCache(rollups.Changes);

    /// <summary>Checks the question, asks the store, and makes the figures.</summary>
    public async Task<Result<QueryAnswer>> AskAsync(AnalyticsQuery asked, CancellationToken ct)
    {
        if (!QueryCompiler.Prepare(asked).TryGet(out var query, out var problem))
            return problem;
        var groups = query.WithOther && query.Dimensions.Count > 0 ? await TopAsync(query, ct) : await GroupsAsync(query, ct);
        if (groups.Count > CapRows.MostGroups)
            return new Problem("query.too_many_groups",
                $"The answer has more than {CapRows.MostGroups} groups. Narrow the filter or take fewer dimensions.",
                ProblemKind.Unprocessable);

        var most = query.WithOther ? CapRows.MostRows : query.Limit!.Value;
        var rows = RowOrder.Sort(query, ZeroFill(query, groups)).Skip(query.Offset).Take(most + 1).ToList();
        var hasMore = rows.Count > most;
        if (hasMore)
            rows.RemoveAt(rows.Count - 1);
        var totals = await TotalsAsync(query, ct);
        var open = await OpenContactsAsync(query, ct);
        return new QueryAnswer(query, Marked(query, rows, open), totals, await CompareAsync(query, totals, ct), hasMore,
            Provisional.IsOpen(query.Range, query, open));
    }

    public void Dispose() => answers?.Dispose();

    /// <summary>The largest groups of the whole period, and all others counted together.</summary>
    private async Task<List<AnswerRow>> TopAsync(AnalyticsQuery query, CancellationToken ct)
    {
        var whole = query with { Interval = Interval.None };
        var ranking = query.Order!.Column is ResolveOrder.Timestamp
            ? whole with { Order = new QueryOrder(query.Metrics[0].Key, IsDescending: true) }
            : whole;
        var all = await GroupsAsync(whole, ct);
        if (all.Count > CapRows.MostGroups)
            return all; // Not even all of them: the largest may be missing.
        var ranked = RowOrder.Sort(ranking, all).ToList();
        var top = ranked.Take(query.Limit!.Value).ToList();
        if (top.Count == ranked.Count)
            return await GroupsAsync(query, ct);
        var restriction = new GroupRestriction(query.Dimensions, [.. top.Select(row => row.Dimensions.ToEquatableList())]);
        var rows = query.Interval is Interval.None ? top : await GroupsAsync(query with { Groups = restriction }, ct);
        var other = await GroupsAsync(query with { Dimensions = [], Groups = restriction with { IsInside = false } }, ct);
        object?[] none = [.. query.Dimensions.Select(_ => (object?)null)];
        return [.. rows, .. other.Select(row => row with { Dimensions = none, IsOther = true })];
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

    private Task<List<AnswerRow>> GroupsAsync(AnalyticsQuery query, CancellationToken ct) =>
        answers is null ? ReadAsync(query, ct) : answers.GroupsAsync(query, () => ReadAsync(query, ct));

    private async Task<List<AnswerRow>> ReadAsync(AnalyticsQuery query, CancellationToken ct)
    {
        var cover = rollups is null ? null : RollupCover.Of(query, [.. query.Metrics.SelectMany(m => m.Aggregates)], rollups);
        var compiled = QueryCompiler.Compile(query, engine.DialectOf(query.Tenant), cover);
        var answer = await engine.ReadAsync(query.Tenant, compiled.Statement, ct);
        var hasBucket = query.Interval is not Interval.None;
        var keys = (hasBucket ? 1 : 0) + query.Dimensions.Count;
        var starts = hasBucket
            ? TimeBuckets.Cut(query.Days, query.Interval, query.Zone)
                .ToDictionary(b => BucketKeys.Of(b, query.Interval), b => b.LocalStart)
            : [];
        return [.. answer.Rows.Select(row =>
        {
            var values = compiled.Aggregates.Select((a, i) => (a, Value: SqlValues.Figure(row[keys + i]) * a.Scale))
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

    /// <summary>When the contacts of the period began that are not over yet; the figures of those intervals may still change.</summary>
    private async Task<IReadOnlyList<DateTimeOffset>> OpenContactsAsync(AnalyticsQuery query, CancellationToken ct)
    {
        if (!query.Metrics.Any(m => m.Aggregates.Any(a => a.Fact.Table == FactTable.Calls)))
            return [];
        return answers is null ? await ReadAsync() : await answers.OpenContactsAsync(query, ReadAsync);

        async Task<List<DateTimeOffset>> ReadAsync() =>
            [.. (await engine.ReadAsync(query.Tenant, OpenContacts.Compile(query, engine.DialectOf(query.Tenant)), ct)).Rows
                .Select(row => SqlValues.Instant(row[0])!.Value)];
    }

    private static List<AnswerRow> Marked(AnalyticsQuery query, List<AnswerRow> rows, IReadOnlyList<DateTimeOffset> open)
    {
        if (query.Interval is Interval.None)
            return rows;
        var provisional = TimeBuckets.Cut(query.Days, query.Interval, query.Zone)
            .Where(bucket => Provisional.IsOpen(bucket.Range, query, open)).Select(bucket => bucket.LocalStart).ToHashSet();
        return [.. rows.Select(row => provisional.Contains(row.Timestamp!.Value) ? row with { IsProvisional = true } : row)];
    }

    private static DateTime Key(object? value) => value switch
    {
        DateTime instant => DateTime.SpecifyKind(instant, DateTimeKind.Unspecified),
        DateTimeOffset instant => instant.UtcDateTime,
        _ => throw new InvalidOperationException($"An interval came back as {value?.GetType().Name ?? "nothing"}."),
    };
}
