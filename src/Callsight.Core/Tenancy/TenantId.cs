namespace Callsight.Core;

/// <summary>Whose data this is. Every row, event, job, topic and cache key carries one.</summary>
public readonly record struct TenantId(Guid Value)
{
    /// <summary>A new tenant.</summary>
    public static TenantId New() => new(Guid.CreateVersion7());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Whose data the code that is running now may touch.</summary>
/// <remarks>
/// One per scope (request, job, connection). It is set once, by the door the work came in through, and never changes
/// afterwards: a scope that could switch tenants could also mix them.
/// </remarks>
public sealed class CurrentTenant
{
    private TenantId? tenant;

    /// <summary>The tenant of this scope.</summary>
    /// <exception cref="InvalidOperationException">Nobody said whose work this is.</exception>
    public TenantId Id => tenant ?? throw new InvalidOperationException("No tenant is set for this work.");

    /// <summary>The tenant's id, or an empty one that owns nothing: without a tenant every query comes back empty.</summary>
    public TenantId IdOrNone => tenant ?? default;

    /// <summary>Whether this scope works for a tenant.</summary>
    public bool IsSet => tenant is not null;

    /// <summary>Says whose work this is. Saying it again is fine, saying something else is a bug.</summary>
    public void Enter(TenantId id)
    {
        if (id == default)
            throw new ArgumentException("An empty tenant id owns nothing.", nameof(id));
        if (tenant is { } set && set != id)
            throw new InvalidOperationException("This work already belongs to another tenant.");
        tenant = id;
    }
}
