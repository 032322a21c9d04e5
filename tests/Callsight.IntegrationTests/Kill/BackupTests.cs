using System.Collections.Concurrent;
using Callsight.IntegrationTests.Support;

namespace Callsight.IntegrationTests.Kill;

/// <summary>A backup is taken while the product is worked with, and restored elsewhere: its stores fit together.</summary>
[Collection(nameof(Processes))]
public sealed class BackupTests : IDisposable
{
    private const int EventsInBatch = 50;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-backup-");
    private readonly CancellationTokenSource finish = new();
    private readonly ConcurrentQueue<Guid> events = [];
    private readonly ConcurrentQueue<string> leads = [];

    private string Data => Path.Combine(folder.FullName, "data");

    private string Copy => Path.Combine(folder.FullName, "copy");

    public void Dispose()
    {
        finish.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_acknowledged_before_is_in_it_once_and_the_rest_at_most_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux knows them.");
        Directory.CreateDirectory(Data);
        var port = HostProcess.FreePort();
        await using var host = HostProcess.Start(Data, port, "--EventStore:SettleAtEvents=1000");
        await host.WaitUntilReadyAsync();
        using var api = new Api(host.Address);
        await api.RegisterAsync();
        var work = Task.WhenAll(RecordAsync(api), WorkOnLeadsAsync(api));
        await Eventually.IsTrueAsync(() => work.IsFaulted || (events.Count >= 2_000 && leads.Count >= 30), "there is something to copy");
        var (eventsBefore, leadsBefore) = (events.ToList(), leads.ToList());

        var taken = await HostProcess.RunAsync("backup", "--data", Data, "--to", Copy);
        taken.ShouldBe((0, $"The backup is in {Copy}."));
        await finish.CancelAsync();
        await work;
        (await HostProcess.RunAsync("backup", "--data", Data, "--to", Copy))
            .ShouldBe((1, $"{Copy} is there already. Name a folder that does not exist or is empty."));
        Directory.GetFiles(Data, "backup-*").ShouldBeEmpty();
        host.AskToStop();
        (await host.WaitForExitAsync()).ShouldBe(0, host.Output);

        await RestoredAsync(Copy, port, api, async () =>
        {
            var ids = await EventIdsAsync(api);
            eventsBefore.Except(ids).ShouldBeEmpty();
            ids.Except(events).ShouldBeEmpty();
            var listed = (await api.ListAsync("leads")).Select(l => (string)l["id"]!).ToList();
            leadsBefore.Except(listed).ShouldBeEmpty();
            listed.Except(leads).ShouldBeEmpty();
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{eventsBefore.Count} of {events.Count} events before, {ids.Count} restored; {leadsBefore.Count} of {leads.Count} leads, {listed.Count} restored.");
            // The event store was copied first; what the log has more, it takes from there.
            await Eventually.IsTrueAsync(async () => await CountAsync(api, "lead_created") == listed.Count, "the event store has caught up");
        });
    }

    [Fact]
    public async Task Without_a_server_the_command_takes_the_backup_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux knows them.");
        Directory.CreateDirectory(Data);
        var port = HostProcess.FreePort();
        await using var host = HostProcess.Start(Data, port);
        await host.WaitUntilReadyAsync();
        using var api = new Api(host.Address);
        await api.RegisterAsync();
        await finish.CancelAsync();
        var id = Guid.CreateVersion7();
        await api.PostAsync("analytics/events", new { event_id = id, type = "probe" });
        await host.KillAsync();

        (await HostProcess.RunAsync("backup", "--data", Data, "--to", Copy)).ShouldBe((0, $"The backup is in {Copy}."));
        (await HostProcess.RunAsync("restore", "--from", Copy, "--data", Data)).ExitCode.ShouldBe(1, "it would overwrite what is there");
        await RestoredAsync(Copy, port, api, async () => (await EventIdsAsync(api)).ShouldBe([id]));
    }

    private async Task RestoredAsync(string copy, int port, Api api, Func<Task> check)
    {
        var restored = Path.Combine(folder.FullName, "restored");
        var answer = await HostProcess.RunAsync("restore", "--from", copy, "--data", restored);
        answer.ExitCode.ShouldBe(0, answer.Output);
        await using var host = HostProcess.Start(restored, port);
        await host.WaitUntilReadyAsync();
        await check();
    }

    private async Task RecordAsync(Api api)
    {
        while (!finish.IsCancellationRequested)
        {
            var ids = Enumerable.Range(0, EventsInBatch).Select(_ => Guid.CreateVersion7()).ToList();
            await api.PostAsync("analytics/events", new { events = ids.Select(id => new { event_id = id, type = "probe" }) });
            foreach (var id in ids)
                events.Enqueue(id);
        }
    }

    private async Task WorkOnLeadsAsync(Api api)
    {
        for (var i = 0; !finish.IsCancellationRequested; i++)
            leads.Enqueue((string)(await api.PostAsync("leads", new { last_name = $"lead {i}" }, key: $"lead {i}"))["id"]!);
    }

    /// <summary>The list itself tells when an event is there twice.</summary>
    private static async Task<List<Guid>> EventIdsAsync(Api api)
    {
        var ids = (await api.ListAsync("analytics/events?type=probe")).Select(e => Guid.Parse((string)e["event_id"]!)).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
        return ids;
    }

    private static async Task<int> CountAsync(Api api, string type) =>
        (int?)(await api.GetAsync("analytics/event-types"))["data"]!.AsArray().Select(t => t!.AsObject())
            .FirstOrDefault(t => (string)t["type"]! == type)?["count"] ?? 0;
}
