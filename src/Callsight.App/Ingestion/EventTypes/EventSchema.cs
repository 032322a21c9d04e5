using System.Globalization;
using System.Text.Json;

namespace Callsight.App.Ingestion.EventTypes;

/// <summary>What an event of a type must hold. Other properties are free.</summary>
internal sealed class EventSchema(string type, IReadOnlyList<DeclaredField> fields)
{
    /// <summary>The event's own fields, which are checked for their kind anyway.</summary>
    private static readonly Dictionary<string, (EventFieldKind Kind, Func<CatalogueEvent, bool> IsThere)> Own = new(StringComparer.Ordinal)
    {
        ["user_id"] = (EventFieldKind.Text, e => !string.IsNullOrEmpty(e.UserId)),
        ["session_id"] = (EventFieldKind.Text, e => !string.IsNullOrEmpty(e.SessionId)),
        ["agent_id"] = (EventFieldKind.Text, e => e.AgentId is not null),
        ["lead_id"] = (EventFieldKind.Text, e => e.LeadId is not null),
        ["campaign_id"] = (EventFieldKind.Text, e => e.CampaignId is not null),
        ["call_id"] = (EventFieldKind.Text, e => e.CallId is not null),
        ["queue_id"] = (EventFieldKind.Text, e => e.QueueId is not null),
        ["value"] = (EventFieldKind.Number, e => e.Value is not null),
        ["duration_seconds"] = (EventFieldKind.Number, e => e.DurationMilliseconds is not null),
        ["amount"] = (EventFieldKind.Number, e => e.Amount is not null),
    };

    /// <summary>The kind of a field of the event itself; null when the name is that of a property.</summary>
    public static EventFieldKind? KindOfOwn(string name) => Own.TryGetValue(name, out var own) ? own.Kind : null;

    /// <summary>What the event lacks or has wrong; null when it fits.</summary>
    public string? Fault(CatalogueEvent e)
    {
        var properties = e.PropertiesText is { } text ? JsonElement.Parse(text)
            : e.Properties is { } free ? JsonElement.Parse(free.ToJsonString()) : default;
        foreach (var field in fields)
        {
            if (Own.TryGetValue(field.Name, out var own))
            {
                if (field.Required && !own.IsThere(e))
                    return $"{field.Name} is missing; {type} needs it.";
            }
            else if (properties.ValueKind != JsonValueKind.Object || !properties.TryGetProperty(field.Name, out var value)
                || value.ValueKind == JsonValueKind.Null)
            {
                if (field.Required)
                    return $"properties.{field.Name} is missing; {type} needs it.";
            }
            else if (!Fits(value, field.Type))
            {
                return $"properties.{field.Name} of {type} is {Words(field.Type)}.";
            }
        }

        return null;
    }

    /// <summary>Whether a text is an instant.</summary>
    public static bool IsInstant(string text) => text.Length is >= 10 and <= 40 && char.IsAsciiDigit(text[0]) && text[4] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool Fits(JsonElement value, EventFieldKind kind) => kind switch
    {
        EventFieldKind.Text => value.ValueKind == JsonValueKind.String,
        EventFieldKind.Number => value.ValueKind == JsonValueKind.Number,
        EventFieldKind.Truth => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.String && IsInstant(value.GetString()!),
    };

    private static string Words(EventFieldKind kind) => kind switch
    {
        EventFieldKind.Text => "a text",
        EventFieldKind.Number => "a number",
        EventFieldKind.Truth => "true or false",
        _ => "an RFC 3339 instant such as 2026-03-29T01:30:00Z",
    };
}
