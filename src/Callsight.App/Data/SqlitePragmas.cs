using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Callsight.App.Data;

/// <summary>How SQLite is run: many readers beside one writer, and a change that was acknowledged survives a power cut.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    // Run at every opening, so only what a connection does not keep or what must never be otherwise. Waiting is left to SQLite,
    // which looks again after milliseconds; the driver's own waiting looks every 150 ms.
    private const string Pragmas = "PRAGMA busy_timeout=30000; PRAGMA synchronous=FULL;";

    /// <summary>Written into the file once and for all: readers and the writer do not wait for each other.</summary>
    public const string WriteAheadLog = "PRAGMA journal_mode=WAL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
