using System.Text.Json;

namespace Callsight.Core;

/// <summary>Reads what a field is compared with.</summary>
internal sealed class FilterValueReader(FieldErrors errors)
{
    private static readonly FilterValue.None Nothing = new();

    public FilterValue Read(Dictionary<string, JsonElement> members, FilterOperator filterOperator, string path)
    {
        var name = FilterOperators.NameOf(filterOperator);
        var isThere = members.TryGetValue("value", out var json) && json.ValueKind != JsonValueKind.Null;
        if (FilterOperators.TakesNoValue(filterOperator))
            return isThere ? Wrong(path, $"{name} takes no value.") : Nothing;
        if (!isThere)
            return Wrong(path, "A value is missing. To ask whether a field is empty use exists or not_exists.");
        if (FilterOperators.TakesList(filterOperator))
            return ReadList(json, name, path);

        var value = ReadOne(json, path);
        return (filterOperator, value) switch
        {
            (_, FilterValue.None) => value,
            (FilterOperator.Contains or FilterOperator.StartsWith or FilterOperator.EndsWith, not FilterValue.Text) =>
                Wrong(path, $"{name} compares with a text."),
            (FilterOperator.Lt or FilterOperator.Lte or FilterOperator.Gt or FilterOperator.Gte, FilterValue.Truth) =>
                Wrong(path, $"{name} compares with a number, a text or a moment, not with true or false."),
            _ => value,
        };
    }

    private FilterValue ReadList(JsonElement json, string name, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
            return Wrong(path, $"{name} compares with a list of values.");
        if (json.GetArrayLength() is 0 or > FilterLimits.MostValues)
            return Wrong(path, $"List between 1 and {FilterLimits.MostValues:N0} values.");

        var values = new List<FilterValue>();
        foreach (var item in json.EnumerateArray())
        {
            var value = ReadOne(item, $"{path}[{values.Count}]");
            if (value is not FilterValue.None && values.Find(other => other is not FilterValue.None) is { } first
                && first.GetType() != value.GetType())
            {
                return Wrong($"{path}[{values.Count}]", "The values of a list are all of one kind.");
            }

            values.Add(value);
            if (errors.AreEnough)
                break;
        }

        return new FilterValue.Many(values.ToEquatableList());
    }

    private FilterValue ReadOne(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.True => new FilterValue.Truth(true),
        JsonValueKind.False => new FilterValue.Truth(false),
        JsonValueKind.Number => json.TryGetDecimal(out var number)
            ? new FilterValue.Number(number)
            : Wrong(path, "This number is too large."),
        JsonValueKind.String => ReadText(json, path),
        JsonValueKind.Null => Wrong(path, "A list cannot hold null. To ask whether a field is empty use exists or not_exists."),
        _ => Wrong(path, "A value is a text, a number, true or false."),
    };

    private FilterValue ReadText(JsonElement json, string path)
    {
        if (!JsonText.TryGet(json, out var text) || text.Contains('\0', StringComparison.Ordinal))
            return Wrong(path, "This text holds characters that do not exist.");
        return text.Length <= FilterLimits.MostTextCharacters
            ? new FilterValue.Text(text)
            : Wrong(path, $"A text can have {FilterLimits.MostTextCharacters:N0} characters at most.");
    }

    private FilterValue.None Wrong(string path, string message)
    {
        errors.Add(path, message);
        return Nothing;
    }
}
