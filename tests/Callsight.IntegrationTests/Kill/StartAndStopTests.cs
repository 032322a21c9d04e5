using System.Net.Sockets;
using System.Text;
using Callsight.IntegrationTests.Support;
using Microsoft.Data.Sqlite;

namespace Callsight.IntegrationTests.Kill;

/// <summary>How the product comes up and goes down.</summary>
[Collection(nameof(Processes))]
public sealed class StartAndStopTests : IDisposable
{
    private const string Body =
        """{"tenant_name":"Slow","email":"slow@example.com","password":"a long enough password 1"}""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-start-");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    // The promise is 3 s and 250 MB on an idle machine; one that runs tests is not idle, so the work is measured, with slack.
    [Fact]
    public async Task It_is_ready_soon_on_an_empty_folder_and_modest_in_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read where Linux shows it.");
        await using var host = HostProcess.Start(folder.FullName, HostProcess.FreePort());
        await host.WaitUntilReadyAsync();
        var memory = host.ResidentMegabytes();

        TestContext.Current.TestOutputHelper?.WriteLine($"Ready after {host.ReadyAfter.TotalSeconds:0.0} s with {memory} MB.");
        host.ProcessorTime.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        memory.ShouldBeLessThan(300);
    }

    // A writer that holds the store keeps the request waiting until the product was asked to stop.
    [Fact]
    public async Task Asked_to_stop_it_finishes_what_it_was_asked_before_and_gives_its_leases_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux knows them.");
        await using var host = HostProcess.Start(folder.FullName, HostProcess.FreePort());
        await host.WaitUntilReadyAsync();
        (await LeasesAsync()).ShouldBeGreaterThan(0);
        string answer;
        await using (var writer = await ConnectAsync())
        {
            await using var held = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
            using var client = new TcpClient();
            using var reader = await BeginRequestAsync(client, host.Address);
            await SendAsync(client, Body);
            await Task.Delay(1_500, TestContext.Current.CancellationToken);
            await StopAsync(host);
            await Task.Delay(2_500, TestContext.Current.CancellationToken);
            await held.RollbackAsync(TestContext.Current.CancellationToken);
            answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        answer.ShouldStartWith("HTTP/1.1 201", customMessage: host.Output);
        (await host.WaitForExitAsync()).ShouldBe(0, host.Output);
        (await LeasesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Asked_to_stop_it_sends_those_who_are_still_sending_away_for_a_moment()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux knows them.");
        await using var host = HostProcess.Start(folder.FullName, HostProcess.FreePort());
        await host.WaitUntilReadyAsync();
        using var client = new TcpClient();
        using var reader = await BeginRequestAsync(client, host.Address);
        await SendAsync(client, Body[..20]);
        await StopAsync(host);

        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken))
            .ShouldStartWith("HTTP/1.1 503", customMessage: host.Output);
        (await host.WaitForExitAsync()).ShouldBe(0, host.Output);
    }

    private static async Task StopAsync(HostProcess host)
    {
        host.AskToStop();
        await Eventually.IsTrueAsync(
            () => host.Output.Contains("shutting down", StringComparison.Ordinal), "it heard that it should stop");
    }

    /// <summary>Sends the head of a request, and waits until the product asks for its body.</summary>
    private static async Task<StreamReader> BeginRequestAsync(TcpClient client, Uri address)
    {
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await SendAsync(client, "POST /api/v1/auth/register HTTP/1.1\r\nHost: callsight\r\n" +
            $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n" +
            "Expect: 100-continue\r\nConnection: close\r\n\r\n");
        var reader = new StreamReader(client.GetStream());
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("HTTP/1.1 100 Continue");
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return reader;
    }

    private static Task SendAsync(TcpClient client, string text) => client.GetStream()
        .WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    private async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "callsight.db")}");
        await connection.OpenAsync();
        return connection;
    }

    private async Task<long> LeasesAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(lease_owner) FROM subscriber_checkpoints";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>Tests that start the product as a process; one at a time, when the others are done.</summary>
[CollectionDefinition(nameof(Processes), DisableParallelization = true)]
public sealed class Processes;
