using Callsight.Analytics.Schema;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Writes rows through DuckDB's appender, the fast way in.</summary>
internal static class RowAppender
{
    public static void Append(
        DuckDBConnection connection, string schema, FactTable table, IEnumerable<(TenantId Tenant, object?[] Values)> rows)
    {
        using var appender = connection.CreateAppender(schema, table.Name);
        foreach (var (tenant, values) in rows)
        {
            var row = appender.CreateRow();
            row.AppendValue(tenant.Value);
            foreach (var value in values)
                Put(row, value);
            row.EndRow();
        }
    }

    private static void Put(IDuckDBAppenderRow row, object? value)
    {
        switch (value)
        {
            case null: row.AppendNullValue(); break;
            case string text: row.AppendValue(Storable(text)); break;
            case long number: row.AppendValue(number); break;
            case bool truth: row.AppendValue(truth); break;
            case double number: row.AppendValue(number); break;
            case decimal money: row.AppendValue(money); break;
            case Guid id: row.AppendValue(id); break;
            case DateTime instant: row.AppendValue(instant); break;
            case DateOnly day: row.AppendValue(day); break;
            case List<string> texts: row.AppendValue(texts.Select(Storable).ToList()); break;
            default: throw new ArgumentException($"A {value.GetType()} has no place in a fact.");
        }
    }

    /// <summary>The engine's texts end at a NUL; it is shown instead of cutting the rest off.</summary>
    internal static string Storable(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\u2400') : text;
}
