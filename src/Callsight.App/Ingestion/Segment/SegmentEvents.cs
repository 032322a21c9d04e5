using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Callsight.App.Ingestion.Segment;

/// <summary>Puts calls of Segment's tracking API into our form, as docs/ingestion.md describes it.</summary>
/// <param name="receivedAt">When they came in.</param>
internal sealed class SegmentEvents(DateTimeOffset receivedAt)
{
    public const int MostBytes = 32 * 1024;

    /// <summary>The type of an event that says who a user is.</summary>
    public const string Identified = "user_identified";

    /// <param name="item">The call.</param>
    /// <param name="kind">What was called, where the address says it; else the item's own <c>type</c>.</param>
    /// <param name="batch">The batch around it, whose context and sentAt count for each item; nothing where there is none.</param>
    public Result<ForeignEvent> Translate(JsonElement item, string? kind, JsonElement batch)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return new Problem("event.not_an_object", "An event is a JSON object.");
        if (JsonMarshal.GetRawUtf8Value(item).Length > MostBytes)
            return new Problem("event.too_large", $"An event takes at most {MostBytes / 1024} KB.");
        kind ??= Text(item, "type");
        var type = kind switch
        {
            "track" => Text(item, "event"),
            "identify" => Identified,
            "page" => "page_viewed",
            "screen" => "screen_viewed",
            "group" => "group_identified",
            "alias" => "user_aliased",
            _ => null,
        };
        if (type is null && kind != "track")
            return new Problem("event.kind_unknown", "type is one of track, identify, page, screen, group and alias.");
        if (string.IsNullOrEmpty(type))
            return new Problem("event.type_missing", "An event needs a type, such as page_viewed.");
        if (Text(item, "userId") is null && Text(item, "anonymousId") is null)
            return new Problem("event.user_missing", "An event needs a userId or an anonymousId.");

        var ours = new ForeignEvent();
        ours.Field("type", type);
        ours.Field("event_id", Text(item, "messageId"));
        ours.Field("user_id", Text(item, "userId") ?? Text(item, "anonymousId"));
        ours.Field("occurred_at", OccurredAt(item, batch));
        var free = Member(item, kind is "identify" or "group" ? "traits" : "properties");
        ours.Number("amount", Member(free, "revenue"));
        ours.Take(free);
        ours.Property("name", Text(item, "name"));
        ours.Property("category", Text(item, "category"));
        ours.Property("group_id", Text(item, "groupId"));
        ours.Property("previous_id", Text(item, "previousId"));
        ours.Property("anonymous_id", Text(item, "userId") is null ? null : Text(item, "anonymousId"));
        foreach (var context in new[] { Member(item, "context"), Member(batch, "context") })
            TakeContext(ours, context);
        return ours;
    }

    private static void TakeContext(ForeignEvent ours, JsonElement context)
    {
        foreach (var (group, names) in new[]
                 {
                     ("campaign", new[] { "name", "source", "medium", "term", "content" }),
                     ("page", ["url", "path", "referrer", "search", "title"]),
                     ("device", ["type", "manufacturer", "model"]),
                     ("os", ["name", "version"]),
                     ("app", ["name", "version"]),
                     ("library", ["name", "version"]),
                 })
            foreach (var name in names)
                ours.Property($"{group}_{name}", Text(Member(context, group), name));
        ours.Property("locale", Text(context, "locale"));
        ours.Property("time_zone", Text(context, "timezone"));
        ours.Property("channel", Text(context, "channel"));
        ours.Property("user_agent", Text(context, "userAgent"));
        ours.Property("group_id", Text(context, "groupId"));
    }

    /// <summary>When it happened by our clock: the sender's may be wrong, by as much as its time of sending is.</summary>
    private DateTimeOffset? OccurredAt(JsonElement item, JsonElement batch)
    {
        if ((Instant(item, "originalTimestamp") ?? Instant(item, "timestamp")) is not { } original)
            return null;
        if ((Instant(item, "sentAt") ?? Instant(batch, "sentAt")) is not { } sentAt)
            return original;
        var ticks = (decimal)receivedAt.UtcTicks - (sentAt.UtcTicks - original.UtcTicks);
        return new DateTimeOffset((long)Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name) => Member(json, name) is var value && value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    } is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Instant(JsonElement json, string name) =>
        DateTimeOffset.TryParse(Text(json, name), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;
}
