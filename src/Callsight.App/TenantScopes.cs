using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App;

/// <summary>The one way in which background work enters a tenant.</summary>
internal static class TenantScopes
{
    /// <summary>A scope in which everything is done in the name of a tenant.</summary>
    public static AsyncServiceScope Enter(this IServiceScopeFactory scopes, TenantId tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
        return scope;
    }
}
