using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Data;

/// <summary>Makes conditions of filters with the two-valued logic of <see cref="FilterEvaluator"/>: a test is true or false, never unknown.</summary>
/// <remarks>Every value of a filter becomes a parameter, the names of free properties too; none stands in the SQL.</remarks>
internal static class FilterQueries
{
    private static readonly MethodInfo CompareTexts = typeof(string).GetMethod(nameof(string.Compare), [typeof(string), typeof(string)])!;

    private static readonly MethodInfo OneParameter = typeof(EF).GetMethod(nameof(EF.Parameter))!;

    private static readonly MethodInfo IsIn = typeof(Enumerable).GetMethods()
        .Single(m => m.Name == nameof(Enumerable.Contains) && m.GetParameters().Length == 2);

    // EF writes a test as two conditions in one chain with its neighbours, and SQLite takes no chain of a thousand.
    private const int MostLooseTests = 200;

    /// <summary>Puts the tests together.</summary>
    public static Expression Compile(Filter filter, Func<Filter.Test, Expression> test) =>
        Count(filter) <= MostLooseTests ? Combine(filter, test) : Combine(filter, one => FilterFunctions.Together(test(one)));

    /// <summary>A test of a nullable operand; what is wanted comes from the value.</summary>
    public static Expression Test<TWanted>(Filter.Test test, Expression operand, Func<FilterValue, TWanted> wanted)
        where TWanted : notnull
    {
        return test.Operator switch
        {
            FilterOperator.Exists => IsThere(operand),
            FilterOperator.NotExists => Expression.Not(IsThere(operand)),
            FilterOperator.Eq => Equal(),
            FilterOperator.Ne => Expression.Not(Equal()),
            FilterOperator.In => IsOneOf(test, operand, wanted),
            FilterOperator.NotIn => Expression.Not(IsOneOf(test, operand, wanted)),
            FilterOperator.Lt => Compared(ExpressionType.LessThan),
            FilterOperator.Lte => Compared(ExpressionType.LessThanOrEqual),
            FilterOperator.Gt => Compared(ExpressionType.GreaterThan),
            FilterOperator.Gte => Compared(ExpressionType.GreaterThanOrEqual),
            _ => Expression.AndAlso(IsThere(operand), TextTest(test, operand)),
        };

        Expression Wanted() => Parameter(wanted(test.Value));

        // Said outright that the value is there: else a comparison with a missing value would be unknown, and its opposite too.
        Expression Equal() => Expression.AndAlso(
            IsThere(operand), Expression.Equal(operand, Expression.Convert(Wanted(), operand.Type)));

        Expression Compared(ExpressionType comparison) => Expression.AndAlso(IsThere(operand), operand.Type == typeof(string)
            ? Expression.MakeBinary(comparison,
                Expression.Call(CompareTexts, FilterFunctions.ByCodePoint(operand), Wanted()), Expression.Constant(0))
            : Expression.MakeBinary(comparison, operand, Expression.Convert(Wanted(), operand.Type)));
    }

    /// <summary>A value as EF sees one that a lambda captured: it travels beside the SQL.</summary>
    public static Expression Parameter<TValue>(TValue value)
    {
        Expression<Func<TValue>> captured = () => value;
        return captured.Body;
    }

    public static Expression IsThere(Expression operand) => Expression.NotEqual(operand, Expression.Constant(null, operand.Type));

    private static int Count(Filter filter) => filter switch
    {
        Filter.All(var items) => items.Sum(Count),
        Filter.Any(var items) => items.Sum(Count),
        Filter.Not(var item) => Count(item),
        _ => 1,
    };

    private static Expression Combine(Filter filter, Func<Filter.Test, Expression> test) => filter switch
    {
        Filter.All(var items) => Join(Expression.AndAlso, [.. items.Select(item => Combine(item, test))], whenEmpty: true),
        Filter.Any(var items) => Join(Expression.OrElse, [.. items.Select(item => Combine(item, test))], whenEmpty: false),
        Filter.Not(var item) => Expression.Not(Combine(item, test)),
        Filter.Test one => test(one),
        _ => throw new ArgumentException("Unknown kind of filter.", nameof(filter)),
    };

    private static BinaryExpression IsOneOf<TWanted>(Filter.Test test, Expression operand, Func<FilterValue, TWanted> wanted)
    {
        var values = ((FilterValue.Many)test.Value).Values.Select(wanted).ToList();
        // As one parameter, however many there are: the stores bound how many a statement may have.
        var list = Expression.Call(OneParameter.MakeGenericMethod(typeof(List<TWanted>)), Parameter(values));
        return Expression.AndAlso(IsThere(operand),
            Expression.Call(IsIn.MakeGenericMethod(typeof(TWanted)), list, Expression.Convert(operand, typeof(TWanted))));
    }

    private static Expression TextTest(Filter.Test test, Expression operand)
    {
        var part = FilterText.LowerAscii(((FilterValue.Text)test.Value).Value);
        return part.Length == 0
            ? Expression.Constant(true)
            : FilterFunctions.Part(test.Operator, operand, Parameter(part));
    }

    // As a tree of little depth: a chain of five hundred would be as many calls deep wherever it is walked.
    private static Expression Join(
        Func<Expression, Expression, Expression> join, ReadOnlySpan<Expression> parts, bool whenEmpty) => parts.Length switch
        {
            0 => Expression.Constant(whenEmpty),
            1 => parts[0],
            var count => join(Join(join, parts[..(count / 2)], whenEmpty), Join(join, parts[(count / 2)..], whenEmpty)),
        };
}
