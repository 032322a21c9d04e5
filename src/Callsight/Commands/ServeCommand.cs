using System.CommandLine;
using Callsight.Hosting;

namespace Callsight.Commands;

/// <summary><c>serve</c>: runs the product.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var (data, urls) = (CommonOptions.Data(), CommonOptions.Urls());
        var command = new Command("serve", "Run the product. Any setting may follow as --Section:Name=value.")
        {
            data, urls,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => RunAsync(
            [.. CommonOptions.ToSettings(parsed.GetValue(data), parsed.GetValue(urls)), .. parsed.UnmatchedTokens], ct));
        return command;
    }

    public static async Task<int> RunAsync(string[] settings, CancellationToken ct)
    {
        await using var app = CallsightHost.Build(settings);
        // Ahead of the host's own start, which would log a wrong setting with a stack trace.
        await app.Services.GetRequiredService<ProductStartup>().PrepareAsync(ct);
        await app.RunAsync(ct);
        return 0;
    }
}
