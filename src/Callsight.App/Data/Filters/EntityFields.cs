using System.Linq.Expressions;
using System.Text.Json.Nodes;

namespace Callsight.App.Data;

/// <summary>Which fields an entity has in the filter language, and where each stands: said once, beside the entity.</summary>
/// <param name="prefix">What the names may be prefixed with: <c>lead.source</c> and <c>source</c> are the same on leads.</param>
/// <remarks>From the one declaration come the list for the validator, the query for the store and the value in memory.</remarks>
public sealed class EntityFields<T>(string prefix) where T : class
{
    private readonly List<EntityField> fields = [];
    private FilterFields? filterable;

    /// <summary>The fields as the filter language sees them.</summary>
    public FilterFields Filterable => filterable ??= new FilterFields([.. fields.Select(f => new FilterField(
        f.Name, f.Kind, [.. f.Of is null ? [] : new[] { f.Of }, $"{prefix}.{f.Name}"]))]);

    /// <summary>A text.</summary>
    public EntityFields<T> Text(string name, Expression<Func<T, string?>> value) => Add(new TextField(name, value));

    /// <summary>An enum; in filters its values are texts in snake_case.</summary>
    public EntityFields<T> Choice<TEnum>(string name, Expression<Func<T, TEnum?>> value) where TEnum : struct, Enum =>
        Add(new ChoiceField<TEnum>(name, value));

    /// <summary>True or false.</summary>
    public EntityFields<T> Truth(string name, Expression<Func<T, bool?>> value) => Add(new TruthField(name, value));

    /// <summary>A number.</summary>
    public EntityFields<T> Number(string name, Expression<Func<T, double?>> value) => Add(new NumberField(name, value));

    /// <summary>Money, which the stores keep to four decimals.</summary>
    public EntityFields<T> Money(string name, Expression<Func<T, decimal?>> value) => Add(new NumberField(name, value));

    /// <summary>An instant.</summary>
    public EntityFields<T> Instant(string name, Expression<Func<T, DateTimeOffset?>> value) => Add(new InstantField(name, value));

    /// <summary>The id of something, with the other name it answers to: <c>agent_id</c> is <c>agent</c> too.</summary>
    public EntityFields<T> Identity<TOther>(string name, Expression<Func<T, Id<TOther>?>> value, string? of = null) =>
        Add(new IdentityField<TOther>(name, value, of));

    /// <summary>A list of texts.</summary>
    public EntityFields<T> Texts(string name, Expression<Func<T, List<string>>> value) => Add(new TextsField(name, value));

    /// <summary>Free properties, under <c>properties.</c> and their own name.</summary>
    public EntityFields<T> Properties(Expression<Func<T, JsonObject?>> value) => Add(new PropertiesField(value));

    /// <summary>The filter as a condition that the store can check.</summary>
    /// <param name="filter">Validated against <see cref="Filterable"/>, its relative moments resolved.</param>
    public Expression<Func<T, bool>> Matching(Filter filter)
    {
        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, bool>>(
            FilterQueries.Compile(filter, test => Find(test.Field).Holds(test, row)), row);
    }

    /// <summary>The value of a field of one entity in memory, for <see cref="FilterEvaluator"/>.</summary>
    public object? ValueOf(T entity, string name) => Find(name).Read(entity, name);

    private EntityField Find(string name) =>
        fields.Find(field => field.Name == name)
        ?? (name.StartsWith(PropertiesField.Prefix, StringComparison.Ordinal) ? fields.Find(f => f is PropertiesField) : null)
        ?? throw new ArgumentException($"There is no field {name}; the filter was not validated.", nameof(name));

    private EntityFields<T> Add(EntityField field)
    {
        fields.Add(field);
        return this;
    }
}
