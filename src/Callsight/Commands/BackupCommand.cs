using System.CommandLine;
using Callsight.Analytics.Store;
using Callsight.App.Data;
using Callsight.Hosting;

namespace Callsight.Commands;

/// <summary><c>backup</c> and <c>restore</c>: copies of the embedded stores that fit together, taken while they are used.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var to = new Option<string>("--to")
        {
            Description = "The folder to make; it must not exist or be empty.",
            Required = true,
            HelpName = "DIR",
        };
        var command = new Command("backup", "Copy the embedded stores, also while Callsight serves them.") { data, to };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(data), parsed.GetValue(to)!, [.. parsed.UnmatchedTokens], ct));
        return command;
    }

    public static Command CreateRestore()
    {
        var data = CommonOptions.Data();
        data.Required = true;
        var from = new Option<string>("--from") { Description = "A folder that backup made.", Required = true, HelpName = "DIR" };
        var command = new Command("restore", "Put a backup into a data folder that is not in use yet.") { from, data };
        command.SetAction(async (parsed, _) => await SayAsync(() =>
        {
            Backup.Restore(parsed.GetValue(from)!, parsed.GetValue(data)!);
            Console.WriteLine($"Restored to {parsed.GetValue(data)}. Start Callsight with --data {parsed.GetValue(data)}.");
            return Task.CompletedTask;
        }));
        return command;
    }

    private static Task<int> RunAsync(string? data, string to, string[] settings, CancellationToken ct) => SayAsync(async () =>
    {
        var folder = Path.GetFullPath(data ?? new StoreOptions().DataFolder);
        to = Path.GetFullPath(to);
        if (!Directory.Exists(folder))
            throw new IOException($"There is no data folder {folder}.");
        var (isServed, fault) = await BackupRequests.AskAsync(folder, to, TimeProvider.System, ct);
        if (fault is not null)
            throw new IOException(fault);
        if (!isServed)
        {
            await using var app = CallsightHost.Build([.. CommonOptions.ToSettings(data), .. settings]);
            await app.Services.GetRequiredService<IEventStore>().OpenAsync(ct);
            await app.Services.GetRequiredService<Backup>().TakeAsync(to, ct);
        }

        Console.WriteLine($"The backup is in {to}.");
    });

    private static async Task<int> SayAsync(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
