namespace Callsight.Analytics.Store;

internal static class StoreProblems
{
    /// <summary>The engine could not write or read: disk full, file gone, memory short. Nothing was half done.</summary>
    public static Problem Unavailable(Exception failure) => new(
        "store.unavailable", "The event store cannot be used at the moment. Nothing was recorded; try again.",
        ProblemKind.Unavailable)
    {
        RetryAfter = TimeSpan.FromSeconds(5),
        Cause = failure,
    };
}
