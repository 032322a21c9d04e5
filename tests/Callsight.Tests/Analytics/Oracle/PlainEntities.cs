using Callsight.Analytics.Following;
using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Each entity with its events, in order of time and arrival.</summary>
internal static class PlainEntities
{
    public static List<List<CatalogueEvent>> Of(PlainRows rows, FollowedEntity entity) =>
        [.. rows.Events.Select((row, arrival) => (Row: row, Arrival: arrival)).Where(e => IdOf(e.Row, entity) is not null)
            .GroupBy(e => IdOf(e.Row, entity))
            .Select(mine => mine.OrderBy(e => e.Row.OccurredAt).ThenBy(e => e.Arrival).Select(e => e.Row).ToList())];

    public static bool Matches(CatalogueEvent row, Wanted wanted, DateTimeOffset now, TenantZone zone) =>
        (wanted.Event is null || row.Type == wanted.Event)
        && FilterEvaluator.Holds(wanted.Filter, name => PlainFields.Of(row, name), new RelativeTime(now, zone));

    public static DateOnly DayOf(CatalogueEvent row, TenantZone zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.OccurredAt, TimeZoneInfo.FindSystemTimeZoneById(zone.Id)).DateTime);

    public static bool IsIn(CatalogueEvent row, DayRange days, TenantZone zone) =>
        DayOf(row, zone) is var day && day >= days.First && day <= days.Last;

    private static object? IdOf(CatalogueEvent row, FollowedEntity entity) => entity switch
    {
        FollowedEntity.Lead => row.LeadId,
        FollowedEntity.User => row.UserId,
        FollowedEntity.Call => row.CallId,
        _ => row.SessionId,
    };
}
