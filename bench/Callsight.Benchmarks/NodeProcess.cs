using System.Diagnostics;

namespace Callsight.Benchmarks;

/// <summary>A script beside the product, in a process of its own; it is spoken with in lines.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process process;

    private NodeProcess(Process process) => this.process = process;

    /// <summary>Where the scripts find their packages; null where npm cannot bring them.</summary>
    public static async Task<string?> PackagesAsync(params string[] names)
    {
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "callsight-bench");
        Directory.CreateDirectory(folder);
        if (names.All(name => Directory.Exists(Path.Combine(folder, "node_modules", name))))
            return folder;
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", .. names])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? folder : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // There is no npm.
        }
    }

    public static NodeProcess Start(string packages, string script, params string[] arguments) =>
        new(Process.Start(new ProcessStartInfo("node", ["--expose-gc", Path.Combine(AppContext.BaseDirectory, "Peers", script), .. arguments])
        {
            WorkingDirectory = packages,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);

    public async Task<string> ReadAsync() =>
        await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The script has ended.");

    public async Task WriteAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
