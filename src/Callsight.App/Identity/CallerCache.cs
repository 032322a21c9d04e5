using Callsight.App.Data;
using Microsoft.Extensions.Options;

namespace Callsight.App.Identity;

/// <summary>Roles of members and keys of programs, as they were read a moment ago.</summary>
/// <remarks>Only who was found is kept: a stranger is sought each time, and is in as soon as somebody lets them in.</remarks>
internal sealed class CallerCache(TimeProvider clock, IOptions<IdentityOptions> options)
{
    /// <summary>The role of each member, by person.</summary>
    public TenantCache<Guid, string> Roles { get; } = new(clock, TimeSpan.FromSeconds(options.Value.CallersKeptSeconds));

    /// <summary>Keys by their hash.</summary>
    public TenantCache<string, ApiKey> Keys { get; } = new(clock, TimeSpan.FromSeconds(options.Value.CallersKeptSeconds));

    /// <summary>Told of each tenant whose members or keys have changed.</summary>
    public event Action<TenantId>? Changed;

    /// <summary>Has everybody of the tenant looked up anew. To be called once a change of members or keys is committed.</summary>
    public void Forget(TenantId tenant)
    {
        Roles.Forget(tenant);
        Keys.Forget(tenant);
        Changed?.Invoke(tenant);
    }
}
