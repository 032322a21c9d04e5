namespace Callsight.Analytics.Store;

/// <summary>Whether there is room to write. Looked up now and then, since asking the system for every commit would cost more than some of them.</summary>
internal sealed class FreeSpace(string path, int reserveMegabytes, TimeProvider clock)
{
    private static readonly TimeSpan Holds = TimeSpan.FromMilliseconds(250);

    private readonly string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private readonly Lock gate = new();
    private long? lookedAt;
    private long bytes = long.MaxValue;

    /// <summary>Free bytes on the disk of the file, as of a moment ago; all there are where the system does not say.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                if (lookedAt is { } last && clock.GetElapsedTime(last) < Holds)
                    return bytes;
                lookedAt = clock.GetTimestamp();
                return bytes = LookUp();
            }
        }
    }

    /// <summary>Why nothing may be written; null while there is room.</summary>
    public Problem? Problem =>
        reserveMegabytes > 0 && Bytes < reserveMegabytes * 1024L * 1024 ? StoreProblems.Full(reserveMegabytes) : null;

    private long LookUp()
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }
}
