using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Callsight.IntegrationTests.Support;

namespace Callsight.IntegrationTests.Kill;

/// <summary>The product is killed again and again while it is worked with: what it answered for is there, once.</summary>
[Collection(nameof(Processes))]
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int Seed = 20_260_329;
    private const int EventsInBatch = 20;
    private const int RowsInFile = 1_200;
    private const int BadRowsInFile = RowsInFile / 100;

    private readonly CancellationTokenSource finish = new();
    private readonly Dictionary<string, string> leads = [];
    private readonly Dictionary<string, string> statuses = [];
    private readonly List<Guid> events = [];
    private readonly List<string> imports = [];
    private int acknowledged;

    private string Work => $"{leads.Count} leads, {events.Count} events, {imports.Count} imports.";

    public void Dispose() => finish.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_once_after_twenty_kills()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux knows them.");
        var folder = Directory.CreateTempSubdirectory("callsight-kill-");
        try
        {
            await RunAsync(folder.FullName);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"With seed {Seed}: {Work}", failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(string folder)
    {
        var random = new Random(Seed);
        var port = HostProcess.FreePort();
        var host = HostProcess.Start(folder, port);
        try
        {
            using var api = new Api(host.Address);
            await api.RegisterAsync();
            var work = Task.WhenAll(WorkOnLeadsAsync(api), RecordEventsAsync(api), ImportAsync(api));
            for (var kill = 0; kill < Kills; kill++)
            {
                // Half of them in the middle of work, the others while it starts.
                if (kill % 2 == 0)
                {
                    await host.WaitUntilReadyAsync();
                    var enough = Volatile.Read(ref acknowledged) + random.Next(3, 40);
                    await Eventually.IsTrueAsync(
                        () => work.IsFaulted || Volatile.Read(ref acknowledged) >= enough, "work goes on");
                }

                await Task.Delay(random.Next(kill % 2 == 0 ? 100 : 3_000));
                if (work.IsFaulted)
                    await work;
                await host.DisposeAsync();
                host = HostProcess.Start(folder, port);
            }

            await host.WaitUntilReadyAsync();
            await finish.CancelAsync();
            await work.WaitAsync(TimeSpan.FromSeconds(60));
            await CheckAsync(api);
            TestContext.Current.TestOutputHelper?.WriteLine(Work);
            host.AskToStop();
            (await host.WaitForExitAsync()).ShouldBe(0, host.Output);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private async Task WorkOnLeadsAsync(Api api)
    {
        for (var i = 0; !finish.IsCancellationRequested; i++)
        {
            var name = $"lead {i}";
            var lead = await api.PostAsync("leads", new { last_name = name, source = "web" }, key: name);
            leads.Add(name, (string)lead["id"]!);
            Interlocked.Increment(ref acknowledged);
            foreach (var status in new[] { "contacted", "qualified" }.Take(i % 3))
            {
                // With a key or without: the same status again changes nothing.
                var key = i % 2 == 0 ? $"{name} {status}" : null;
                await api.PostAsync($"leads/{leads[name]}/status", new { status }, key);
                statuses[name] = status;
            }
        }
    }

    private async Task RecordEventsAsync(Api api)
    {
        while (!finish.IsCancellationRequested)
        {
            var ids = Enumerable.Range(0, EventsInBatch).Select(_ => Guid.CreateVersion7()).ToList();
            var batch = ids.Select(id => new { event_id = id, type = "probe" });
            var receipt = await api.PostAsync("analytics/events", new { events = batch });
            ((int)receipt["accepted"]! + (int)receipt["duplicates"]!).ShouldBe(EventsInBatch);
            events.AddRange(ids);
            Interlocked.Increment(ref acknowledged);
        }
    }

    private async Task ImportAsync(Api api)
    {
        while (!finish.IsCancellationRequested)
        {
            var file = imports.Count;
            var import = await api.InsistAsync(HttpMethod.Post, "imports", () => Form(file), key: $"import {file}");
            imports.Add((string)import["id"]!);
            while ((string)(import = await api.GetAsync($"imports/{imports[^1]}"))["status"]! is "pending" or "running")
                await Task.Delay(50);
        }
    }

    private async Task CheckAsync(Api api)
    {
        foreach (var id in imports)
        {
            var import = await api.GetAsync($"imports/{id}");
            ((string)import["status"]!).ShouldBe("completed", import.ToJsonString());
            (Number(import, "rows_read"), Number(import, "rows_imported"), Number(import, "rows_rejected"))
                .ShouldBe((RowsInFile, RowsInFile - BadRowsInFile, BadRowsInFile), import.ToJsonString());
        }

        (await api.ListAsync("imports")).Count.ShouldBe(imports.Count);
        var listed = await api.ListAsync("leads");
        var ours = listed.Where(l => (string)l["source"]! == "web").ToDictionary(l => (string)l["last_name"]!);
        ours.ToDictionary(l => l.Key, l => (string)l.Value["id"]!).ShouldBe(leads, ignoreOrder: true);
        ours.Where(l => (string)l.Value["status"]! != "new").ToDictionary(l => l.Key, l => (string)l.Value["status"]!)
            .ShouldBe(statuses, ignoreOrder: true);
        listed.Select(l => (string?)l["external_id"]).OfType<string>().Order(StringComparer.Ordinal).ShouldBe(
            Enumerable.Range(0, imports.Count).SelectMany(file => Enumerable.Range(0, RowsInFile).Where(row => !IsBad(row))
                .Select(row => $"{file}-{row}")).Order(StringComparer.Ordinal));

        await CheckFiguresAsync(api, listed.Count);
        var recorded = (await api.ListAsync("analytics/events?type=probe")).Select(e => Guid.Parse((string)e["event_id"]!));
        recorded.Order().ShouldBe(events.Order());
    }

    private async Task CheckFiguresAsync(Api api, int allLeads)
    {
        var expected = new Dictionary<string, int>
        {
            ["probe"] = events.Count,
            ["lead_created"] = allLeads,
            ["lead_contacted"] = statuses.Count,
            ["lead_qualified"] = statuses.Count(s => s.Value == "qualified"),
            ["import_completed"] = imports.Count,
        };
        var watch = Stopwatch.StartNew();
        Dictionary<string, int> counted;
        do
        {
            await Task.Delay(50);
            counted = (await api.GetAsync("analytics/event-types"))["data"]!.AsArray().Select(t => t!.AsObject())
                .ToDictionary(t => (string)t["type"]!, t => Number(t, "count")).Where(t => t.Value > 0).ToDictionary();
        }
        while (counted.Values.Sum() < expected.Values.Sum() && watch.Elapsed < TimeSpan.FromSeconds(20));
        counted.OrderBy(t => t.Key).ShouldBe(expected.OrderBy(t => t.Key));

        var totals = await api.TotalsAsync("leads_generated", "events_total");
        Number(totals, "leads_generated").ShouldBe(allLeads);
        Number(totals, "events_total").ShouldBe(expected.Values.Sum());
    }

    private static int Number(JsonObject json, string name) =>
        (int)decimal.Parse(
            (json[name] is JsonObject figure ? figure["value"]! : json[name]!).ToString(), CultureInfo.InvariantCulture);

    private static bool IsBad(int row) => row % 100 == 50;

    // The boundary is always the same: a repetition is the same request only if its bytes are.
    private static MultipartFormDataContent Form(int file)
    {
        var csv = new StringBuilder("id,name,value\n");
        for (var row = 0; row < RowsInFile; row++)
            csv.Append(CultureInfo.InvariantCulture, $"{file}-{row},imported {row},{(IsBad(row) ? -1 : row)}\n");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv.ToString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return new MultipartFormDataContent("kill-boundary")
        {
            { content, "file", $"leads-{file}.csv" },
            {
                new StringContent("""
                    {"kind":"leads","fields":{"external_id":{"column":"id"},"last_name":{"column":"name"},
                     "value":{"column":"value"},"source":{"value":"file"}}}
                    """), "mapping"
            },
        };
    }
}
