namespace Callsight.Analytics.Schema;

/// <summary>A field of a fact: what can be grouped and filtered by.</summary>
/// <param name="Name">Its name in queries.</param>
/// <param name="Column">Where it stands.</param>
/// <param name="Kind">What values it has.</param>
/// <param name="Object">What it is the id of (<c>agent</c>, <c>campaign</c>, ...), when it is one: answers then carry the name too.</param>
public sealed record FactField(string Name, string Column, FieldKind Kind, string? Object = null);

/// <summary>Things that can be counted: calls, leads, stretches of availability, spending, events.</summary>
public sealed class Fact
{
    public Fact(string name, string prefix, FactTable table, params IReadOnlyList<FactField> fields)
    {
        (Name, Table, Fields) = (name, table, fields);
        Filterable = new FilterFields([.. fields.Select(f => new FilterField(
            f.Name, f.Kind, [.. Aliases(f, prefix)]))]);
    }

    public string Name { get; }
    public FactTable Table { get; }
    public IReadOnlyList<FactField> Fields { get; }

    /// <summary>The fields as the filter language sees them; <c>lead.source</c> and <c>source</c> are the same on leads.</summary>
    public FilterFields Filterable { get; }

    /// <summary>Whether its rows are stretches of time that are cut at the edges of an interval, instead of moments.</summary>
    public bool IsSpan { get; init; }

    /// <summary>Finds the field a dimension stands for; null when this fact has no such dimension.</summary>
    public FactField? Dimension(string name) =>
        name.StartsWith("properties.", StringComparison.Ordinal)
            ? Fields.FirstOrDefault(f => f.Kind is FieldKind.Dynamic) is { } free && IsProper(name["properties.".Length..])
                ? free with { Name = name }
                : null
            : Fields.FirstOrDefault(f => f.Object == name)
              ?? Fields.FirstOrDefault(f => f.Name == name && f.Kind is FieldKind.Text or FieldKind.Truth or FieldKind.Number);

    private static bool IsProper(string property) =>
        property.Length is > 0 and <= FilterLimits.MostNameCharacters && !property.Any(char.IsControl);

    private static IEnumerable<string> Aliases(FactField field, string prefix)
    {
        yield return $"{prefix}.{field.Name}";
        if (field.Object is not null)
            yield return field.Object;
    }
}
