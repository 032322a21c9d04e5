using System.Diagnostics.CodeAnalysis;

namespace Callsight.Core;

/// <summary>A field that can be filtered by.</summary>
/// <param name="Name">Its name in filters. <c>properties.*</c> stands for every name that starts with <c>properties.</c>.</param>
/// <param name="Kind">What values it has.</param>
/// <param name="Aliases">Other names it answers to; a validated filter holds only <paramref name="Name"/>.</param>
public sealed record FilterField(string Name, FieldKind Kind, params IReadOnlyList<string> Aliases);

/// <summary>The fields a filter may use in some place, for example those of a lead.</summary>
public sealed class FilterFields
{
    private readonly Dictionary<string, FilterField> byName = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, FilterField Field)> families = [];

    /// <summary>Makes the list.</summary>
    /// <exception cref="ArgumentException">A name or alias is there twice.</exception>
    public FilterFields(params IReadOnlyList<FilterField> fields)
    {
        All = fields;
        foreach (var field in fields)
        {
            foreach (var name in field.Aliases.Prepend(field.Name))
            {
                if (!byName.TryAdd(name, field))
                    throw new ArgumentException($"The field {name} is there twice.", nameof(fields));
                if (name.EndsWith(".*", StringComparison.Ordinal))
                    families.Add((name[..^1], field));
            }
        }
    }

    /// <summary>All fields, as they were listed.</summary>
    public IReadOnlyList<FilterField> All { get; }

    /// <summary>Finds a field by its name or an alias; for a family such as <c>properties.*</c> the field found has the full name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out FilterField? field)
    {
        if (byName.TryGetValue(name, out field) && !name.EndsWith(".*", StringComparison.Ordinal))
            return true;
        var (prefix, family) = families.Find(pair =>
            name.Length > pair.Prefix.Length && name.StartsWith(pair.Prefix, StringComparison.Ordinal));
        field = family is null ? null : family with { Name = family.Name[..^1] + name[prefix.Length..], Aliases = [] };
        return field is not null;
    }

    /// <summary>Names that look like the one that was not found.</summary>
    public IReadOnlyList<string> Near(string name) => NearMatches.Of(name, byName.Keys);
}
