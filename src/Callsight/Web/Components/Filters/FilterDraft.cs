using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Core;

namespace Callsight.Web.Components.Filters;

/// <summary>One condition as it stands in the editor: whole or still without a value.</summary>
public sealed class FilterRow
{
    public required SubjectField Field { get; set; }

    /// <summary>What follows <c>properties.</c>; of free properties only.</summary>
    public string Property { get; set; } = "";

    public required FilterOperator Operator { get; set; }

    /// <summary>As people type them.</summary>
    public List<string> Values { get; set; } = [];

    /// <summary>What a free property is compared with; of other fields their own kind.</summary>
    public FieldKind ValueKind { get; set; }

    public string Value
    {
        get => Values is [var first, ..] ? first : "";
        set => Values = value.Length == 0 ? [] : [value];
    }

    public bool TakesNoValue => FilterOperators.TakesNoValue(Operator);

    public bool TakesList => FilterOperators.TakesList(Operator);

    public string FieldName => Field.Kind is FieldKind.Dynamic ? "properties." + Property : Field.Name;

    /// <summary>The condition as JSON; null while something of it is missing or is no value of its kind.</summary>
    public JsonObject? Write()
    {
        if (Field.Kind is FieldKind.Dynamic && Property.Length == 0)
            return null;
        var json = new JsonObject { ["field"] = FieldName, ["op"] = FilterOperators.NameOf(Operator) };
        if (TakesNoValue)
            return json;
        var values = Values.ConvertAll(ValueOf);
        if (values.Count == 0 || values.Contains(null))
            return null;
        json["value"] = TakesList ? new JsonArray([.. values]) : values[0];
        return json;
    }

    private JsonNode? ValueOf(string text) => ValueKind switch
    {
        FieldKind.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : null,
        FieldKind.Truth => text switch { "true" => JsonValue.Create(true), "false" => JsonValue.Create(false), _ => null },
        _ => text.Length == 0 ? null : JsonValue.Create(text),
    };
}

/// <summary>A filter as rows of conditions that all hold, or of which any holds. Deeper ones are JSON to the editor.</summary>
public sealed class FilterDraft(bool isAny = false, params IEnumerable<FilterRow> rows)
{
    public bool IsAny { get; set; } = isAny;

    public List<FilterRow> Rows { get; } = [.. rows];

    /// <summary>The rows of a filter; null where it has parts that rows cannot show.</summary>
    public static FilterDraft? Read(JsonElement? filter, FilterSubject subject)
    {
        if (filter is not { ValueKind: JsonValueKind.Object } json || !json.EnumerateObject().Any())
            return filter is null or { ValueKind: JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined }
                ? new FilterDraft() : null;
        if (json.TryGetProperty("field", out _))
            return RowOf(json, subject) is { } only ? new FilterDraft(false, only) : null;
        if (json.EnumerateObject().Count() != 1 || json.EnumerateObject().First() is not { Name: "all" or "any" } group
            || group.Value.ValueKind is not JsonValueKind.Array || (group.Name == "any" && group.Value.GetArrayLength() == 0))
            return null;
        var rows = group.Value.EnumerateArray().Select(part => RowOf(part, subject)).ToList();
        return rows.Contains(null) ? null : new FilterDraft(group.Name == "any", rows!);
    }

    /// <summary>The conditions that are whole; null where there are none.</summary>
    public JsonElement? Write()
    {
        var parts = Rows.ConvertAll(row => row.Write()).OfType<JsonObject>().ToArray();
        return parts switch
        {
            [] => null,
            [var only] => JsonSerializer.SerializeToElement(only),
            _ => JsonSerializer.SerializeToElement(new JsonObject { [IsAny ? "any" : "all"] = new JsonArray([.. parts]) }),
        };
    }

    /// <summary>Another row, of the first field.</summary>
    public void Add(FilterSubject subject)
    {
        if (subject.Fields is [var first, ..])
            Rows.Add(New(first));
    }

    /// <summary>A row of a field, without a value.</summary>
    public static FilterRow New(SubjectField field) => new()
    {
        Field = field,
        Operator = OperatorsOf(field.Kind)[0],
        ValueKind = field.Kind is FieldKind.Dynamic ? FieldKind.Text : field.Kind,
    };

    /// <summary>The operators a person chooses from: moments are never equal to each other, so nobody asks for that.</summary>
    public static IReadOnlyList<FilterOperator> OperatorsOf(FieldKind kind) => kind is FieldKind.Instant
        ? [FilterOperator.Gte, FilterOperator.Lt, FilterOperator.Gt, FilterOperator.Lte, FilterOperator.Exists, FilterOperator.NotExists]
        : FieldKinds.OperatorsOf(kind);

    private static FilterRow? RowOf(JsonElement json, FilterSubject subject)
    {
        if (json.ValueKind is not JsonValueKind.Object
            || !json.TryGetProperty("field", out var field) || field.ValueKind is not JsonValueKind.String
            || subject.Find(field.GetString()!) is not { } known
            || !json.TryGetProperty("op", out var op) || op.ValueKind is not JsonValueKind.String
            || !FilterOperators.TryFind(op.GetString()!, out var filterOperator) || !OperatorsOf(known.Field.Kind).Contains(filterOperator))
            return null;
        var row = New(known.Field);
        (row.Operator, row.Property) = (filterOperator, known.Property);
        if (!row.TakesNoValue)
        {
            if (!json.TryGetProperty("value", out var value) || (value.ValueKind is JsonValueKind.Array) != row.TakesList)
                return null;
            JsonElement[] values = value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
            if (values.Length == 0 || !Array.TrueForAll(values, v => KindOf(v) == KindOf(values[0])) || KindOf(values[0]) is not { } kind)
                return null;
            if (known.Field.Kind is FieldKind.Dynamic)
                row.ValueKind = kind;
            row.Values = [.. values.Select(v => v.ValueKind is JsonValueKind.String ? v.GetString()! : v.GetRawText())];
        }

        // What cannot be written again as it was is left alone.
        return row.Write() is null ? null : row;
    }

    private static FieldKind? KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FieldKind.Text,
        JsonValueKind.Number => FieldKind.Number,
        JsonValueKind.True or JsonValueKind.False => FieldKind.Truth,
        _ => null,
    };
}
