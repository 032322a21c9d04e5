using Callsight.Analytics.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Callsight.App.Data;

/// <summary>Copies the embedded stores while they are used, so that the copies fit together.</summary>
/// <remarks>
/// The event store first: its place in the event log is then never ahead of the copied log, and after a restore it catches up with it.
/// The folder has its name only when all is in it.
/// </remarks>
public sealed class Backup(IEventStore events, IOptions<StoreOptions> options)
{
    private static string EventsName => Path.GetFileName(new StoreOptions().EventStoreFile);

    private static string SqliteName => Path.GetFileName(new StoreOptions().SqliteFile);

    /// <summary>Makes a folder with copies of all stores of the data folder. A system of record on PostgreSQL is not among them.</summary>
    /// <exception cref="IOException">The folder is there already, or cannot be written.</exception>
    public async Task TakeAsync(string folder, CancellationToken ct)
    {
        folder = Path.GetFullPath(folder);
        MustBeFree(folder);
        var partial = Directory.CreateDirectory(Partial(folder)).FullName;
        try
        {
            await events.CopyAsync(Path.Combine(partial, EventsName), ct);
            if (string.IsNullOrEmpty(options.Value.Postgres))
                await CopySqliteAsync(Path.Combine(partial, SqliteName), ct);
            var files = Path.Combine(options.Value.DataFolder, "imports");
            if (Directory.Exists(files))
                CopyFolder(files, Path.Combine(partial, "imports"));
            Finish(partial, folder);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    /// <summary>Puts a backup where a product that is not running yet will find its stores.</summary>
    /// <exception cref="IOException">There is something already, or the backup is none.</exception>
    public static void Restore(string backup, string dataFolder)
    {
        (backup, dataFolder) = (Path.GetFullPath(backup), Path.GetFullPath(dataFolder));
        if (!File.Exists(Path.Combine(backup, EventsName)))
            throw new IOException($"{backup} is no backup: there is no {EventsName} in it.");
        MustBeFree(dataFolder);
        var partial = Partial(dataFolder);
        CopyFolder(backup, partial);
        Finish(partial, dataFolder);
    }

    private static string Partial(string folder) => $"{folder.TrimEnd(Path.DirectorySeparatorChar)}.partial-{Guid.CreateVersion7():n}";

    private static void MustBeFree(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new IOException($"{folder} is there already. Name a folder that does not exist or is empty.");
    }

    private static void Finish(string partial, string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder);
        Directory.Move(partial, folder);
    }

    private async Task CopySqliteAsync(string to, CancellationToken ct)
    {
        await using var source = new SqliteConnection($"Data Source={options.Value.SqliteFile};Mode=ReadOnly;Pooling=False");
        await using var copy = new SqliteConnection($"Data Source={to};Pooling=False");
        await source.OpenAsync(ct);
        await copy.OpenAsync(ct);
        source.BackupDatabase(copy);
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
