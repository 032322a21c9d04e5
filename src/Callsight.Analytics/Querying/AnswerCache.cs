using Callsight.Analytics.Metrics;
using Callsight.Analytics.Rollups;
using Microsoft.Extensions.Caching.Memory;

namespace Callsight.Analytics.Querying;

/// <summary>Keeps answers for as long as nothing changed in the hours they are about.</summary>
/// <remarks>
/// The question is the key, and with it the tenant. No answer is given after its time: the store says which hours changed, so an
/// entry is checked when it is asked for, not thrown out on a clock. What grows with the clock itself is not kept.
/// </remarks>
internal sealed class AnswerCache(ChangedHours changes) : IDisposable
{
    /// <summary>Rows kept over all tenants; a row is some hundred bytes.</summary>
    private const int MostRows = 200_000;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostRows });

    /// <summary>The groups of a question. How they are sorted and paged is decided after, and when it is asked does not matter.</summary>
    public Task<List<AnswerRow>> GroupsAsync(AnalyticsQuery query, Func<Task<List<AnswerRow>>> ask) => GrowsWithTheClock(query)
        ? ask()
        : AskAsync(query with { Order = null, Limit = null, Offset = 0, Compare = Compare.None, Now = default }, query, ask);

    /// <summary>The contacts that began in the period and are still open.</summary>
    public Task<List<DateTimeOffset>> OpenContactsAsync(AnalyticsQuery query, Func<Task<List<DateTimeOffset>>> ask) =>
        AskAsync((query.Tenant, query.Range, "open contacts"), query, ask);

    private async Task<List<T>> AskAsync<T>(object key, AnalyticsQuery query, Func<Task<List<T>>> ask)
    {
        if (kept.TryGetValue(key, out Entry<T>? found) && !changes.ChangedSince(query.Tenant, Depends(query), found!.AsOf))
            return found.Rows;
        var asOf = changes.Committed;
        var rows = await ask();
        kept.Set(key, new Entry<T>(rows, asOf), new MemoryCacheEntryOptions { Size = rows.Count + 1 });
        return rows;
    }

    /// <summary>Where a change would change the answer: in its days, unless a figure looks at rows around them as well.</summary>
    private static TimeRange Depends(AnalyticsQuery query) =>
        query.Metrics.All(m => m.Aggregates.All(a => Rollup.LooksAtItsDaysOnly(a))) ? query.Range : Always;

    private static readonly TimeRange Always = new(DateTimeOffset.UnixEpoch.AddYears(-100), DateTimeOffset.UnixEpoch.AddYears(300));

    public void Dispose() => kept.Dispose();

    /// <summary>Stretches that are still open do, and metrics that count what happened since a while ago.</summary>
    private static bool GrowsWithTheClock(AnalyticsQuery query) => query.Metrics.SelectMany(m => m.Aggregates).Any(a =>
        (a.Fact.IsSpan && query.Range.End > query.Now)
        || a.Conditions.OfType<RowCondition.Matches>().Any(c => FilterTimes.IsRelative(c.Filter)));

    private sealed record Entry<T>(List<T> Rows, long AsOf);
}
