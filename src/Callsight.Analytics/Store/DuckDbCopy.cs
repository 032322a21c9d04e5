using Callsight.Analytics.Dialects;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Copies the file as it is at one moment, while it is written and read.</summary>
/// <remarks>
/// By the engine and not byte by byte: nobody has to wait, and a process that opens and closes a file it has locked loses the lock.
/// </remarks>
internal static class DuckDbCopy
{
    public static async Task<bool> MakeAsync(DuckDBConnection connection, string to, CancellationToken ct)
    {
        var from = (await DuckDbReading.ReadAsync(connection, new SqlStatement("SELECT current_database()", []), ct)).Rows[0][0];
        var name = $"copy_{Guid.CreateVersion7():n}";
        await DuckDbFile.ExecuteAsync(connection, $"ATTACH '{to.Replace("'", "''", StringComparison.Ordinal)}' AS {name}", ct);
        try
        {
            // One transaction, and so one picture of all tables, their checkpoints included.
            await DuckDbFile.ExecuteAsync(connection, "BEGIN", ct);
            await DuckDbReading.ReadAsync(connection, new SqlStatement($"COPY FROM DATABASE \"{from}\" TO {name}", []), ct);
            await DuckDbFile.ExecuteAsync(connection, "COMMIT", ct);
        }
        catch (Exception failure) when (!StoreProblems.IsFatal(failure))
        {
            await DuckDbFile.ExecuteAsync(connection, "ROLLBACK", CancellationToken.None);
            throw;
        }
        finally
        {
            await DuckDbFile.ExecuteAsync(connection, $"DETACH {name}", CancellationToken.None);
        }

        return true;
    }
}
