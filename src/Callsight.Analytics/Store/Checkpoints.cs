using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>How far each subscriber has got, in the same file and transaction as its rows.</summary>
internal static class Checkpoints
{
    public static async Task<LogPosition> ReadAsync(DuckDBConnection connection, string subscriber, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT log_transaction, log_position FROM meta.checkpoints WHERE subscriber = $subscriber";
        command.Parameters.Add(new DuckDBParameter("subscriber", subscriber));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new LogPosition(reader.GetInt64(0), reader.GetInt64(1)) : LogPosition.Start;
    }

    public static Task WriteAsync(
        DuckDBConnection connection, string subscriber, LogPosition position, CancellationToken ct) =>
        DuckDbFile.ExecuteAsync(connection,
            "INSERT INTO meta.checkpoints VALUES ($subscriber, $transaction, $position) ON CONFLICT (subscriber) " +
            "DO UPDATE SET log_transaction = $transaction, log_position = $position", ct,
            ("subscriber", subscriber), ("transaction", position.Transaction), ("position", position.Position));
}
