using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

internal static class ShortWrites
{
    /// <summary>Does something short between others' transactions.</summary>
    /// <param name="writer">The one writer.</param>
    /// <param name="work">What.</param>
    /// <param name="needsRoom">Whether it is put off while the disk is almost full.</param>
    /// <exception cref="StoreException">It could not be done.</exception>
    public static async Task WriteAsync(this DuckDbWriter writer, Func<DuckDBConnection, Task> work, bool needsRoom = true)
    {
        if (await writer.RunAsync(new RunJob(work, needsRoom), 0, default) is { } problem)
            throw new StoreException(problem);
    }
}
