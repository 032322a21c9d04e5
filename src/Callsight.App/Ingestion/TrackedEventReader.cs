using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.Http;

namespace Callsight.App.Ingestion;

/// <summary>Why one event of a batch was refused; the others are not affected.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Code">Stable key of the reason.</param>
/// <param name="Message">What to mend.</param>
public sealed record EventError(int Index, string Code, string Message);

/// <summary>Reads tracked events as clients send them, and says what is wrong with those it cannot take.</summary>
/// <param name="now">When they came in.</param>
/// <param name="key">The request's <c>Idempotency-Key</c>: events without an id get one
/// from it, their place in the batch and all they say, so that another batch under a used key is not taken for the first.</param>
internal sealed class TrackedEventReader(DateTimeOffset now, string? key = null)
{
    public const int MaxTypeLength = 100;
    public const int MaxTextLength = 200;
    public static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(1);

    private static readonly string[] Known =
    [
        "event_id", "type", "occurred_at", "user_id", "session_id", "agent_id", "lead_id", "campaign_id", "call_id",
        "queue_id", "value", "duration_seconds", "amount", "properties",
    ];

    private string? code;
    private string? message;
    private int place;

    /// <summary>Whether any event read so far brought an id of its own, and may therefore be a repetition.</summary>
    public bool MayRepeat { get; private set; }

    /// <summary>Reads one event; null with an error when it cannot be taken.</summary>
    public CatalogueEvent? Read(JsonElement json, int index, List<EventError> errors)
    {
        (code, message, place) = (null, null, index);
        CatalogueEvent? read = null;
        try
        {
            if (json.ValueKind != JsonValueKind.Object)
                Refuse("event.not_an_object", "An event is a JSON object.");
            else
                read = ReadObject(json);
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair, which is no Unicode.
            Refuse("event.text_invalid", "A text of the event is not valid Unicode.");
        }

        if (code is null)
            return read;
        errors.Add(new EventError(index, code, message!));
        return null;
    }

    private CatalogueEvent ReadObject(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
            if (!Known.Contains(property.Name, StringComparer.Ordinal))
                Refuse("event.unknown_field", $"There is no field {Short(property.Name)}; put it into properties.");
        return new CatalogueEvent
        {
            Id = ReadId(json),
            Type = ReadType(json),
            OccurredAt = ReadInstant(json),
            UserId = ReadText(json, "user_id"),
            SessionId = ReadText(json, "session_id"),
            AgentId = ReadReference(json, "agent_id"),
            LeadId = ReadReference(json, "lead_id"),
            CampaignId = ReadReference(json, "campaign_id"),
            CallId = ReadReference(json, "call_id"),
            QueueId = ReadReference(json, "queue_id"),
            Value = ReadNumber(json, "value", double.MinValue, double.MaxValue),
            DurationMilliseconds = ReadNumber(json, "duration_seconds", 0, 1e9) is { } seconds
                ? (long)Math.Round(seconds * 1000) : null,
            Amount = ReadNumber(json, "amount", -1e12, 1e12) is { } amount ? Math.Round((decimal)amount, 4) : null,
            Properties = ReadProperties(json),
        };
    }

    private Guid ReadId(JsonElement json)
    {
        var text = ReadText(json, "event_id");
        if (string.IsNullOrEmpty(text) && key is null)
            return Guid.CreateVersion7(now);
        MayRepeat = true;
        return EventIds.FromText(string.IsNullOrEmpty(text) ? $"{key}/{place}/{json.GetRawText()}" : text);
    }

    private string ReadType(JsonElement json)
    {
        if (!json.TryGetProperty("type", out var value) || value.ValueKind != JsonValueKind.String)
            Refuse("event.type_missing", "An event needs a type, such as page_viewed.");
        else if (value.GetString() is { } type && type.Length is > 0 and <= MaxTypeLength && !type.Any(char.IsControl))
            return type;
        else
            Refuse("event.type_invalid", $"A type is a text of 1 to {MaxTypeLength} printable characters.");
        return "";
    }

    private DateTimeOffset ReadInstant(JsonElement json)
    {
        if (!json.TryGetProperty("occurred_at", out var value) || value.ValueKind == JsonValueKind.Null)
            return now.Micro();
        if (value.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            Refuse("event.occurred_at_invalid", "occurred_at is an RFC 3339 instant such as 2026-03-29T01:30:00Z.");
        else if (instant > now + FurthestAhead || instant < DateTimeOffset.UnixEpoch)
            Refuse("event.occurred_at_out_of_range", "occurred_at lies before 1970 or more than a day ahead.");
        else
            return instant.Micro();
        return now;
    }

    private string? ReadText(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null || text.Length > MaxTextLength || text.Contains('\0', StringComparison.Ordinal))
            Refuse("event.text_invalid", $"{name} is a text of at most {MaxTextLength} characters, without NUL.");
        return text;
    }

    private Guid? ReadReference(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String && Guid.TryParse(value.GetString(), out var id))
            return id;
        Refuse("event.id_invalid", $"{name} is the UUID that Callsight gave it.");
        return null;
    }

    private double? ReadNumber(JsonElement json, string name, double least, double most)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && double.IsFinite(number) && number >= least && number <= most)
            return number;
        Refuse("event.number_invalid", least == 0
            ? $"{name} is a number that is not negative."
            : $"{name} is a number of a sensible size.");
        return null;
    }

    private JsonObject? ReadProperties(JsonElement json)
    {
        if (!json.TryGetProperty("properties", out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            Refuse("event.properties_invalid", "properties is a JSON object.");
        else if (JsonObject.Create(value) is { } properties && PropertiesAttribute.Fault(properties) is { } fault)
            Refuse("event.properties_invalid", fault);
        else
            return JsonObject.Create(value);
        return null;
    }

    private void Refuse(string reason, string sentence)
    {
        code ??= reason;
        message ??= sentence;
    }

    private static string Short(string name) => name.Length <= 50 ? name : name[..50] + "…";

}

/// <summary>Ids of events that clients name themselves.</summary>
internal static class EventIds
{
    /// <summary>A UUID as it is; any other text becomes one by its hash, the same each time.</summary>
    public static Guid FromText(string text) => Guid.TryParse(text, out var id) ? id : NamedId.Of(text);
}
