using Callsight.Analytics.Compiling;

namespace Callsight.Analytics.Attribution;

/// <summary>Keeps what each value has earned.</summary>
internal sealed class CreditLedger
{
    private const int RateDecimals = 6;

    private readonly Dictionary<(CreditedTo To, string? Value), (decimal Credits, decimal Revenue, long Conversions)> accounts = [];
    private long conversions, withTouches;
    private decimal revenue;

    /// <summary>Whether there are more values than can be kept; some are left out then.</summary>
    public bool IsTooLong { get; private set; }

    public void Converted(decimal earned, bool hasTouches)
    {
        conversions++;
        withTouches += hasTouches ? 1 : 0;
        revenue += earned;
    }

    public void Add((CreditedTo To, string? Value) account, decimal credits, decimal earned)
    {
        var old = accounts.GetValueOrDefault(account);
        if (old.Conversions == 0 && accounts.Count >= CapRows.MostGroups)
            IsTooLong = true;
        else
            accounts[account] = (old.Credits + credits, old.Revenue + earned, old.Conversions + 1);
    }

    /// <summary>The values with the most credit, all the others together, and the conversions that nothing led to.</summary>
    /// <remarks>A conversion that several of the others share counts for each of them among their conversions.</remarks>
    public AttributionAnswer ToAnswer(int limit)
    {
        var sorted = accounts.Where(a => a.Key.To is not CreditedTo.NoTouch).OrderByDescending(a => a.Value.Credits)
            .ThenBy(a => a.Key.To).ThenBy(a => a.Key.Value, StringComparer.Ordinal).ToList();
        var rows = sorted.Take(limit).Select(a => Row(a.Key.To, a.Key.Value, a.Value)).ToList();
        if (sorted.Count > limit)
            rows.Add(Row(CreditedTo.Other, "other", sorted.Skip(limit).Select(a => a.Value).Aggregate((sum, next) =>
                (sum.Credits + next.Credits, sum.Revenue + next.Revenue, sum.Conversions + next.Conversions))));
        if (accounts.TryGetValue((CreditedTo.NoTouch, null), out var none))
            rows.Add(Row(CreditedTo.NoTouch, null, none));
        return new AttributionAnswer(rows, conversions, withTouches, Plain(revenue));
    }

    private AttributionRow Row(CreditedTo to, string? value, (decimal Credits, decimal Revenue, long Conversions) account) => new(
        value, to, Plain(account.Credits),
        conversions == 0 ? null : Math.Round((double)(account.Credits * 100 / conversions), RateDecimals),
        Plain(account.Revenue), account.Conversions);

    /// <summary>Without decimals that are zero.</summary>
    private static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;
}
