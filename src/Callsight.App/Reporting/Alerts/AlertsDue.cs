using System.Collections.Concurrent;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Knows which tenants have alerts or messages that are due, so that the others cost nothing.</summary>
internal sealed class AlertsDue
{
    private readonly ConcurrentDictionary<TenantId, DateTimeOffset> next = new();
    private readonly ConcurrentDictionary<TenantId, bool> changed = new();

    /// <summary>Has a tenant looked at soon: an alert was made or changed, an incident resolved.</summary>
    public void Look(TenantId tenant) => next[tenant] = DateTimeOffset.MinValue;

    /// <summary>What is due next there; null for nothing, and the tenant is forgotten.</summary>
    public void Set(TenantId tenant, DateTimeOffset? at)
    {
        if (at is { } moment)
            next[tenant] = moment;
        else
            next.TryRemove(tenant, out _);
    }

    /// <summary>Notes that events of a tenant changed. Called at each commit, so it does no more than that.</summary>
    public void Changed(TenantId tenant)
    {
        if (next.ContainsKey(tenant))
            changed[tenant] = true;
    }

    /// <summary>Tenants to look at now, and whether their events changed since the last time.</summary>
    public List<(TenantId Tenant, bool IsChanged)> Take(DateTimeOffset now)
    {
        var due = next.Where(t => t.Value <= now).ToDictionary(t => t.Key, _ => false);
        foreach (var tenant in changed.Keys)
            if (changed.TryRemove(tenant, out _) && next.ContainsKey(tenant))
                due[tenant] = true;
        return [.. due.Select(t => (t.Key, t.Value))];
    }
}
