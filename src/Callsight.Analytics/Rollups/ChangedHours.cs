namespace Callsight.Analytics.Rollups;

/// <summary>Which hours of a tenant's past have changed, and when: what is kept about other hours still holds.</summary>
/// <remarks>
/// Hours of universal time, since days depend on a zone. Each change has a stamp that grows. An hour is fresh from its first change
/// until it is in the rollups; whoever keeps an answer instead asks whether anything changed since its stamp.
/// </remarks>
public sealed class ChangedHours
{
    private readonly Dictionary<TenantId, OfTenant> tenants = [];
    private readonly HashSet<TenantId> touched = [];
    private readonly Lock gate = new();
    private long stamp = 1;
    private long committed = 1;

    /// <summary>Told of a tenant's changes once they can be read from the store.</summary>
    public event Action<TenantId>? Changed;

    /// <summary>All changes up to this stamp can be read from the store.</summary>
    public long Committed => Interlocked.Read(ref committed);

    /// <summary>The hour an instant lies in, counted from 1970.</summary>
    public static int HourOf(DateTime utc) => (int)Math.Floor((utc - DateTime.UnixEpoch).TotalHours);

    /// <summary>When an hour begins.</summary>
    public static DateTimeOffset StartOf(int hour) => DateTimeOffset.UnixEpoch.AddHours(hour);

    /// <summary>Notes that hours are about to change. Called before the change can be read.</summary>
    /// <returns>Those not yet noted on disk.</returns>
    internal IReadOnlyList<int> Touch(TenantId tenant, IEnumerable<int> hours)
    {
        lock (gate)
        {
            var known = Of(tenant);
            stamp++;
            touched.Add(tenant);
            var unkept = new List<int>();
            foreach (var hour in hours)
            {
                known.LastChange[hour] = stamp;
                known.Fresh.Add(hour);
                if (!known.Kept.Contains(hour))
                    unkept.Add(hour);
            }

            return unkept;
        }
    }

    /// <summary>The changes noted so far are durable, and so are the notes.</summary>
    internal void Commit(IEnumerable<(TenantId Tenant, IReadOnlyList<int> Hours)> kept)
    {
        List<TenantId> changed;
        lock (gate)
        {
            foreach (var (tenant, hours) in kept)
                Of(tenant).Kept.UnionWith(hours);
            Interlocked.Exchange(ref committed, stamp);
            changed = [.. touched];
            touched.Clear();
        }

        foreach (var tenant in changed)
            Changed?.Invoke(tenant);
    }

    /// <summary>Fresh hours, as a previous run left them.</summary>
    internal void Restore(TenantId tenant, int hour)
    {
        lock (gate)
        {
            Of(tenant).LastChange[hour] = stamp;
            Of(tenant).Fresh.Add(hour);
            Of(tenant).Kept.Add(hour);
        }
    }

    /// <summary>The rollups hold these hours as they were at a stamp; those that changed again stay fresh.</summary>
    /// <returns>The hours whose note on disk may go.</returns>
    internal IReadOnlyList<int> Settle(TenantId tenant, IEnumerable<int> hours, long asOf)
    {
        lock (gate)
        {
            var known = Of(tenant);
            var settled = hours.Where(hour => known.LastChange.GetValueOrDefault(hour) <= asOf).ToList();
            known.Fresh.ExceptWith(settled);
            known.Kept.ExceptWith(settled);
            return settled;
        }
    }

    /// <summary>Hours that the rollups do not hold as they are now.</summary>
    public IReadOnlyList<int> Fresh(TenantId tenant)
    {
        lock (gate)
            return tenants.TryGetValue(tenant, out var known) ? [.. known.Fresh] : [];
    }

    /// <summary>Whether anything in the range changed after a stamp.</summary>
    public bool ChangedSince(TenantId tenant, TimeRange range, long since)
    {
        lock (gate)
        {
            if (!tenants.TryGetValue(tenant, out var known))
                return false;
            var (first, last) = (HourOf(range.Start.UtcDateTime), HourOf(range.End.UtcDateTime));
            if (known.LastChange.Count < last - first)
                return known.LastChange.Any(change => change.Value > since && change.Key >= first && change.Key <= last);
            for (var hour = first; hour <= last; hour++)
                if (known.LastChange.TryGetValue(hour, out var changed) && changed > since)
                    return true;
            return false;
        }
    }

    /// <summary>Tenants with hours the rollups do not hold.</summary>
    public IReadOnlyList<TenantId> TenantsWithFresh()
    {
        lock (gate)
            return [.. tenants.Where(t => t.Value.Fresh.Count > 0).Select(t => t.Key)];
    }

    private OfTenant Of(TenantId tenant)
    {
        if (!tenants.TryGetValue(tenant, out var known))
            tenants[tenant] = known = new OfTenant();
        return known;
    }

    private sealed class OfTenant
    {
        public Dictionary<int, long> LastChange { get; } = [];
        public HashSet<int> Fresh { get; } = [];
        public HashSet<int> Kept { get; } = [];
    }
}
