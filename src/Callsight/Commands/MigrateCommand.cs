using System.CommandLine;
using Callsight.App.Data;
using Callsight.Hosting;

namespace Callsight.Commands;

/// <summary><c>migrate</c>: brings the stores up to date without serving.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("migrate", "Bring the stores up to date and stop.") { data };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = CallsightHost.Build(
                [.. CommonOptions.ToSettings(parsed.GetValue(data)), .. parsed.UnmatchedTokens]);
            await app.Services.GetRequiredService<StoreStartup>().MigrateAsync(ct);
            Console.WriteLine("The stores are up to date.");
            return 0;
        });
        return command;
    }
}
