using System.Diagnostics;
using Callsight.App;
using Callsight.Commands;
using Callsight.Hosting;
using Callsight.Tests.Support;

namespace Callsight.Tests.App;

/// <summary>The product runs with nothing configured, and with a wrong setting it says which one and does not run.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Nothing_needs_to_be_configured()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-empty-");
        // Any free port, as another product may have the default one.
        using var process = Start(folder.FullName, "--urls=http://127.0.0.1:0");
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
                if (line.Contains("Now listening on", StringComparison.Ordinal))
                    break;
            process.HasExited.ShouldBeFalse();
            Directory.GetFiles(Path.Combine(folder.FullName, "data")).Select(Path.GetFileName)
                .ShouldBeSubsetOf(["callsight.db", "callsight.db-shm", "callsight.db-wal", "events.duckdb", "events.duckdb.wal"]);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--EventStore:MemoryLimit=lots", "EventStore:MemoryLimit: This is a number with MB or GB, such as 512MB.")]
    [InlineData("--Identity:AccessTokenMinutes=0", "Identity:AccessTokenMinutes: The field AccessTokenMinutes must be between 1 and 1440.")]
    [InlineData("--Identity:AccessTokenMinutes=soon", "Identity:AccessTokenMinutes: This is no number, or too large.")]
    [InlineData("--Identity:AllowRegistration=perhaps", "Identity:AllowRegistration: This is true or false.")]
    [InlineData("--EventStore:MemryLimit=1GB", "EventStore:MemryLimit: There is no such setting. Did you mean MemoryLimit?")]
    [InlineData("--Store:Colour=red", "Store:Colour: There is no such setting. Known are DataFolder, Postgres, MigrateOnStart.")]
    [InlineData("--Store:DataFolder=", "Store:DataFolder: The DataFolder field is required.")]
    [InlineData("--Store:DataFolder=/dev/null/data", "Store:DataFolder: ")]
    [InlineData("--Store:Postgres=Host=127.0.0.1;Port=1;Username=nobody;Timeout=2", "Store:Postgres: The database cannot be used.")]
    [InlineData("--Store:Postgres=nonsense", "Store:Postgres: The database cannot be used.")]
    public async Task A_wrong_setting_is_refused_with_its_path(string setting, string fault)
    {
        var folder = Directory.CreateTempSubdirectory("callsight-settings-");
        try
        {
            var errors = new StringWriter();
            (await Faults.ExplainAsync(() => ServeCommand.RunAsync(
                [$"--Store:DataFolder={folder.FullName}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", setting],
                CancellationToken.None), errors)).ShouldBe(1);
            errors.ToString().Trim().ShouldStartWith(fault);
            errors.ToString().Trim().Split('\n').ShouldHaveSingleItem();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void All_faults_are_said_at_once() =>
        Should.Throw<SettingsException>(() => CallsightHost.Build(
            ["--EventStore:MemoryLimit=lots", "--EventStore:Thread=1", "--Identity:RefreshTokenDays=1000", "--EventLog:BatchSize=-1"]))
            .Faults.Select(f => f[..f.IndexOf(": ", StringComparison.Ordinal)]).ShouldBe(
            ["EventStore:MemoryLimit", "EventStore:Thread", "Identity:RefreshTokenDays", "EventLog:BatchSize"], ignoreOrder: true);

    [Fact]
    public async Task The_process_ends_with_the_fault_on_standard_error_and_nothing_else()
    {
        using var process = Start(AppContext.BaseDirectory, "--EventStore:MemoryLimit=lots");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1);
        (await errors).Trim().ShouldBe("EventStore:MemoryLimit: This is a number with MB or GB, such as 512MB.");
        (await output).ShouldBeEmpty();
    }

    private static Process Start(string folder, string setting) => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Callsight.dll"), setting },
        WorkingDirectory = folder,
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    [Fact]
    public async Task The_product_says_when_it_is_ready()
    {
        using var client = (await TestHost.SharedAsync()).Anonymous();
        (await client.GetAsync("/health/live"))["status"].GetString().ShouldBe("live");
        (await client.GetAsync("/health/ready"))["status"].GetString().ShouldBe("ready");
    }
}
