using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Callsight.Tests.Support;

/// <summary>What a careless or ill-meaning client might send.</summary>
internal static class Hostile
{
    private const string Place = "\"@here@\"";

    private static readonly string[] RawValues =
    [
        "null", "true", "[]", "{}", "\"\"", "0", "-1", "-0", "1.5", "1e999", "-1e999", "1e-400", "123456789012345678901234567890",
        "-9223372036854775809", "2147483648", "1.7976931348623157e308", "79228162514264337593543950336", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\uFFFE\\uFFFF\"", "\"🦆e\\u0301\"", "\"\\t\\r\\n\"", "\" \"", "\"0001-01-01\"", "\"9999-12-31\"",
        "\"2026-02-30\"", "\"0001-01-01T00:00:00+14:00\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999+14:00\"",
        "\"9999-12-31T23:59:59.9999999-14:00\"", "\"1969-12-31T23:59:59Z\"", "\"2026-01-01T00:00:00\"", "\"1e5\"", "[null]", "[[]]", "[null,\"a\",1]",
        "{\"__proto__\":1,\"\":2}", "{\"a\\u0000b\":1}", "{\"\\ud800\":1}", "{\"a\":1,\"a\":2}", "\"' OR 1=1 --\"", "\"{{7*7}}%s%n\"",
        "\"00000000-0000-0000-0000-000000000000\"", "\"none\"", "\"42\"", "NaN", "'a'", "01", "+1", "tru", "\"unfinished", "[1,]",
        "{\"field\":\"created_at\",\"op\":\"gt\",\"value\":\"9999-12-31T23:59:59.999+14:00\"}", "{\"field\":\"properties.a\",\"op\":\"eq\",\"value\":1e300}",
        "{\"all\":[{\"not\":{\"any\":[]}}]}", "{\"field\":\"status\",\"op\":\"in\",\"value\":[\"new\",null]}", "{\"field\":\"source\",\"op\":\"contains\",\"value\":\"%\"}",
        new string('[', 200) + new string(']', 200), string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100),
        "\"" + new string('x', 130) + "\"", "\"" + new string('x', 2_100) + "\"", "\"" + new string('x', 70_000) + "\"",
        "[" + string.Join(",", Enumerable.Repeat("\"calls_total\"", 300)) + "]",
    ];

    private static readonly string[] PropertyNames =
        ["no_such_field", "Name", "NAME", "", "__proto__", "constructor", "$type", "$ref", "$id", "tenant_id", "id", "version", "a\\u0000b", "🦆", "name "];

    private static readonly byte[][] Bodies =
    [
        [], "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\"text\""u8.ToArray(), "1"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(),
        [0xFF, 0xFE, 0x00], [0xEF, 0xBB, 0xBF, .. "{}"u8], "{\"name\":\"\xC3\x28\"}".Select(c => (byte)c).ToArray(), [0],
        Encoding.Unicode.GetBytes("{\"name\":\"a\"}"), Encoding.UTF8.GetBytes(new string('[', 5_000)), "{\"events\":null}"u8.ToArray(),
        "{\"events\":[null,1,\"a\",[],{}]}"u8.ToArray(), "name=a&b=c"u8.ToArray(), "--x\r\nContent-Disposition: form-data\r\n\r\n"u8.ToArray(),
    ];

    private static readonly string?[] MediaTypes =
    [
        null, "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=nonsense", "multipart/form-data",
        "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/vnd.api+json", "*/*",
    ];

    /// <summary>Texts for addresses, queries and headers.</summary>
    public static Gen<string> Text { get; } = Any(
        "", " ", "0", "-1", "1e9", "99999999999999999999", "null", "true", "[]", "{}", "\0", "a\0b", "\uFFFD", "🦆", "' OR 1=1 --", "../../etc",
        "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999+14:00", "0001-01-01T00:00:00+14:00", "2026-02-30", "AAAAAAAAAAAAAAAAAAAAAA",
        "MS4x", "_____________________w", "00000000-0000-0000-0000-000000000000", "not-a-uuid", "none", "hour", "%", "a,b", "*", "\"1\"", "W/\"1\"",
        new string('x', 300), new string('9', 1_000));

    /// <summary>Headers that anybody may add to any request.</summary>
    public static Gen<(string Name, string Value)> Header { get; } = Gen.OneOf(
        Any("same-key", "\"quoted\"", "a", new string('k', 256), "🦆", "' OR 1=1 --").Select(v => ("Idempotency-Key", v)),
        Any("\"1\"", "*", "1", "W/\"1\"", "\"99999999999999999999\"", "\"", "🦆").Select(v => ("If-Match", v)),
        Any("00000000-0000-0000-0000-000000000000", "not-a-uuid", "🦆", Guid.CreateVersion7().ToString()).Select(v => ("X-Tenant-ID", v)),
        Any("cs_", "cs_.", "cs_AAAAAAAAAAAAAAAAAAAAAA.x", "cs_AAECAwQFBgcICQoLDA0ODw.x", "cs_🦆.x", "cs_" + new string('A', 300) + ".")
            .Select(v => ("X-API-Key", v)),
        Any("Bearer cs_AAECAwQFBgcICQoLDA0ODw.secret", "Bearer", "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic YTpi", "🦆")
            .Select(v => ("Authorization", v)));

    /// <summary>A body of the operation, spoilt.</summary>
    public static Gen<(byte[] Body, string? MediaType)> Spoilt(JsonNode? sample) => Gen.OneOf(
        Any(Bodies).Select(body => (body, (string?)"application/json")),
        Any(MediaTypes).Select(type => (Bytes(sample?.ToJsonString() ?? "{}"), type)),
        Gen.Byte.Array[0, 60].Select(body => (body, (string?)"application/json")),
        Mutated(sample), Mutated(sample), Mutated(sample), Mutated(sample), Mutated(sample));

    /// <summary>One thing in the body is put in the place of another, left out, or added.</summary>
    private static Gen<(byte[] Body, string? MediaType)> Mutated(JsonNode? sample) => Gen.Select(
        Gen.Int[0, 200], Gen.Int[0, 9], Any(RawValues), Any(PropertyNames), (place, kind, value, name) =>
        {
            var json = sample?.DeepClone() ?? new JsonObject();
            var places = Places(json).ToList();
            if (kind == 9 || places.Count == 0)
                return (Bytes(Inserted(json, $"\"{name}\":{value}")), "application/json");
            var (parent, key) = places[place % places.Count];
            if (kind == 8)
                return (Bytes(Inserted(json, $"\"{key}\":{value}")), "application/json");
            if (kind == 7 && parent is JsonObject from && key is string leaving)
                from.Remove(leaving);
            else if (parent is JsonObject owner)
                owner[(string)key] = "@here@";
            else
                ((JsonArray)parent)[(int)key] = "@here@";
            return (Bytes(json.ToJsonString().Replace(Place, value, StringComparison.Ordinal)), (string?)"application/json");
        });

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode json)
    {
        if (json is JsonObject owner)
            foreach (var property in owner.ToList())
                foreach (var place in Below(owner, property.Key, property.Value))
                    yield return place;
        else if (json is JsonArray list)
            for (var i = 0; i < list.Count; i++)
                foreach (var place in Below(list, i, list[i]))
                    yield return place;
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Below(JsonNode parent, object key, JsonNode? value) =>
        value is null ? [(parent, key)] : Places(value).Prepend((parent, key));

    private static string Inserted(JsonNode json, string property)
    {
        var text = json.ToJsonString();
        return text.Length <= 2 || text[0] != '{' ? $"{{{property}}}" : $"{text[..^1]},{property}}}";
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
