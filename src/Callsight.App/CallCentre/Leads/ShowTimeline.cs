using System.Text.Json.Nodes;
using Callsight.Analytics.Store;
using Callsight.App.CallCentre.Agents;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Leads;

/// <summary>Something that happened to a lead.</summary>
public sealed record TimelineEntry(
    Guid EventId, string Type, string? Title, DateTimeOffset OccurredAt, Id<Agent>? AgentId, Guid? CallId, string? Status,
    decimal? Amount, JsonObject? Properties)
{
    internal static TimelineEntry From(CatalogueEvent e) => new(
        e.Id, e.Type, EventCatalogue.All.GetValueOrDefault(e.Type)?.Title, e.OccurredAt,
        e.AgentId is { } agent ? new Id<Agent>(agent) : null, e.CallId, e.Status, e.Amount, e.Properties);
}

internal static class ShowTimeline
{
    public static void Map(RouteGroupBuilder leads) => leads
        .MapGet("/{id:guid}/timeline", HandleAsync).WithName("ShowTimeline")
        .WithSummary("What happened to a lead, newest first").WithDescription("Its calls and tracked events among it.")
        .RequireAuthorization(Permissions.LeadsRead);

    public static async Task<Answer<Page<TimelineEntry>>> HandleAsync(
        Guid id, [AsParameters] PageRequest page, AppDb db, IEventStore events, CurrentTenant tenant, CancellationToken ct)
    {
        if (!await db.Set<Lead>().AnyAsync(l => l.Id == new Id<Lead>(id), ct))
            return Problem.NotFound("lead");
        if (!EventCursors.Read(page.Cursor).TryGet(out var after, out var problem))
            return problem;
        var found = await events.ReadEventsAsync(tenant.Id, new EventPageRequest(LeadId: id, After: after, Limit: page.Size), ct);
        return new Page<TimelineEntry>(
            [.. found.Events.Select(stored => TimelineEntry.From(stored.Event))], EventCursors.Write(found.Next));
    }
}
