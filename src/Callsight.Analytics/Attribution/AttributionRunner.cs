using System.Globalization;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Following;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Attribution;

/// <summary>Answers which touches earned the conversions.</summary>
public sealed class AttributionRunner(ISqlEngine engine)
{
    private const int Conversion = 0;
    private const long Touches = ~1L;

    /// <summary>Conversions times touches; one who converts without end would keep everybody else waiting.</summary>
    private const long MostPairs = 50_000_000;

    internal async Task<Result<AttributionAnswer>> AskAsync(AttributionQuery asked, CancellationToken ct)
    {
        if (!CheckAttribution.Apply(asked).TryGet(out var query, out var problem))
            return problem;
        var range = query.Zone.ToRange(query.Days);
        var (start, lookback) = (Moments.Of(range.Start), (long)query.Lookback.TotalMicroseconds);
        var (ledger, pairs) = (new CreditLedger(), 0L);
        await Rows(query).ReadAsync(engine, (_, rows) =>
        {
            var reach = 0;
            for (var i = 0; i < rows.Count; i++)
            {
                if (!rows[i].Is(Conversion) || rows[i].At < start)
                    continue;
                while (rows[i].At - rows[reach].At > lookback)
                    reach++;
                pairs += i - reach;
                if (pairs <= MostPairs)
                    Credit(query, ledger, rows[i], [.. rows[reach..i].Where(row => (row.Matched & Touches) != 0)]);
            }
        }, ct);
        if (pairs > MostPairs)
            return new Problem("attribution.too_many_touches",
                "There are too many touches before the conversions to share them all. Shorten the lookback or filter the touches.",
                ProblemKind.Unprocessable);
        if (ledger.IsTooLong)
            return new Problem("query.too_many_groups",
                $"The dimension has more than {CapRows.MostGroups} values. Take another, or filter the touches.",
                ProblemKind.Unprocessable);
        return ledger.ToAnswer(query.Limit);
    }

    internal static EntityRows Rows(AttributionQuery query)
    {
        var range = query.Zone.ToRange(query.Days);
        return new EntityRows
        {
            Tenant = query.Tenant,
            Entity = query.Entity,
            Range = new TimeRange(range.Start - query.Lookback, range.End),
            Matches = [query.Conversion, .. query.Touches],
            Values = [query.Dimension, query.Revenue],
        };
    }

    private static void Credit(AttributionQuery query, CreditLedger ledger, FollowedRow conversion, List<FollowedRow> touches)
    {
        var revenue = MoneyOf(conversion.Values[1]);
        ledger.Converted(revenue, touches.Count > 0);
        if (touches.Count == 0)
        {
            ledger.Add((CreditedTo.NoTouch, null), 1, revenue);
            return;
        }

        var values = touches.Select(touch => ShownValue.Of(touch.Values[0])).ToList();
        var shares = Credits.Share(
            query.Model, [.. touches.Select(touch => (conversion.At - touch.At) / (double)TimeSpan.MicrosecondsPerDay)],
            i => values[i] is not { } value || query.DirectValues.Contains(value), query.HalfLifeDays);
        var money = Credits.Money(revenue, shares);
        foreach (var mine in values.Select((value, i) => (Value: value, i)).GroupBy(v => v.Value))
            if (mine.Sum(v => shares[v.i]) is > 0 and var credit)
                ledger.Add((mine.Key is null ? CreditedTo.NoValue : CreditedTo.Value, mine.Key), credit, mine.Sum(v => money[v.i]));
    }

    /// <summary>Numbers that no money can be are none; nor are texts.</summary>
    private static decimal MoneyOf(object? value) => value switch
    {
        decimal money => money,
        double number when Math.Abs(number) < 1e14 => Math.Round((decimal)number, 4),
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1e14m => Math.Round(number, 4),
        _ => 0,
    };
}

/// <summary>Refuses what attribution cannot mean, and turns relative dates into instants.</summary>
internal static class CheckAttribution
{
    public static Result<AttributionQuery> Apply(AttributionQuery query)
    {
        if (Faults(query).Take(20).ToList() is { Count: > 0 } faults)
            return Problem.InvalidFields(faults);
        if (!CheckEvents.Filter(query.Conversion.Filter, "conversion_event.filter", query.Now, query.Zone)
                .TryGet(out var filter, out var problem))
            return problem;
        var touches = new List<Wanted>();
        foreach (var (index, touch) in query.Touches.Index())
            if (CheckEvents.Filter(touch.Filter, $"touch_events[{index}].filter", query.Now, query.Zone)
                    .TryGet(out var touched, out problem))
                touches.Add(touch with { Filter = touched });
            else
                return problem;
        return query with { Conversion = query.Conversion with { Filter = filter }, Touches = [.. touches] };
    }

    private static IEnumerable<FieldError> Faults(AttributionQuery query)
    {
        if (query.Days.Days > CheckBuckets.MostDays)
            yield return new("end_date", $"A period has at most {CheckBuckets.MostDays} days.");
        if (query.Touches.Count is < 1 or > AttributionQuery.MostTouchEvents)
            yield return new("touch_events", $"Name 1 to {AttributionQuery.MostTouchEvents} events that are touches.");
        if (CheckEvents.Dimension(query.Dimension) is { } unknown)
            yield return new("dimension", unknown);
        if (Facts.Events.Dimension(query.Revenue) is not { Kind: FieldKind.Number or FieldKind.Dynamic })
            yield return new("revenue", "Revenue is amount, value or a property such as properties.price.");
        if (query.Lookback <= TimeSpan.Zero || query.Lookback > TimeSpan.FromDays(732))
            yield return new("lookback", "The lookback is longer than nothing and at most two years.");
        if (query.HalfLifeDays is not (>= 0.01 and <= 3_660))
            yield return new("half_life_days", "The half-life is 0.01 to 3660 days.");
        if (query.Limit is < 1 or > AttributionQuery.MostRows)
            yield return new("limit", $"Ask for 1 to {AttributionQuery.MostRows} values.");
    }
}
