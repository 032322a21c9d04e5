using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Callsight.App.Http;
using Callsight.App.Ingestion.EventTypes;
using Callsight.App.Privacy;

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
/// <param name="schemas">What events of some types must hold.</param>
/// <param name="erased">Of whom nothing is recorded any more.</param>
internal sealed class TrackedEventReader(
    DateTimeOffset now, string? key = null, IReadOnlyDictionary<string, EventSchema>? schemas = null, SuppressedNames? erased = null)
{
    public const int MaxTypeLength = 100;
    public const int MaxTextLength = 200;
    public static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(1);

    // In this order faults are reported: of several, an event names the first.
    private static readonly string[] Fields =
    [
        "event_id", "type", "occurred_at", "user_id", "session_id", "agent_id", "lead_id", "campaign_id", "call_id",
        "queue_id", "value", "duration_seconds", "amount", "properties",
    ];

    private static readonly byte[][] FieldsInUtf8 = [.. Fields.Select(Encoding.UTF8.GetBytes)];

    private const int NoSuchField = -1;
    private const int Type = 1;

    private readonly byte[]? keyInUtf8 = key is null ? null : Encoding.UTF8.GetBytes(key);
    private EventError? fault;
    private int faultAt;
    private int place;
    private string lastType = "";
    private TimeSpan skew;

    /// <summary>Whether any event read so far brought an id of its own, and may therefore be a repetition.</summary>
    public bool MayRepeat { get; private set; }

    /// <summary>Takes when the sender sent the batch by its own clock: the times it gives are wrong by as much as that is.</summary>
    /// <param name="json">At the name of the field.</param>
    public Problem? TakeSentAt(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (!TryInstant(ref json, out var sentAt))
            return Problem.InvalidField("sent_at", "sent_at is an RFC 3339 instant such as 2026-03-29T01:30:00Z.");
        skew = now - sentAt;
        return null;
    }

    /// <summary>Reads the event at which the reader stands, and leaves it at its end; null with an error when it cannot be taken.</summary>
    public CatalogueEvent? Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, int index, List<EventError> errors)
    {
        (fault, faultAt, place) = (null, int.MaxValue, index);
        CatalogueEvent? read = null;
        if (json.TokenType == JsonTokenType.StartObject)
        {
            read = ReadObject(ref json, body);
            if (fault is null && schemas is { Count: > 0 } && schemas.GetValueOrDefault(read.Type)?.Fault(read) is { } wrong)
                Refuse("event.field_invalid", wrong, NoSuchField);
            if (erased is not null && (erased.Has(NameKind.User, read.UserId) || erased.Has(NameKind.Lead, read.LeadId)))
                Refuse(SuppressedNames.Refusal.Code, SuppressedNames.Refusal.Message, NoSuchField);
        }
        else
        {
            Refuse("event.not_an_object", "An event is a JSON object.", NoSuchField);
            json.Skip();
        }

        if (fault is null)
            return read;
        errors.Add(fault);
        return null;
    }

    /// <summary>Reads an event that was written in our form by ourselves.</summary>
    public CatalogueEvent? Read(ReadOnlySpan<byte> json, int index, List<EventError> errors)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read(ref reader, json, index, errors);
    }

    private CatalogueEvent ReadObject(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        var start = (int)json.TokenStartIndex;
        string? id = null, type = null, user = null, session = null;
        DateTimeOffset? at = null;
        Guid? agent = null, lead = null, campaign = null, call = null, queue = null;
        double? value = null, seconds = null, amount = null;
        var properties = default(RawProperties);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldAt(ref json);
            json.Read();
            switch (field)
            {
                case 0: id = Text(ref json, field); break;
                case 1: type = TypeAt(ref json); break;
                case 2: at = Instant(ref json, field); break;
                case 3: user = Text(ref json, field); break;
                case 4: session = Text(ref json, field); break;
                case 5: agent = Reference(ref json, field); break;
                case 6: lead = Reference(ref json, field); break;
                case 7: campaign = Reference(ref json, field); break;
                case 8: call = Reference(ref json, field); break;
                case 9: queue = Reference(ref json, field); break;
                case 10: value = Number(ref json, field, double.MinValue, double.MaxValue); break;
                case 11: seconds = Number(ref json, field, 0, 1e9); break;
                case 12: amount = Number(ref json, field, -1e12, 1e12); break;
                case 13: properties = Properties(ref json, body, field); break;
            }

            json.Skip();
        }

        if (type is null)
            Refuse("event.type_missing", "An event needs a type, such as page_viewed.", Type);
        return new CatalogueEvent
        {
            Id = IdOf(id, body[start..(int)json.BytesConsumed]),
            Type = type ?? "",
            OccurredAt = at ?? now.Micro(),
            UserId = user,
            SessionId = session,
            AgentId = agent,
            LeadId = lead,
            CampaignId = campaign,
            CallId = call,
            QueueId = queue,
            Value = value,
            DurationMilliseconds = seconds is { } length ? (long)Math.Round(length * 1000) : null,
            Amount = amount is { } money ? Math.Round((decimal)money, 4) : null,
            Properties = properties.Object,
            PropertiesText = properties.Text,
        };
    }

    private int FieldAt(ref Utf8JsonReader json)
    {
        for (var i = 0; i < FieldsInUtf8.Length; i++)
            if (json.ValueTextEquals(FieldsInUtf8[i]))
                return i;
        try
        {
            Refuse("event.unknown_field", $"There is no field {Short(json.GetString()!)}; put it into properties.", NoSuchField);
        }
        catch (InvalidOperationException)
        {
            RefuseText(NoSuchField);
        }

        return NoSuchField;
    }

    private Guid IdOf(string? text, ReadOnlySpan<byte> json)
    {
        if (string.IsNullOrEmpty(text) && keyInUtf8 is null)
            return Guid.CreateVersion7(now);
        MayRepeat = true;
        return string.IsNullOrEmpty(text)
            ? NamedId.Of([.. keyInUtf8!, .. Encoding.UTF8.GetBytes($"/{place}/"), .. json])
            : EventIds.FromText(text);
    }

    private string? TypeAt(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
            return null;
        // Neighbours are often of one type.
        if (lastType.Length > 0 && !json.ValueIsEscaped && json.ValueTextEquals(lastType))
            return lastType;
        if (!TryText(ref json, out var type))
            RefuseText(Type);
        else if (type.Length is 0 or > MaxTypeLength || type.Any(char.IsControl))
            Refuse("event.type_invalid", $"A type is a text of 1 to {MaxTypeLength} printable characters.", Type);
        else
            lastType = type;
        return type ?? "";
    }

    private DateTimeOffset? Instant(ref Utf8JsonReader json, int field)
    {
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (!TryInstant(ref json, out var instant))
        {
            Refuse("event.occurred_at_invalid", "occurred_at is an RFC 3339 instant such as 2026-03-29T01:30:00Z.", field);
            return null;
        }

        if (instant.UtcTicks + (decimal)skew.Ticks is var ticks
            && (ticks > (now + FurthestAhead).UtcTicks || ticks < DateTimeOffset.UnixEpoch.UtcTicks))
        {
            Refuse("event.occurred_at_out_of_range", "occurred_at lies before 1970 or more than a day ahead.", field);
            return null;
        }

        return (instant + skew).Micro();
    }

    private static bool TryInstant(ref Utf8JsonReader json, out DateTimeOffset instant)
    {
        instant = default;
        // The fast way knows fewer ways to write an instant, and takes one without an offset for one of this machine's zone.
        return json.TokenType == JsonTokenType.String
            && ((json.ValueSpan.EndsWith("Z"u8) && json.TryGetDateTimeOffset(out instant))
                || (TryText(ref json, out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)));
    }

    private string? Text(ref Utf8JsonReader json, int field)
    {
        string? text = null;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number:
                text = Encoding.UTF8.GetString(json.ValueSpan);
                break;
            case JsonTokenType.String when !TryText(ref json, out text):
                RefuseText(field);
                return null;
        }

        if (text is null || text.Length > MaxTextLength || text.Contains('\0', StringComparison.Ordinal))
            Refuse("event.text_invalid", $"{Fields[field]} is a text of at most {MaxTextLength} characters, without NUL.", field);
        return text;
    }

    private Guid? Reference(ref Utf8JsonReader json, int field)
    {
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType == JsonTokenType.String)
        {
            if (json.TryGetGuid(out var id))
                return id;
            if (!TryText(ref json, out var text))
                RefuseText(field);
            else if (Guid.TryParse(text, out id))
                return id;
        }

        Refuse("event.id_invalid", $"{Fields[field]} is the UUID that Callsight gave it.", field);
        return null;
    }

    private double? Number(ref Utf8JsonReader json, int field, double least, double most)
    {
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number)
            && double.IsFinite(number) && number >= least && number <= most)
            return number;
        Refuse("event.number_invalid", least == 0
            ? $"{Fields[field]} is a number that is not negative."
            : $"{Fields[field]} is a number of a sensible size.", field);
        return null;
    }

    private RawProperties Properties(ref Utf8JsonReader json, ReadOnlySpan<byte> body, int field)
    {
        if (json.TokenType == JsonTokenType.Null)
            return default;
        string? wrong = "properties is a JSON object.";
        var properties = json.TokenType == JsonTokenType.StartObject ? RawProperties.Read(ref json, body, out wrong) : default;
        if (wrong is not null)
            Refuse("event.properties_invalid", wrong, field);
        return properties;
    }

    private static bool TryText(ref Utf8JsonReader json, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            text = null;
            return false;
        }
    }

    private void RefuseText(int field) => Refuse("event.text_invalid", "A text of the event is not valid Unicode.", field);

    private void Refuse(string code, string message, int field)
    {
        if (field >= faultAt)
            return;
        (fault, faultAt) = (new EventError(place, code, message), field);
    }

    private static string Short(string name) => name.Length <= 50 ? name : name[..50] + "…";
}

/// <summary>Ids of events that clients name themselves.</summary>
internal static class EventIds
{
    /// <summary>A UUID as it is; any other text becomes one by its hash, the same each time.</summary>
    public static Guid FromText(string text) => Guid.TryParse(text, out var id) ? id : NamedId.Of(text);
}
