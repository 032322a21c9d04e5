using System.Globalization;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Prints that a row belongs to some groups, or to none of them.</summary>
internal static class GroupConditions
{
    /// <param name="restriction">The groups; null for all.</param>
    /// <param name="fact">Whose dimensions.</param>
    /// <param name="expression">How a dimension is printed.</param>
    /// <param name="sql">Takes the values.</param>
    public static string Print(GroupRestriction? restriction, Fact fact, Func<string, string> expression, SqlBuilder sql)
    {
        if (restriction is null)
            return "true";
        var groups = restriction.Groups.Select(group => restriction.Dimensions.Count == 0 ? "true" : $"({string.Join(" AND ",
            restriction.Dimensions.Zip(group, (name, value) => Test(fact.Dimension(name)!, expression(name), value, sql)))})").ToList();
        var any = groups.Count == 0 ? "false" : $"({string.Join(" OR ", groups)})";
        return restriction.IsInside ? any : $"(NOT {any})";
    }

    private static string Test(FactField field, string expression, object? value, SqlBuilder sql) => value switch
    {
        null => $"{expression} IS NULL",
        Guid id => Equal(expression, sql.Add(SqlType.Identity, id)),
        bool truth => Equal(expression, truth ? "true" : "false"),
        string text => Equal(expression, sql.Add(SqlType.Text, text)),
        _ when field.Kind is FieldKind.Number => Equal(sql.Dialect.Cast(expression, SqlType.Number),
            sql.Add(SqlType.Number, Convert.ToDouble(value, CultureInfo.InvariantCulture))),
        _ => throw new ArgumentException($"A group is not told by a {value.GetType().Name}."),
    };

    private static string Equal(string expression, string value) => $"coalesce({expression} = {value}, false)";
}
