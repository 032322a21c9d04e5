using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Callsight.Analytics.Store;

internal static class StoreProblems
{
    /// <summary>Whether a value has no place in the store: trying again cannot help, setting the event aside can.</summary>
    public static bool IsForGood(DuckDBException failure) => failure.ErrorType is DuckDBErrorType.Conversion
        or DuckDBErrorType.OutOfRange or DuckDBErrorType.InvalidInput or DuckDBErrorType.Constraint or DuckDBErrorType.MismatchType;

    /// <summary>The engine could not write or read: disk full, file gone, memory short. Nothing was half done.</summary>
    public static Problem Unavailable(Exception failure) => new(
        "store.unavailable", "The event store cannot be used at the moment. Nothing was recorded; try again.",
        ProblemKind.Unavailable)
    {
        RetryAfter = TimeSpan.FromSeconds(5),
        Cause = failure,
    };
}
