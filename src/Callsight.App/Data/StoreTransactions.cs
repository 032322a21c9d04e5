using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Callsight.App.Data;

/// <summary>How transactions begin on PostgreSQL.</summary>
/// <remarks>
/// Repeatable read keeps the event log in the order of cause and effect. Readers go by transaction number, which is given at
/// the first write; with read committed a transaction could write something, then read what a younger one has committed
/// meanwhile, change it further, and still stand before it in the log. Now it is told that the row has changed.
/// </remarks>
internal sealed class StoreTransactions : DbTransactionInterceptor
{
    /// <summary>Whether PostgreSQL refused a write because the row has changed since the transaction began.</summary>
    /// <remarks>EF wraps what might be repeated, and in more than one layer.</remarks>
    public static bool LostTheRace(Exception failure)
    {
        for (Exception? layer = failure; layer is not null; layer = layer.InnerException)
            if (layer is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure })
                return true;
        return false;
    }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default) =>
        connection is NpgsqlConnection postgres && eventData.IsolationLevel is IsolationLevel.Unspecified
            ? InterceptionResult<DbTransaction>.SuppressWithResult(
                await postgres.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken))
            : result;
}
