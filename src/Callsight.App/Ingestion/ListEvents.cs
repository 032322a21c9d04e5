using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Callsight.Analytics.Store;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.Ingestion;

/// <summary>An event as the API shows it.</summary>
public sealed record EventView(
    Guid EventId, string Type, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string? UserId, string? SessionId,
    Guid? AgentId, Guid? LeadId, Guid? CampaignId, Guid? CallId, Guid? QueueId, double? Value, double? DurationSeconds,
    decimal? Amount, JsonObject? Properties)
{
    internal static EventView From(StoredEvent stored) => stored.Event is var e ? new(
        e.Id, e.Type, e.OccurredAt, stored.ReceivedAt, e.UserId, e.SessionId, e.AgentId, e.LeadId, e.CampaignId, e.CallId,
        e.QueueId, e.Value, e.DurationMilliseconds / 1000.0, e.Amount, e.Properties) : null!;
}

/// <summary>A type of event: those of the product, and those the tenant has recorded.</summary>
public sealed record EventTypeView(
    string Type, string? Title, string? Description, long Count, DateTimeOffset? FirstAt, DateTimeOffset? LastAt);

internal static class ListEvents
{
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
        if (!Cursor(page.Cursor).TryGet(out var after, out var problem))
            return problem;
        if (from > to)
            return Problem.InvalidField("to", "The end lies before the start.");
        var range = from is null && to is null ? (TimeRange?)null
            : new TimeRange(from ?? DateTimeOffset.UnixEpoch, to ?? DateTimeOffset.MaxValue);
        var events = await store.ReadEventsAsync(tenant.Id, new EventPageRequest(type, range, leadId, null, after, page.Size), ct);
        return new Page<EventView>([.. events.Events.Select(EventView.From)], events.Next is { } next ? Text(next) : null);
    }

    public static async Task<Answer<Page<EventTypeView>>> TypesAsync(IEventStore store, CurrentTenant tenant, CancellationToken ct)
    {
        var seen = (await store.EventTypesAsync(tenant.Id, ct)).ToDictionary(t => t.Type);
        return new Page<EventTypeView>(
        [
            .. EventCatalogue.All.Keys.Union(seen.Keys).Order(StringComparer.Ordinal).Select(type =>
            {
                var (known, counted) = (EventCatalogue.All.GetValueOrDefault(type), seen.GetValueOrDefault(type));
                return new EventTypeView(
                    type, known?.Title, known?.Description, counted?.Count ?? 0, counted?.FirstAt, counted?.LastAt);
            }),
        ], null);
    }

    private static string Text(EventCursor cursor) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{cursor.OccurredAt.UtcTicks}.{cursor.Sequence}"));

    private static Result<EventCursor?> Cursor(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (EventCursor?)null;
        if (text.Length <= 60 && Base64Url.IsValid(text)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.') is [var ticks, var sequence]
            && long.TryParse(ticks, out var at) && at is > 0 and < 3_155_378_975_999_999_999 && long.TryParse(sequence, out var number))
            return (EventCursor?)new EventCursor(new DateTimeOffset(at, TimeSpan.Zero), number);
        return Problem.InvalidField("cursor", "This is not a cursor of this list. Pass the next_cursor of a page unchanged.");
    }
}
