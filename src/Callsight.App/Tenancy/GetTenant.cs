using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Tenancy;

internal static class GetTenant
{
    public static void Map(RouteGroupBuilder tenant) => tenant
        .MapGet("/", HandleAsync).WithName("GetTenant").WithSummary("The tenant you work in")
        .RequireAuthorization(Permissions.TenantRead);

    public static async Task<Answer<TenantView>> HandleAsync(AppDb db, CurrentTenant current, CancellationToken ct) =>
        TenantView.From(await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == current.Id, ct));
}
