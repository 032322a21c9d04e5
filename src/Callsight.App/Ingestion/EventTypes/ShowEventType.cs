using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Store;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Ingestion.EventTypes;

/// <summary>A property that events of a type were seen with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kinds">What it held: <c>text</c>, <c>instant</c>, <c>number</c>, <c>truth</c>, <c>object</c> or <c>list</c>.</param>
/// <param name="Events">In how many of the events that were looked at.</param>
public sealed record LearnedProperty(string Name, IReadOnlyList<string> Kinds, int Events);

/// <summary>A type of event with what is known of it: as declared, and as learned from its newest events.</summary>
/// <param name="Type">Its key.</param>
/// <param name="Title">What people call it, for types of the product.</param>
/// <param name="Description">What it means.</param>
/// <param name="Count">How many events of it there are.</param>
/// <param name="FirstAt">When the first happened.</param>
/// <param name="LastAt">When the last happened.</param>
/// <param name="IsDeclared">Whether the tenant has said what its events hold.</param>
/// <param name="Enforced">Whether events that do not fit are refused.</param>
/// <param name="Fields">What its events hold, as declared.</param>
/// <param name="Properties">What the newest 200 events of it hold.</param>
public sealed record EventTypeDetail(
    string Type, string? Title, string? Description, long Count, DateTimeOffset? FirstAt, DateTimeOffset? LastAt, bool IsDeclared,
    bool Enforced, IReadOnlyList<DeclaredField> Fields, IReadOnlyList<LearnedProperty> Properties);

internal static class ShowEventType
{
    public static void Map(RouteGroupBuilder types) => types.MapGet("/{type}", HandleAsync)
        .WithName("GetEventType").WithSummary("Show a type of event, as declared and as seen")
        .WithDescription("properties tells what the newest 200 events of the type hold, whether declared or not.")
        .RequireAuthorization(Permissions.AnalyticsRead);

    public static async Task<Answer<EventTypeDetail>> HandleAsync(string type, EventTypeReading reading, CancellationToken ct) =>
        await reading.FindAsync(type, ct) is { } found ? found : Problem.NotFound("event_type");
}

/// <summary>Puts together what is declared, catalogued and seen of types of events.</summary>
internal sealed class EventTypeReading(AppDb db, IEventStore store, CurrentTenant tenant)
{
    private const int Looked = 200;

    /// <summary>All that is known of a type; null when nobody has heard of it.</summary>
    public async Task<EventTypeDetail?> FindAsync(string type, CancellationToken ct)
    {
        var declared = await db.Set<DeclaredEventType>().AsNoTracking().SingleOrDefaultAsync(t => t.Type == type, ct);
        var known = EventCatalogue.All.GetValueOrDefault(type);
        var seen = (await store.EventTypesAsync(tenant.Id, ct)).FirstOrDefault(t => t.Type == type);
        if (declared is null && known is null && seen is null)
            return null;
        var newest = seen is null ? [] : (await store.ReadEventsAsync(tenant.Id, new EventPageRequest(type, Limit: Looked), ct)).Events;
        return new EventTypeDetail(
            type, known?.Title, declared?.Description ?? known?.Description, seen?.Count ?? 0, seen?.FirstAt, seen?.LastAt,
            declared is not null, declared?.Enforced ?? false, declared?.Fields ?? [], Learned(newest));
    }

    /// <summary>What the tenant has declared, by type.</summary>
    public Task<Dictionary<string, DeclaredEventType>> DeclaredAsync(CancellationToken ct) =>
        db.Set<DeclaredEventType>().AsNoTracking().ToDictionaryAsync(t => t.Type, StringComparer.Ordinal, ct);

    private static List<LearnedProperty> Learned(IEnumerable<StoredEvent> events) =>
    [
        .. events.SelectMany(e => e.Event.Properties ?? [])
            .GroupBy(p => p.Key).OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new LearnedProperty(
                p.Key, [.. p.Select(v => KindOf(v.Value)).OfType<string>().Distinct().Order(StringComparer.Ordinal)], p.Count())),
    ];

    private static string? KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => EventSchema.IsInstant(value.GetValue<string>()) ? "instant" : "text",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "truth",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "list",
        _ => null,
    };
}
