using System.Data.Common;
using Callsight.App.EventLog;
using Microsoft.Data.Sqlite;

namespace Callsight.App.Data;

/// <summary>When to try again, and whether that is of any use.</summary>
internal static class BackOff
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Doubles from 100 ms, with jitter so that nodes do not march in step.</summary>
    public static TimeSpan Of(int failures)
    {
        var milliseconds = Math.Min(Longest.TotalMilliseconds, 100 * Math.Pow(2, Math.Min(failures, 20)));
        return TimeSpan.FromMilliseconds(milliseconds * (0.5 + Random.Shared.NextDouble() / 2));
    }

    /// <summary>Whether waiting helps: something is away or busy. The store wraps what its driver says, so all layers are looked at.</summary>
    public static bool Helps(Exception failure)
    {
        if (failure is OperationCanceledException)
            return false; // Somebody's patience ended, such as an HTTP client's; that may well be the event's doing.
        for (Exception? layer = failure; layer is not null; layer = layer.InnerException)
            if (layer is SubscriberUnavailableException or TimeoutException or IOException or DbException { IsTransient: true }
                or SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked })
                return true;
        return false;
    }
}
