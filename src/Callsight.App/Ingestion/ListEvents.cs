using System.Text.Json.Nodes;
using Callsight.Analytics.Store;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Ingestion.EventTypes;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.Ingestion;

/// <summary>An event as the API shows it.</summary>
public sealed record EventView(
    Guid EventId, string Type, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string? UserId, string? SessionId,
    Guid? AgentId, Guid? LeadId, Guid? CampaignId, Guid? CallId, Guid? QueueId, double? Value, double? DurationSeconds,
    decimal? Amount, JsonObject? Properties)
{
    internal static EventView From(StoredEvent stored) => From(stored, stored.Event);

    private static EventView From(StoredEvent stored, CatalogueEvent e) => new(
        e.Id, e.Type, e.OccurredAt, stored.ReceivedAt, e.UserId, e.SessionId, e.AgentId, e.LeadId, e.CampaignId, e.CallId,
        e.QueueId, e.Value, e.DurationMilliseconds / 1000.0, e.Amount, e.Properties);
}

/// <summary>A type of event: those of the product, and those the tenant has recorded.</summary>
public sealed record EventTypeView(
    string Type, string? Title, string? Description, long Count, DateTimeOffset? FirstAt, DateTimeOffset? LastAt, bool IsDeclared,
    bool Enforced);

internal static class ListEvents
{
    private static readonly DateTimeOffset LastInstant = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Map(RouteGroupBuilder analytics)
    {
        analytics.MapGet("/events", HandleAsync).WithName("ListEvents").WithSummary("List events, newest first")
            .RequireAuthorization(Permissions.AnalyticsRead);
        analytics.MapGet("/event-types", TypesAsync).WithName("ListEventTypes").WithSummary("List types of events")
            .RequireAuthorization(Permissions.AnalyticsRead);
    }

    public static async Task<Answer<Page<EventView>>> HandleAsync(
        [AsParameters] PageRequest page, string? type, DateTimeOffset? from, DateTimeOffset? to,
        [FromQuery(Name = "lead_id")] Guid? leadId, IEventStore store, CurrentTenant tenant, CancellationToken ct)
    {
        if (!EventCursors.Read(page.Cursor).TryGet(out var after, out var problem))
            return problem;
        var (start, end) = (from ?? DateTimeOffset.UnixEpoch, to ?? LastInstant);
        if (start > end)
            return Problem.InvalidField("to", "The end lies before the start.");
        var range = from is null && to is null ? (TimeRange?)null : new TimeRange(start, end);
        var events = await store.ReadEventsAsync(tenant.Id, new EventPageRequest(type, range, leadId, null, after, page.Size), ct);
        return new Page<EventView>([.. events.Events.Select(EventView.From)], EventCursors.Write(events.Next));
    }

    public static async Task<Answer<Page<EventTypeView>>> TypesAsync(
        IEventStore store, EventTypeReading reading, CurrentTenant tenant, CancellationToken ct)
    {
        var seen = (await store.EventTypesAsync(tenant.Id, ct)).ToDictionary(t => t.Type);
        var declared = await reading.DeclaredAsync(ct);
        var types = EventCatalogue.All.Concat(ReportedEvents.All).ToDictionary(StringComparer.Ordinal);
        return new Page<EventTypeView>(
        [
            .. types.Keys.Union(seen.Keys).Union(declared.Keys).Order(StringComparer.Ordinal).Select(type =>
            {
                var (known, counted, said) =
                    (types.GetValueOrDefault(type), seen.GetValueOrDefault(type), declared.GetValueOrDefault(type));
                return new EventTypeView(
                    type, known?.Title, said?.Description ?? known?.Description, counted?.Count ?? 0, counted?.FirstAt, counted?.LastAt,
                    said is not null, said?.Enforced ?? false);
            }),
        ], null);
    }
}
