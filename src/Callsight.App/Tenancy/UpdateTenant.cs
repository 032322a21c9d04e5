using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Tenancy;

/// <summary>What to change of the tenant; a field left out stays as it is.</summary>
/// <param name="EventRetentionDays">For how many whole days before today raw events are kept; 0 keeps them for ever.</param>
public sealed record TenantRequest(
    [property: MaxLength(Tenant.MaxNameLength), MinLength(1)] string? Name, [property: MaxLength(60)] string? TimeZone,
    [property: MaxLength(3)] string? Currency, [property: Range(1, 7)] int? ServiceLevelVariant,
    [property: Range(0, 600)] int? ShortAbandonSeconds, [property: Range(1, 90)] int? RepeatWindowDays, OpenWeek? BusinessHours,
    [property: Range(0, 36_500)] int? EventRetentionDays) : IValidated;

internal static class UpdateTenant
{
    public static void Map(RouteGroupBuilder tenant) => tenant
        .MapPatch("/", HandleAsync).WithName("UpdateTenant").WithSummary("Change the tenant")
        .WithDescription("A new time zone changes where days begin, for past figures too. So do service_level_variant, " +
            "short_abandon_seconds and repeat_window_days for the metrics that ask for them. " +
            "Business hours count for leads that are contacted from now on. " +
            "event_retention_days deletes raw events that are older, and with them what is counted from them; figures of calls, " +
            "leads, agents and spending stay.")
        .RequireAuthorization(Permissions.TenantWrite);

    public static async Task<Answer<TenantView>> HandleAsync(
        TenantRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, AppDb db, CurrentTenant current,
        CancellationToken ct)
    {
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Id == current.Id, ct);
        if (ETags.Check(ifMatch, tenant.Version) is { } stale)
            return stale;
        if (request.TimeZone is not null && TenantZone.Find(request.TimeZone).Problem is { } unknown)
            return Problem.InvalidField("time_zone", unknown.Message);
        if (request.Currency is not null && !Currencies.IsCode(request.Currency))
            return Problem.InvalidField("currency", "A currency is an ISO 4217 code such as EUR.");
        if (request.BusinessHours?.Fault() is { } fault)
            return Problem.InvalidFields(fault);
        tenant.Name = request.Name ?? tenant.Name;
        tenant.TimeZone = request.TimeZone ?? tenant.TimeZone;
        tenant.Currency = request.Currency ?? tenant.Currency;
        tenant.ServiceLevelVariant = request.ServiceLevelVariant ?? tenant.ServiceLevelVariant;
        tenant.ShortAbandonSeconds = request.ShortAbandonSeconds ?? tenant.ShortAbandonSeconds;
        tenant.RepeatWindowDays = request.RepeatWindowDays ?? tenant.RepeatWindowDays;
        tenant.BusinessHours = request.BusinessHours is { } hours ? hours.Write() : tenant.BusinessHours;
        if (request.EventRetentionDays is { } days)
            tenant.EventRetentionDays = days == 0 ? null : days;
        await db.SaveChangesAsync(ct);
        return TenantView.From(tenant);
    }
}
