using Callsight.Analytics.Dialects;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

internal static class DuckDbReading
{
    public static async Task<SqlRows> ReadAsync(DuckDBConnection connection, SqlStatement statement, CancellationToken ct)
    {
        await using var command = Command(connection, statement);
        await using var stop = ct.Register(static c => ((DuckDBCommand)c!).Cancel(), command);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(ct))
        {
            var row = new object?[columns.Count];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return new SqlRows(columns, rows);
    }

    /// <summary>Hands over row by row as the engine makes them.</summary>
    public static async Task EachAsync(
        DuckDBConnection connection, SqlStatement statement, Action<ISqlRow> take, CancellationToken ct)
    {
        await using var command = Command(connection, statement);
        command.UseStreamingMode = true;
        await using var stop = ct.Register(static c => ((DuckDBCommand)c!).Cancel(), command);
        await using var reader = (DuckDBDataReader)await command.ExecuteReaderAsync(ct);
        var row = new ReadRow(reader);
        while (reader.Read())
        {
            ct.ThrowIfCancellationRequested();
            take(row);
        }
    }

    private static DuckDBCommand Command(DuckDBConnection connection, SqlStatement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Text;
        foreach (var parameter in statement.Parameters)
            command.Parameters.Add(new DuckDBParameter(parameter.Name, Value(parameter.Value)));
        return command;
    }

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => instant.UtcDateTime,
        TenantId tenant => tenant.Value,
        _ => value,
    };
}

internal sealed class ReadRow(DuckDBDataReader reader) : ISqlRow
{
    public object? Value(int column) => reader.IsDBNull(column) ? null : reader.GetValue(column);

    public long Whole(int column) => reader.GetInt64(column);
}
