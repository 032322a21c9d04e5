using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Callsight.App.Data;

/// <summary>What the filter language needs of the stores and EF has no word for. Each store spells these itself.</summary>
internal static class FilterFunctions
{
    /// <summary>An instant so many milliseconds later. Also for fields that are worked out.</summary>
    public static DateTimeOffset After(DateTimeOffset instant, long milliseconds) => instant.AddMilliseconds(milliseconds);

    /// <summary>A condition that EF keeps together.</summary>
    public static Expression Together(Expression condition) => Call(nameof(Together), condition);

    public static Expression ByCodePoint(Expression text) => Call(nameof(ByCodePoint), text);

    public static Expression MoneyAsNumber(Expression amount) => Call(nameof(MoneyAsNumber), amount);

    /// <summary>Whether a text holds, starts or ends with another, which has no ASCII capitals any more.</summary>
    public static Expression Part(FilterOperator test, Expression text, Expression part) => Call(
        test switch
        {
            FilterOperator.Contains => nameof(Holds),
            FilterOperator.StartsWith => nameof(StartsWith),
            FilterOperator.EndsWith => nameof(EndsWith),
            _ => throw new UnreachableException(test.ToString()),
        }, text, part);

    /// <summary>A free property as text, when it is one.</summary>
    public static Expression PropertyText(Expression properties, string name) => OfProperty(nameof(PropertyText), properties, name);

    /// <summary>A free property as a number, when it is one.</summary>
    public static Expression PropertyNumber(Expression properties, string name) => OfProperty(nameof(PropertyNumber), properties, name);

    /// <summary>A free property as <c>true</c> or <c>false</c>, when it is one of them.</summary>
    public static Expression PropertyTruth(Expression properties, string name) => OfProperty(nameof(PropertyTruth), properties, name);

    /// <summary>Something, when the free property has a value.</summary>
    public static Expression Property(Expression properties, string name) => OfProperty(nameof(Property), properties, name);

    /// <summary>Teaches the model how its store spells them.</summary>
    public static void Map(ModelBuilder model, bool isSqlite)
    {
        FilterSpelling spelling = isSqlite ? new SqliteFilterSpelling() : new PostgresFilterSpelling();
        Add(nameof(After), a => spelling.After(a[0], a[1]));
        Add(nameof(Together), a => spelling.Together(a[0]));
        Add(nameof(ByCodePoint), a => spelling.ByCodePoint(a[0]));
        Add(nameof(MoneyAsNumber), a => spelling.MoneyAsNumber(a[0]));
        Add(nameof(Holds), a => spelling.Holds(a[0], a[1]));
        Add(nameof(StartsWith), a => spelling.StartsWith(a[0], a[1]));
        Add(nameof(EndsWith), a => spelling.EndsWith(a[0], a[1]));
        Add(nameof(PropertyText), a => spelling.PropertyText(a[0], a[1], a[2]));
        Add(nameof(PropertyNumber), a => spelling.PropertyNumber(a[0], a[1], a[2]));
        Add(nameof(PropertyTruth), a => spelling.PropertyTruth(a[0], a[1], a[2]));
        Add(nameof(Property), a => spelling.Property(a[0], a[1], a[2]));

        void Add(string name, Func<IReadOnlyList<SqlExpression>, SqlExpression> translation) =>
            model.HasDbFunction(Method(name)).HasTranslation(translation);
    }

    private static bool Together(bool condition) => throw InStoresOnly;

    private static string? ByCodePoint(string? text) => throw InStoresOnly;

    private static double? MoneyAsNumber(decimal? amount) => throw InStoresOnly;

    private static bool Holds(string text, string part) => throw InStoresOnly;

    private static bool StartsWith(string text, string part) => throw InStoresOnly;

    private static bool EndsWith(string text, string part) => throw InStoresOnly;

    private static string? PropertyText(string? properties, string name, string path) => throw InStoresOnly;

    private static double? PropertyNumber(string? properties, string name, string path) => throw InStoresOnly;

    private static string? PropertyTruth(string? properties, string name, string path) => throw InStoresOnly;

    private static string? Property(string? properties, string name, string path) => throw InStoresOnly;

    private static UnreachableException InStoresOnly => new("This is worked out by a store.");

    // Stores find a property by its name or by a path; each takes what it wants.
    private static MethodCallExpression OfProperty(string function, Expression properties, string name)
    {
        var label = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        // To the store they are text; what EF makes of that text in memory is taken off here.
        var text = Expression.Convert(Expression.Convert(properties, typeof(object)), typeof(string));
        return Call(function, text, FilterQueries.Parameter(name), FilterQueries.Parameter($"$.\"{label}\""));
    }

    private static MethodCallExpression Call(string function, params Expression[] arguments) =>
        Expression.Call(Method(function), arguments);

    private static MethodInfo Method(string name) => typeof(FilterFunctions)
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Single(m => m.Name == name && !m.ReturnType.IsAssignableTo(typeof(Expression)));
}
