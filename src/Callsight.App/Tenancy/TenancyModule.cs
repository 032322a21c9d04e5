using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Tenancy;

/// <summary>Tenants and their settings.</summary>
internal static class TenancyModule
{
    public static IServiceCollection AddTenancy(this IServiceCollection services) => services
        .AddScoped<TenantDirectory>()
        .AddScoped<ITenantDirectory>(provider => provider.GetRequiredService<TenantDirectory>())
        .AddScoped<ITenantSettings>(provider => provider.GetRequiredService<TenantDirectory>());

    public static void Map(RouteGroupBuilder api)
    {
        var tenant = api.MapGroup("/tenant").WithTags("Tenants");
        GetTenant.Map(tenant);
        UpdateTenant.Map(tenant);
    }
}
