using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Callsight.App.Http;

/// <summary>Reads free properties, and refuses what would only fail when somebody looks at it: a name twice, half a character.</summary>
/// <remarks>The framework's own reader answers a repeated name with an exception that is no <see cref="JsonException"/>.</remarks>
internal sealed class PropertiesJsonConverter : JsonConverter<JsonObject>
{
    public override JsonObject? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
            throw new JsonException();
        var read = JsonElement.ParseValue(ref reader);
        try
        {
            Check(read);
        }
        catch (InvalidOperationException)
        {
            throw new JsonException(); // Half a surrogate pair, in a name or a text.
        }

        return JsonObject.Create(read);
    }

    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) => value.WriteTo(writer, options);

    private static void Check(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in json.EnumerateObject())
                {
                    if (!names.Add(property.Name))
                        throw new JsonException("Duplicate name.");
                    Check(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    Check(item);
                break;
            case JsonValueKind.String:
                _ = json.GetString();
                break;
        }
    }
}
