using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Callsight.App.Ingestion;

/// <summary>An event of somebody else's form, put into ours field by field, to be read and checked like any other.</summary>
/// <remarks>What is said first of a field or property stands.</remarks>
internal sealed class ForeignEvent
{
    private static readonly string[] References = ["agent_id", "lead_id", "campaign_id", "call_id", "queue_id"];
    private static readonly string[] Numbers = ["value", "duration_seconds", "amount"];

    private static readonly JsonWriterOptions Plain = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, object> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> properties = new(StringComparer.Ordinal);

    public void Field(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            fields.TryAdd(name, value);
    }

    public void Field(string name, DateTimeOffset? value) =>
        Field(name, value?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public void Number(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            fields.TryAdd(name, value);
    }

    public void Property(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            properties.TryAdd(name, value);
    }

    public void Property(string name, JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            properties.TryAdd(name, value);
    }

    /// <summary>Takes free data: what has a field of its own and the right form goes there, the rest becomes properties.</summary>
    public void Take(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in data.EnumerateObject())
        {
            var (name, value) = (member.Name, member.Value);
            if (name is "user_id" or "session_id" && value.ValueKind == JsonValueKind.String)
                Field(name, value.GetString());
            else if (References.Contains(name) && value.ValueKind == JsonValueKind.String && Guid.TryParse(value.GetString(), out _))
                Field(name, value.GetString());
            else if (Numbers.Contains(name) && value.ValueKind == JsonValueKind.Number)
                Number(name, value);
            else
                Property(name, value);
        }
    }

    /// <summary>The event in our form.</summary>
    /// <exception cref="InvalidOperationException">A text holds half a character.</exception>
    public ReadOnlySpan<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        Write(writer, fields);
        if (properties.Count > 0)
        {
            writer.WriteStartObject("properties");
            Write(writer, properties);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, Dictionary<string, object> members)
    {
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            if (value is JsonElement json)
                json.WriteTo(writer);
            else
                writer.WriteStringValue((string)value);
        }
    }
}
