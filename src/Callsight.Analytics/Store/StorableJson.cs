using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Callsight.Analytics.Store;

/// <summary>Free properties as text that every engine can read.</summary>
/// <remarks>
/// One number that an engine cannot hold spoils the whole object: DuckDB fails the query, ClickHouse finds no property at all.
/// So whole numbers beyond 64 bits become floating-point ones, and those beyond their range the greatest there is.
/// </remarks>
internal static partial class StorableJson
{
    public static string? Of(JsonObject? properties)
    {
        if (properties is null or { Count: 0 })
            return null;
        var text = properties.ToJsonString(JsonSerializerOptions.Default);
        return MayHoldGreatNumber().IsMatch(text) ? Readable(properties)!.ToJsonString(JsonSerializerOptions.Default) : text;
    }

    private static JsonNode? Readable(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Readable(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Readable)]),
        JsonValue value when value.GetValueKind() is JsonValueKind.Number => Readable(value),
        _ => node?.DeepClone(),
    };

    private static JsonNode Readable(JsonValue number)
    {
        var element = JsonElement.Parse(number.ToJsonString());
        return element.TryGetInt64(out _) || element.TryGetUInt64(out _)
            ? number.DeepClone()
            : JsonValue.Create(Math.Clamp(element.GetDouble(), double.MinValue, double.MaxValue));
    }

    // Nineteen digits in a row, or an exponent of three.
    [GeneratedRegex(@"[0-9]{19}|[0-9][eE]\+?[0-9]{3}")]
    private static partial Regex MayHoldGreatNumber();
}
