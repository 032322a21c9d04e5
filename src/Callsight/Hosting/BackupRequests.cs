using Callsight.App.Data;
using Microsoft.Extensions.Options;

namespace Callsight.Hosting;

/// <summary>Takes the backups that <c>callsight backup</c> asks for, since the event store belongs to the process that serves it.</summary>
/// <remarks>
/// Asked by a file in the data folder: whoever may write there owns the data, and nobody else is let near. The file's name ends with
/// how far it is: request, running, done, failed.
/// </remarks>
internal sealed class BackupRequests(Backup backup, IOptions<StoreOptions> options, TimeProvider clock, ILogger<BackupRequests> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UntilTaken = TimeSpan.FromSeconds(5);

    /// <summary>Asks the process that serves the data folder.</summary>
    /// <returns>Whether anybody serves the folder, and why the backup could not be taken; no fault when it is there.</returns>
    public static async Task<(bool IsServed, string? Fault)> AskAsync(
        string dataFolder, string to, TimeProvider clock, CancellationToken ct)
    {
        var request = Path.Combine(dataFolder, $"backup-{Guid.CreateVersion7():n}");
        await File.WriteAllTextAsync(request + ".new", to, ct);
        File.Move(request + ".new", request + ".request");
        var asked = clock.GetTimestamp();
        while (true)
        {
            await Task.Delay(Pause / 5, clock, ct);
            foreach (var ending in new[] { ".done", ".failed" })
                if (File.Exists(request + ending))
                {
                    var fault = ending == ".failed" ? await File.ReadAllTextAsync(request + ending, ct) : null;
                    File.Delete(request + ending);
                    return (true, fault);
                }

            if (clock.GetElapsedTime(asked) > UntilTaken && TryTakeBack(request))
                return (false, null);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Those that an earlier run was stopped in the middle of.
        foreach (var running in Files("running"))
            await FinishAsync(running, "Callsight was stopped in the middle of it. Ask again.");
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var request in Files("request"))
                await TakeAsync(request, stoppingToken);
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task TakeAsync(string request, CancellationToken ct)
    {
        var running = Path.ChangeExtension(request, "running");
        try
        {
            File.Move(request, running);
            await backup.TakeAsync(await File.ReadAllTextAsync(running, ct), ct);
            await FinishAsync(running, null);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            logger.LogWarning(failure, "The backup that was asked for could not be taken");
            if (File.Exists(running))
                await FinishAsync(running, failure.Message);
        }
    }

    private string[] Files(string ending) =>
        Directory.Exists(options.Value.DataFolder) ? Directory.GetFiles(options.Value.DataFolder, $"backup-*.{ending}") : [];

    private static async Task FinishAsync(string running, string? fault)
    {
        if (fault is not null)
            await File.WriteAllTextAsync(running, fault);
        File.Move(running, Path.ChangeExtension(running, fault is null ? "done" : "failed"));
    }

    /// <summary>Unless it was taken at this very moment.</summary>
    private static bool TryTakeBack(string request)
    {
        try
        {
            File.Move(request + ".request", request + ".back");
            File.Delete(request + ".back");
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
