using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore.Query;

namespace Callsight.App.Data;

/// <summary>One field of an entity in the filter language.</summary>
internal abstract class EntityField(string name, FieldKind kind, LambdaExpression value)
{
    private readonly Lazy<Delegate> read = new(value.Compile);

    public string Name => name;
    public FieldKind Kind => kind;

    /// <summary>What it is the id of; another name for it.</summary>
    public string? Of { get; init; }

    /// <summary>Whether a test holds for a row.</summary>
    public Expression Holds(Filter.Test test, Expression row) =>
        HoldsFor(test, ReplacingExpressionVisitor.Replace(value.Parameters[0], row, value.Body));

    /// <summary>The value of one entity in memory, as the evaluator takes it.</summary>
    public object? Read(object entity, string fullName) => ToFilterValue(read.Value.DynamicInvoke(entity), fullName);

    protected abstract Expression HoldsFor(Filter.Test test, Expression operand);

    protected virtual object? ToFilterValue(object? found, string fullName) => found;
}

internal sealed class TextField(string name, LambdaExpression value) : EntityField(name, FieldKind.Text, value)
{
    protected override Expression HoldsFor(Filter.Test test, Expression operand) =>
        FilterQueries.Test(test, operand, wanted => ((FilterValue.Text)wanted).Value);
}

internal sealed class NumberField(string name, LambdaExpression value) : EntityField(name, FieldKind.Number, value)
{
    protected override Expression HoldsFor(Filter.Test test, Expression operand) => FilterQueries.Test(
        test,
        operand.Type == typeof(decimal?) ? FilterFunctions.MoneyAsNumber(operand) : operand,
        wanted => ((FilterValue.Number)wanted).AsDouble);
}

internal sealed class InstantField(string name, LambdaExpression value) : EntityField(name, FieldKind.Instant, value)
{
    protected override Expression HoldsFor(Filter.Test test, Expression operand) =>
        FilterQueries.Test(test, operand, wanted => ((FilterValue.Instant)wanted).Value);
}

internal sealed class IdentityField<TOther> : EntityField
{
    public IdentityField(string name, LambdaExpression value, string? of) : base(name, FieldKind.Identity, value) => Of = of;

    protected override Expression HoldsFor(Filter.Test test, Expression operand) =>
        FilterQueries.Test(test, operand, wanted => new Id<TOther>(((FilterValue.Identity)wanted).Value));

    protected override object? ToFilterValue(object? found, string fullName) => (found as Id<TOther>?)?.Value;
}

internal sealed class TextsField(string name, LambdaExpression value) : EntityField(name, FieldKind.TextList, value)
{
    protected override Expression HoldsFor(Filter.Test test, Expression operand)
    {
        var any = Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [typeof(string)], operand);
        return test.Operator switch
        {
            FilterOperator.Exists => any,
            FilterOperator.NotExists => Expression.Not(any),
            _ => Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(string)],
                operand, FilterQueries.Parameter(((FilterValue.Text)test.Value).Value)),
        };
    }
}

/// <summary>A field with a handful of possible values: those that pass the test are picked beforehand, by the evaluator itself.</summary>
internal abstract class FewValuesField(string name, FieldKind kind, LambdaExpression value) : EntityField(name, kind, value)
{
    private static readonly RelativeTime Never = new(default, TenantZone.Utc);

    protected abstract IEnumerable<object> Values { get; }

    protected override Expression HoldsFor(Filter.Test test, Expression operand) => Values.Prepend(null)
        .Where(possible => FilterEvaluator.Holds(test, _ => ToFilterValue(possible, Name), Never))
        .Select(possible => (Expression)Expression.Equal(
            operand, Expression.Convert(Expression.Constant(possible, possible is null ? operand.Type : possible.GetType()), operand.Type)))
        .DefaultIfEmpty(Expression.Constant(false))
        .Aggregate(Expression.OrElse);
}

internal sealed class TruthField(string name, LambdaExpression value) : FewValuesField(name, FieldKind.Truth, value)
{
    protected override IEnumerable<object> Values => [true, false];
}

internal sealed class ChoiceField<TEnum>(string name, LambdaExpression value) : FewValuesField(name, FieldKind.Text, value)
    where TEnum : struct, Enum
{
    protected override IEnumerable<object> Values => Enum.GetValues<TEnum>().Cast<object>();

    protected override object? ToFilterValue(object? found, string fullName) =>
        found is null ? null : SnakeCase.Of(found.ToString()!);
}

/// <summary>All free properties: which kind one has is decided by the value it is compared with.</summary>
internal sealed class PropertiesField(LambdaExpression value) : EntityField($"{Prefix}*", FieldKind.Dynamic, value)
{
    public const string Prefix = "properties.";

    protected override Expression HoldsFor(Filter.Test test, Expression operand)
    {
        var name = test.Field[Prefix.Length..];
        var sample = test.Value is FilterValue.Many(var values) ? values[0] : test.Value;
        return sample switch
        {
            FilterValue.Text => FilterQueries.Test(test, FilterFunctions.PropertyText(operand, name),
                wanted => ((FilterValue.Text)wanted).Value),
            FilterValue.Number => FilterQueries.Test(test, FilterFunctions.PropertyNumber(operand, name),
                wanted => ((FilterValue.Number)wanted).AsDouble),
            FilterValue.Truth => FilterQueries.Test(test, FilterFunctions.PropertyTruth(operand, name),
                wanted => ((FilterValue.Truth)wanted).Value ? "true" : "false"),
            _ => FilterQueries.Test(test, FilterFunctions.Property(operand, name), wanted => wanted),
        };
    }

    protected override object? ToFilterValue(object? found, string fullName) =>
        found is JsonObject json && json.TryGetPropertyValue(fullName[Prefix.Length..], out var node) && node is not null
            ? JsonSerializer.SerializeToElement(node)
            : null;
}
