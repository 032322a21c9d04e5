using System.Text.Json;

namespace Callsight.Core;

/// <summary>Reads one filter and gathers what is wrong with it.</summary>
/// <remarks>What it returns only counts when there are no errors.</remarks>
internal sealed class FilterReader
{
    private static readonly string TooMany =
        $"A filter can have {FilterLimits.MostTests} tests and {FilterLimits.MostParts} parts at most.";

    private static readonly string[] Keys = ["all", "any", "not", "field", "op", "value"];

    private int parts;
    private int tests;
    private bool isTooLarge;

    public FieldErrors Errors { get; } = new();

    public Filter ReadRoot(JsonElement json, string path)
    {
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return Filter.Everything;
        return json.ValueKind == JsonValueKind.Object && !json.EnumerateObject().Any() ? Filter.Everything : Read(json, path, 1);
    }

    private Filter Read(JsonElement json, string path, int depth)
    {
        if (Errors.AreEnough)
            return Filter.Everything;
        if (depth > FilterLimits.MostDepth)
            return Wrong(path, $"Filters can be nested {FilterLimits.MostDepth} deep at most.");
        if (++parts > FilterLimits.MostParts)
            return TooLarge(path);
        if (json.ValueKind != JsonValueKind.Object)
            return Wrong(path, "A filter is an object with all, any, not or field.");
        var count = Errors.Count;
        var members = Members(json, path);
        string[] shapes = [.. members.Keys.Where(key => key is "all" or "any" or "not" or "field")];
        if (shapes.Length == 0 && Errors.Count > count)
            return Filter.Everything; // A slip in the name was named already; that it is missing too is no second mistake.
        if (shapes.Length != 1)
        {
            return Wrong(path, shapes.Length == 0
                ? "A filter needs one of all, any, not or field."
                : $"A filter has only one of all, any, not or field; this has {string.Join(" and ", shapes)}.");
        }

        if (shapes[0] == "field")
            return ReadTest(members, path);
        if (members.Keys.FirstOrDefault(key => key is "op" or "value") is { } stray)
            Errors.Add($"{path}.{stray}", $"{stray} belongs beside field, not beside {shapes[0]}.");
        return shapes[0] switch
        {
            "all" => new Filter.All(ReadItems(members["all"], $"{path}.all", depth)),
            "any" => new Filter.Any(ReadItems(members["any"], $"{path}.any", depth)),
            _ => new Filter.Not(Read(members["not"], $"{path}.not", depth + 1)),
        };
    }

    private EquatableList<Filter> ReadItems(JsonElement json, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Errors.Add(path, "This is a list of filters.");
            return [];
        }

        var items = new List<Filter>();
        foreach (var item in json.EnumerateArray())
        {
            items.Add(Read(item, $"{path}[{items.Count}]", depth + 1));
            if (Errors.AreEnough || parts > FilterLimits.MostParts)
                break;
        }

        return items.ToEquatableList();
    }

    private Filter ReadTest(Dictionary<string, JsonElement> members, string path)
    {
        if (++tests > FilterLimits.MostTests)
            return TooLarge(path);

        var field = ReadFieldName(members["field"], $"{path}.field");
        if (ReadOperator(members, $"{path}.op") is not { } filterOperator)
            return Filter.Everything;
        var value = new FilterValueReader(Errors).Read(members, filterOperator, $"{path}.value");
        return new Filter.Test(field, filterOperator, value);
    }

    private string ReadFieldName(JsonElement json, string path)
    {
        if (!JsonText.TryGet(json, out var name))
            Errors.Add(path, "Name the field as a text.");
        else if (!FieldName.IsValid(name))
            Errors.Add(path, $"This is no field name: letters, digits, _ and dots, at most {FilterLimits.MostNameCharacters} characters.");
        return name ?? "";
    }

    private FilterOperator? ReadOperator(Dictionary<string, JsonElement> members, string path)
    {
        if (!members.TryGetValue("op", out var json))
        {
            Errors.Add(path, $"Say how to compare: {string.Join(", ", FilterOperators.Names)}.");
            return null;
        }

        if (!JsonText.TryGet(json, out var name))
        {
            Errors.Add(path, "Name the operator as a text.");
            return null;
        }

        if (FilterOperators.TryFind(name, out var filterOperator))
            return filterOperator;
        var advice = FilterOperators.Nearest(name) is { } near
            ? $"Did you mean {near}?"
            : $"Use one of {string.Join(", ", FilterOperators.Names)}.";
        Errors.Add(path, $"There is no operator '{JsonText.Shorten(name)}'. {advice}");
        return null;
    }

    private Dictionary<string, JsonElement> Members(JsonElement json, string path)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (JsonText.NameOf(member) is not { } name || !Keys.Contains(name))
                Unknown(JsonText.NameOf(member), path);
            else if (!members.TryAdd(name, member.Value))
                Errors.Add($"{path}.{name}", $"{name} is there twice.");
            if (Errors.AreEnough)
                break;
        }

        return members;
    }

    private void Unknown(string? name, string path)
    {
        var shown = JsonText.Shorten(name ?? "?");
        var advice = NearMatches.Nearest(shown, Keys) is { } near ? $"Did you mean {near}?" : $"Use {string.Join(", ", Keys)}.";
        Errors.Add($"{path}.{shown}", $"A filter has no '{shown}'. {advice}");
    }

    private Filter TooLarge(string path)
    {
        if (!isTooLarge)
            Errors.Add(path, TooMany);
        isTooLarge = true;
        return Filter.Everything;
    }

    private Filter.All Wrong(string path, string message)
    {
        Errors.Add(path, message);
        return new Filter.All([]);
    }
}
