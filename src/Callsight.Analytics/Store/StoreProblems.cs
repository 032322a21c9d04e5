using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Callsight.Analytics.Store;

internal static class StoreProblems
{
    /// <summary>Whether a value has no place in the store: trying again cannot help, setting the event aside can.</summary>
    public static bool IsForGood(DuckDBException failure) => failure.ErrorType is DuckDBErrorType.Conversion
        or DuckDBErrorType.OutOfRange or DuckDBErrorType.InvalidInput or DuckDBErrorType.Constraint or DuckDBErrorType.MismatchType;

    /// <summary>Whether the engine gave the file up: nothing works until all connections are closed and it is opened again.</summary>
    public static bool IsFatal(Exception failure) => failure is DuckDBException duck
        && (duck.ErrorType is DuckDBErrorType.Fatal || duck.Message.Contains("has been invalidated", StringComparison.Ordinal));

    /// <summary>Whether the engine could not reach its files.</summary>
    public static bool IsAway(Exception failure) =>
        IsFatal(failure) || failure is DuckDBException { ErrorType: DuckDBErrorType.Io or DuckDBErrorType.Connection };

    /// <summary>Whether there was no memory left for it. Where the engine prepares a statement it says so by words only.</summary>
    public static bool IsTooHeavy(DuckDBException failure) => failure.ErrorType is DuckDBErrorType.OutOfMemory
        || failure.Message.StartsWith("Out of Memory", StringComparison.Ordinal);

    /// <summary>The engine could not write or read: disk full, file gone, memory short. Nothing was half done.</summary>
    public static Problem Unavailable(Exception? failure) => new(
        "store.unavailable", "The event store cannot be used at the moment. Nothing was recorded; try again.",
        ProblemKind.Unavailable)
    {
        RetryAfter = TimeSpan.FromSeconds(5),
        Cause = failure,
    };

    /// <summary>The engine gave up while it committed and has not come back: perhaps it is on disk, perhaps not.</summary>
    public static Problem Unsure(Exception failure) => new(
        "store.unavailable", "The event store failed while it recorded this. Send it again: what has an id counts once.",
        ProblemKind.Unavailable)
    {
        RetryAfter = TimeSpan.FromSeconds(5),
        Cause = failure,
    };

    /// <summary>So little space is left that the engine might fail in the middle of writing.</summary>
    public static Problem Full(int reserveMegabytes) => new(
        "store.full", $"Less than {reserveMegabytes} MB are free on the disk of the event store, so nothing is recorded. " +
        "Free some space there, then send it again; what was recorded can be asked for.",
        ProblemKind.Unavailable)
    {
        RetryAfter = TimeSpan.FromSeconds(30),
    };
}
