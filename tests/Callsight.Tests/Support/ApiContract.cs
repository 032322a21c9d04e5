using System.Text.Json;
using System.Text.Json.Nodes;

namespace Callsight.Tests.Support;

/// <summary>An operation of the served contract.</summary>
internal sealed record ApiOperation(
    string Name, HttpMethod Method, string Path, IReadOnlyList<string> PathParameters, IReadOnlyList<ApiParameter> Query,
    string? MediaType, JsonElement? Body, bool IsAnonymous)
{
    /// <summary>The address, with its parameters filled in.</summary>
    public string Address(Func<string, string> path, IEnumerable<(string Name, string Value)> query)
    {
        var address = PathParameters.Aggregate(Path, (text, name) => text.Replace($"{{{name}}}", path(name), StringComparison.Ordinal));
        var pairs = string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"));
        return pairs.Length == 0 ? address : $"{address}?{pairs}";
    }

    public override string ToString() => $"{Name} ({Method} {Path})";
}

internal sealed record ApiParameter(string Name, bool IsRequired, JsonElement Schema);

/// <summary>The contract as the product serves it, so that tests that walk it find new operations by themselves.</summary>
internal sealed class ApiContract
{
    private const int Deepest = 6;

    private readonly JsonElement root;

    private ApiContract(JsonElement root)
    {
        this.root = root;
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where !IsStream(operation.Value)
               select Read(path.Name, operation.Name, operation.Value),
        ];
    }

    /// <summary>All but those whose answers have no end, which tests of their own go through.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    public static async Task<ApiContract> ReadAsync(TestHost host)
    {
        using var client = host.Anonymous();
        return new ApiContract((await client.GetAsync("/openapi/v1.json")).Body);
    }

    /// <summary>A value that fits a schema. What the tests know better goes by the name of the field; a null leaves it out.</summary>
    public JsonNode? Sample(JsonElement schema, Func<string, (bool IsKnown, JsonNode? Value)> known, string name = "", int depth = 0)
    {
        // What is known of one, such as an address, says nothing of a list.
        if (known(name) is (true, var better) && !(better is JsonValue && TypeOf(Resolve(schema)) == "array"))
            return better;
        schema = Resolve(schema);
        if (schema.TryGetProperty("enum", out var words))
            return JsonNode.Parse(words.EnumerateArray().First(w => w.ValueKind == JsonValueKind.String).GetRawText());
        switch (TypeOf(schema))
        {
            case "object":
                var json = new JsonObject();
                if (depth < Deepest && schema.TryGetProperty("properties", out var properties))
                    foreach (var property in properties.EnumerateObject())
                        if (Sample(property.Value, known, property.Name, depth + 1) is { } value)
                            json[property.Name] = value;
                return json;
            case "array":
                var least = schema.TryGetProperty("minItems", out var items) ? items.GetInt32() : 1;
                return new JsonArray([.. Enumerable.Range(0, Math.Max(1, least))
                    .Select(_ => Sample(schema.GetProperty("items"), known, name + "[]", depth + 1))]);
            case "integer" or "number":
                return schema.TryGetProperty("minimum", out var minimum) ? Math.Max(1, minimum.GetDouble()) : 1;
            case "boolean":
                return true;
            case "string":
                return schema.TryGetProperty("format", out var format) ? format.GetString() switch
                {
                    "uuid" => Guid.CreateVersion7().ToString(),
                    "date-time" => "2026-02-10T12:00:00Z",
                    "date" => "2026-02-10",
                    _ => "text",
                } : "text";
            default:
                return null;
        }
    }

    private static bool IsStream(JsonElement operation) =>
        operation.GetProperty("responses").TryGetProperty("200", out var answer)
        && answer.TryGetProperty("content", out var content) && content.TryGetProperty("text/event-stream", out _);

    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Resolve(root.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]));
        foreach (var choice in new[] { "oneOf", "anyOf" })
            if (schema.TryGetProperty(choice, out var choices))
                return Resolve(choices.EnumerateArray().First(c => !(c.TryGetProperty("type", out var t) && t.ValueEquals("null"))));
        return schema;
    }

    private static string? TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.String ? type.GetString()
        : type.EnumerateArray().Select(t => t.GetString()).First(t => t != "null");

    private static ApiOperation Read(string path, string method, JsonElement json)
    {
        var parameters = json.TryGetProperty("parameters", out var given) ? given.EnumerateArray().ToList() : [];
        var body = json.TryGetProperty("requestBody", out var request)
            ? request.GetProperty("content").EnumerateObject().First() : (JsonProperty?)null;
        return new ApiOperation(
            json.GetProperty("operationId").GetString()!, HttpMethod.Parse(method), path, [.. In("path").Select(p => p.Name)], [.. In("query")],
            body?.Name, body is { } content && content.Value.TryGetProperty("schema", out var schema) ? schema : null,
            !json.TryGetProperty("security", out _));

        IEnumerable<ApiParameter> In(string place) => parameters.Where(p => p.GetProperty("in").ValueEquals(place))
            .Select(p => new ApiParameter(p.GetProperty("name").GetString()!,
                p.TryGetProperty("required", out var required) && required.GetBoolean(), p.GetProperty("schema")));
    }
}
