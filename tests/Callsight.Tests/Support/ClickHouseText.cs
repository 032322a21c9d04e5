using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Store;
using Callsight.Core;

namespace Callsight.Tests.Support;

/// <summary>Values on their way into ClickHouse and out of it, as the texts it reads and writes.</summary>
internal static class ClickHouseText
{
    private const string InstantFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>A parameter: like a field of a tab-separated file, in which a list quotes its texts once more.</summary>
    public static string Parameter(object? value) => value switch
    {
        null => "\\N",
        string text => Escape(text),
        IEnumerable<string> texts => Escape($"[{string.Join(",", texts.Select(text => $"'{Escape(text)}'"))}]"),
        IEnumerable<DateTime> instants => $"[{string.Join(",", instants.Select(instant => $"'{Plain(instant)}'"))}]",
        IEnumerable<Guid> ids => $"[{string.Join(",", ids.Select(id => $"'{Plain(id)}'"))}]",
        _ => Plain(value),
    };

    /// <summary>A row for the format JSONCompactEachRow.</summary>
    public static string Row(TenantId tenant, IEnumerable<object?> values) =>
        new JsonArray([JsonValue.Create(tenant.ToString()), .. values.Select(Json)]).ToJsonString();

    /// <summary>An answer in the format JSONCompact, with the types DuckDB's reader gives.</summary>
    public static SqlRows Read(byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        var columns = json.RootElement.GetProperty("meta").EnumerateArray()
            .Select(c => (Name: c.GetProperty("name").GetString()!, Type: Bare(c.GetProperty("type").GetString()!))).ToList();
        var rows = json.RootElement.GetProperty("data").EnumerateArray()
            .Select(row => row.EnumerateArray().Select((value, i) => Value(value, columns[i].Type)).ToArray()).ToList();
        return new SqlRows([.. columns.Select(c => c.Name)], rows);
    }

    private static string Bare(string type) =>
        type.StartsWith("Nullable(", StringComparison.Ordinal) ? type["Nullable(".Length..^1] : type;

    private static object? Value(JsonElement value, string type) => value.ValueKind is JsonValueKind.Null ? null : type.Split('(')[0] switch
    {
        "String" => value.GetString(),
        "UUID" => value.GetGuid(),
        "Bool" => value.GetBoolean(),
        "Float64" => value.GetDouble(),
        "Decimal" => value.GetDecimal(),
        "Date32" => DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        "DateTime64" => DateTime.ParseExact(value.GetString()!, InstantFormat, CultureInfo.InvariantCulture),
        "Array" => value.EnumerateArray().Select(item => item.GetString()!).ToList(),
        _ when type.StartsWith("Int", StringComparison.Ordinal) || type.StartsWith("UInt", StringComparison.Ordinal) => value.GetInt64(),
        _ => throw new InvalidOperationException($"A {type} came back."),
    };

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(RowAppender.Storable(text)),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        bool truth => JsonValue.Create(truth),
        List<string> texts => new JsonArray([.. texts.Select(text => JsonValue.Create(RowAppender.Storable(text)))]),
        _ => JsonValue.Create(Plain(value)),
    };

    private static string Plain(object value) => value switch
    {
        DateTimeOffset instant => Plain(instant.UtcDateTime),
        DateTime instant => instant.ToString(InstantFormat, CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TenantId tenant => tenant.ToString(),
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
            escaped.Append(letter switch
            {
                '\\' => "\\\\",
                '\'' => "\\'",
                '\t' => "\\t",
                '\n' => "\\n",
                '\r' => "\\r",
                '\0' => "\\0",
                _ => letter.ToString(),
            });
        return escaped.ToString();
    }
}
