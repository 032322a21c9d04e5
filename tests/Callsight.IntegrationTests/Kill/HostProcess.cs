using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Callsight.IntegrationTests.Kill;

/// <summary>The product as its users run it: a process of its own, on a data folder and a port.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = [];
    private readonly Stopwatch since = Stopwatch.StartNew();

    private HostProcess(string folder, int port, params string[] settings)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo(Program(), ["serve", "--data", folder, "--urls", Address.ToString(), .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>How long it took until the product said that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>The processors' time it took so far.</summary>
    public TimeSpan ProcessorTime => process.TotalProcessorTime;

    public string Output => string.Join('\n', output);

    public static HostProcess Start(string folder, int port, params string[] settings) => new(folder, port, settings);

    /// <summary>Runs a command of the product to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var command = Process.Start(new ProcessStartInfo(Program(), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = command.StandardOutput.ReadToEndAsync();
        var errors = command.StandardError.ReadToEndAsync();
        await command.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        return (command.ExitCode, (await output + await errors).Trim());
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
        while (true)
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync(); // What it said last is still on its way.
                Assert.Fail($"The product ended with {process.ExitCode} before it was ready.\n{Output}");
            }

            if (since.Elapsed > TimeSpan.FromSeconds(90))
                Assert.Fail($"The product did not become ready in {since.Elapsed.TotalSeconds:0} seconds.\n{Output}");
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    break;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(20);
        }

        ReadyAfter = since.Elapsed;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as service managers send it.</summary>
    public void AskToStop() => Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        return process.ExitCode;
    }

    /// <summary>What the process holds in memory now, in MB.</summary>
    public long ResidentMegabytes()
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    /// <summary>The host's own build, of the same configuration as these tests.</summary>
    private static string Program()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var root = build;
        while (!File.Exists(Path.Combine(root.FullName, "Callsight.slnx")))
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        return Path.Combine(root.FullName, "src", "Callsight", "bin", build.Parent!.Name, build.Name, "Callsight");
    }
}
