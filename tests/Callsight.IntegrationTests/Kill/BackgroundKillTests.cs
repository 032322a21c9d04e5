using System.Globalization;
using Callsight.IntegrationTests.Support;

namespace Callsight.IntegrationTests.Kill;

/// <summary>The product is killed while it settles events, counts days and gives properties columns: all of it is done again, or was done.</summary>
[Collection(nameof(Processes))]
public sealed class BackgroundKillTests : IDisposable
{
    private const int Kills = 20;
    private const int Seed = 20_261_125;
    private const int EventsInBatch = 250;
    private const int Days = 12;
    private const string Colour = "properties.colour";

    private static readonly string[] Colours = ["red", "green", "blue"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-background-");
    private readonly CancellationTokenSource finish = new();
    private readonly DateTimeOffset first = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(1 - Days), TimeSpan.Zero);
    private readonly Dictionary<DateOnly, int> days = [];
    private readonly Dictionary<string, int> colours = [];
    private int acknowledged;

    public void Dispose()
    {
        finish.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Figures_kept_beside_the_events_equal_the_events_after_twenty_kills()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux knows them.");
        var random = new Random(Seed);
        var port = HostProcess.FreePort();
        var host = Start(port);
        try
        {
            using var api = new Api(host.Address);
            await api.RegisterAsync();
            var work = Task.WhenAll(RecordAsync(api), AskAsync(api));
            for (var kill = 0; kill < Kills; kill++)
            {
                await host.WaitUntilReadyAsync();
                // Three batches more, at least: with those before them there is something to settle and to count.
                var enough = Volatile.Read(ref acknowledged) + 3;
                await Eventually.IsTrueAsync(() => work.IsFaulted || Volatile.Read(ref acknowledged) >= enough, "work goes on");
                await Task.Delay(random.Next(1_500));
                if (work.IsFaulted)
                    await work;
                await host.DisposeAsync();
                host = Start(port);
            }

            await host.WaitUntilReadyAsync();
            await finish.CancelAsync();
            await work.WaitAsync(TimeSpan.FromSeconds(60));
            await CheckAsync(api);
            host.AskToStop();
            (await host.WaitForExitAsync()).ShouldBe(0, host.Output);
            CheckFile();
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private HostProcess Start(int port) => HostProcess.Start(
        folder.FullName, port, "--EventStore:SettleAtEvents=1000", "--EventStore:RollupAtRows=0");

    private async Task RecordAsync(Api api)
    {
        var random = new Random(Seed);
        while (!finish.IsCancellationRequested)
        {
            var batch = Enumerable.Range(0, EventsInBatch).Select(_ => (
                Id: Guid.CreateVersion7(), At: first.AddMinutes(random.Next(Days * 24 * 60)), Colour: Colours[random.Next(Colours.Length)])).ToList();
            var receipt = await api.PostAsync("analytics/events", new
            {
                events = batch.Select(e => new { event_id = e.Id, type = "probe", occurred_at = e.At, properties = new { colour = e.Colour } }),
            });
            ((int)receipt["accepted"]! + (int)receipt["duplicates"]!).ShouldBe(EventsInBatch);
            foreach (var e in batch)
            {
                var day = DateOnly.FromDateTime(e.At.UtcDateTime);
                days[day] = days.GetValueOrDefault(day) + 1;
                colours[e.Colour] = colours.GetValueOrDefault(e.Colour) + 1;
            }

            Interlocked.Increment(ref acknowledged);
        }
    }

    /// <summary>A property that is asked for often is given a column.</summary>
    private async Task AskAsync(Api api)
    {
        while (!finish.IsCancellationRequested)
        {
            await QueryAsync(api, "none", Colour);
            await Task.Delay(100);
        }
    }

    private async Task CheckAsync(Api api)
    {
        var expectedDays = days.ToDictionary(d => d.Key.ToString("O", CultureInfo.InvariantCulture), d => d.Value);
        var total = days.Values.Sum();
        TestContext.Current.TestOutputHelper?.WriteLine($"{total} events of {days.Count} days.");
        // Again and again while the background gets on: from the events, from the figures kept, and from a mix of both.
        for (var round = 0; round < 8; round++)
        {
            (await QueryAsync(api, "day")).ShouldBe(expectedDays, ignoreOrder: true);
            (await QueryAsync(api, "none", Colour)).ShouldBe(colours, ignoreOrder: true);
            await Task.Delay(300);
        }

        var types = (await api.GetAsync("analytics/event-types"))["data"]!.AsArray().Select(t => t!.AsObject());
        ((int)types.Single(t => (string)t["type"]! == "probe")["count"]!).ShouldBe(total);
        var listed = (await api.ListAsync("analytics/events?type=probe")).Select(e => (string)e["event_id"]!).ToList();
        listed.Distinct().Count().ShouldBe(total);
        listed.Count.ShouldBe(total);
    }

    /// <summary>All three kinds of background work did happen.</summary>
    private void CheckFile()
    {
        using var file = new DuckDB.NET.Data.DuckDBConnection($"Data Source={Path.Combine(folder.FullName, "events.duckdb")}");
        file.Open();
        var tenant = (string)Scalar("SELECT min(schema_name) FROM information_schema.schemata WHERE schema_name LIKE 't\\_%' ESCAPE '\\'")!;
        ((long)Scalar($"SELECT count(*) FROM {tenant}.events")!).ShouldBeGreaterThan(0);
        ((long)Scalar($"SELECT count(*) FROM {tenant}.rollup_days")!).ShouldBeGreaterThanOrEqualTo(days.Count);
        ((long)Scalar("SELECT count(*) FROM meta.property_columns WHERE is_ready")!).ShouldBe(1);

        object? Scalar(string sql)
        {
            using var command = file.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }

    private async Task<Dictionary<string, int>> QueryAsync(Api api, string interval, string? dimension = null)
    {
        var answer = await api.PostAsync("analytics/query", new
        {
            metrics = new[] { "events_total" },
            dimensions = dimension is null ? [] : new[] { dimension },
            interval,
            start_date = first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            end_date = first.AddDays(Days - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
        return answer["rows"]!.AsArray().Select(row => row!.AsObject()).ToDictionary(
            row => dimension is null ? ((string)row["timestamp"]!)[..10] : (string)row[dimension]!,
            row => (int)decimal.Parse(row["events_total"]!.ToString(), CultureInfo.InvariantCulture));
    }
}
