using System.Text.Json;

namespace Callsight.App.Ingestion.CloudEvents;

/// <summary>Puts CloudEvents into our form, as docs/ingestion.md describes it.</summary>
internal static class CloudEventReader
{
    private static readonly string[] Own =
        ["id", "source", "type", "specversion", "subject", "time", "datacontenttype", "dataschema", "data", "data_base64"];

    /// <summary>One of the structured form, where attributes and data stand in one object.</summary>
    public static Result<ForeignEvent> Structured(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return new Problem("event.not_an_object", "An event is a JSON object.");
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
            if (member.Name is not ("data" or "data_base64"))
            {
                if (member.Value.ValueKind is JsonValueKind.String)
                    attributes[member.Name] = member.Value.GetString()!;
                else if (member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                    attributes[member.Name] = member.Value.GetRawText();
            }

        return Translate(attributes, json.TryGetProperty("data", out var data) ? data : default);
    }

    /// <summary>One of the binary form, where attributes stand in headers and the body is the data.</summary>
    public static Result<ForeignEvent> Translate(Dictionary<string, string> attributes, JsonElement data)
    {
        if (Of("id") is not { Length: > 0 } id || Of("source") is not { Length: > 0 } source || Of("type") is not { Length: > 0 } type
            || Of("specversion") != "1.0")
            return new Problem("event.cloudevent_invalid", "A CloudEvent has a specversion of 1.0, and an id, a source and a type.");
        var ours = new ForeignEvent();
        ours.Field("event_id", NamedId.Of($"{source}\u001f{id}").ToString());
        ours.Field("type", type);
        ours.Field("occurred_at", Of("time"));
        ours.Take(data);
        if (data.ValueKind != JsonValueKind.Object)
            ours.Property("data", data);
        if (Of("subject") is { Length: <= TrackedEventReader.MaxTextLength } subject)
            ours.Field("user_id", subject);
        ours.Property("source", source);
        ours.Property("subject", Of("subject"));
        foreach (var (name, value) in attributes)
            if (!Own.Contains(name))
                ours.Property(name, value);
        return ours;

        string? Of(string name) => attributes.GetValueOrDefault(name);
    }
}
