using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.RealData;

/// <summary>5,000 calls of PwC's "PhoneNow", imported by the mapping of the docs: every figure that the API can express, exactly.</summary>
[Collection("real data")]
public sealed class PwcCallCentreTests
{
    private static readonly string[] Metrics =
    [
        "calls_total", "calls_handled", "calls_abandoned", "abandonment_rate", "average_speed_of_answer", "average_call_time",
        "customer_rating", "resolution_rate",
    ];

    [Fact]
    public async Task Calls_give_the_reference_answers()
    {
        var data = PublicData.Open("pwc_call_centre");
        var host = await TestHost.SharedAsync();
        using var client = await host.RegisterAsync();
        var import = await data.ImportAsync(client, "call-center-dataset.csv", "pwc_calls.json");
        import.GetProperty("rows_imported").GetInt32().ShouldBe(5_000);
        await host.CaughtUpAsync();

        var totals = (await AskAsync(client))["totals"];
        Compare(totals, data.Table("Totals", "all calls").Single(), "all calls");
        await CompareAsync(client, data.Table("By dimension", "by agent"), "agent", "agent");
        await CompareAsync(client, data.Table("By dimension", "by topic"), "topic", "properties.topic");
        await CompareBucketsAsync(client, data.Table("By dimension", "by month"), "month", "month");
        await CompareBucketsAsync(client, data.Table("By dimension", "by day"), "date", "day");

        await ServiceLevelsAsync(client, data);
        await DistributionsAsync(client, data);

        // The same file again: nothing new, and the same answers.
        var again = await data.ImportAsync(client, "call-center-dataset.csv", "pwc_calls.json");
        (again.GetProperty("rows_unchanged").GetInt32(), again.GetProperty("rows_imported").GetInt32()).ShouldBe((5_000, 0));
        await host.CaughtUpAsync();
        (await AskAsync(client))["totals"].ToString().ShouldBe(totals.ToString());
    }

    /// <summary>All thresholds in one question. Nobody knows how long those who gave up waited, which variants 2 and 3 do not ask.</summary>
    private static async Task ServiceLevelsAsync(ApiClient client, PublicData data)
    {
        var table = data.Table("Service level", "service level").ToList();
        var seconds = table.Select(row => row["threshold_s"].GetInt32()).ToList();
        seconds.ShouldBe([10, 20, 30, 60, 90, 120]);
        var totals = (await AskAsync(client, metrics:
        [
            .. seconds.SelectMany(s =>
                new[] { $"calls_answered_within@{s}", $"service_level_variant_2@{s}", $"service_level_variant_3@{s}" }),
        ]))["totals"];
        foreach (var expected in table)
        {
            var threshold = expected["threshold_s"].GetInt32();
            totals.GetProperty($"calls_answered_within@{threshold}").GetInt32().ShouldBe(expected["answered_within"].GetInt32());
            PublicData.ShouldBe(totals.GetProperty($"service_level_variant_2@{threshold}"), expected["over_answered"], 100, "answered");
            PublicData.ShouldBe(totals.GetProperty($"service_level_variant_3@{threshold}"), expected["over_offered"], 100, "offered");
        }
    }

    private static async Task DistributionsAsync(ApiClient client, PublicData data)
    {
        const string Waits = "speed of answer (s), answered calls";
        const string Talks = "talk time (s), answered calls";
        (string Reference, string Name, string Metric)[] figures =
        [
            (Waits, "median", "wait_time_p50"), (Waits, "p90_cont", "wait_time_p90"), (Waits, "p95_cont", "wait_time_p95"),
            (Waits, "max", "longest_wait"), (Talks, "sum", "talk_time"), (Talks, "median", "talk_time_p50"),
            (Talks, "p90_cont", "talk_time_p90"), (Talks, "p95_cont", "talk_time_p95"), (Talks, "min", "shortest_talk"),
            (Talks, "max", "longest_talk"), (Talks, "median", "handle_time_p50"),
        ];
        var totals = (await AskAsync(client, metrics: [.. figures.Select(f => f.Metric), "customer_satisfaction"]))["totals"];
        foreach (var (reference, name, metric) in figures)
            PublicData.ShouldBe(totals.GetProperty(metric), data.Total(reference).GetProperty(name), 1, metric);
        // 1,180 fours and 843 fives of 4,054 ratings.
        totals.GetProperty("customer_satisfaction").GetDecimal().ShouldBe(Math.Round(202_300m / 4_054, 6));
    }

    private static async Task CompareAsync(
        ApiClient client, IEnumerable<Dictionary<string, JsonElement>> reference, string column, string dimension)
    {
        var rows = (await AskAsync(client, dimension))["rows"].EnumerateArray().ToDictionary(r => r.GetProperty(dimension).GetString()!);
        var count = 0;
        foreach (var expected in reference)
        {
            Compare(rows[expected[column].GetString()!], expected, expected[column].ToString());
            count++;
        }

        rows.Count.ShouldBe(count);
    }

    private static async Task CompareBucketsAsync(
        ApiClient client, IEnumerable<Dictionary<string, JsonElement>> reference, string column, string interval)
    {
        var rows = (await AskAsync(client, interval: interval))["rows"].EnumerateArray()
            .ToDictionary(r => r.GetProperty("timestamp").GetString()![..(interval == "month" ? 7 : 10)]);
        foreach (var expected in reference)
            Compare(rows[expected[column].GetString()!], expected, expected[column].ToString());
    }

    private static void Compare(JsonElement ours, Dictionary<string, JsonElement> expected, string what)
    {
        foreach (var (name, metric, factor) in new[]
                 {
                     ("calls", "calls_total", 1m), ("answered", "calls_handled", 1), ("abandoned", "calls_abandoned", 1),
                     ("abandon_rate", "abandonment_rate", 100), ("resolved_per_answered", "resolution_rate", 100),
                     ("avg_speed_of_answer_s", "average_speed_of_answer", 1), ("avg_speed_s", "average_speed_of_answer", 1),
                     ("avg_talk_s", "average_call_time", 1), ("avg_rating", "customer_rating", 1),
                 })
            if (expected.TryGetValue(name, out var reference))
                PublicData.ShouldBe(ours.GetProperty(metric), reference, factor, $"{what}, {metric}");
        var halves = ours.GetProperty("halves");
        if (expected.TryGetValue("talk_s", out var talk))
            PublicData.ShouldBe(halves.GetProperty("average_call_time").GetProperty("numerator"), talk, 1, $"{what}, talk time");
        if (expected.TryGetValue("ratings", out var ratings))
            PublicData.ShouldBe(halves.GetProperty("customer_rating").GetProperty("denominator"), ratings, 1, $"{what}, ratings");
    }

    private static async Task<ApiAnswer> AskAsync(
        ApiClient client, string? dimension = null, string? interval = null, string[]? metrics = null) =>
        (await client.PostAsync("/analytics/query", new
        {
            metrics = metrics ?? Metrics,
            dimensions = dimension is null ? [] : new[] { dimension },
            interval = interval ?? "none",
            start_date = "2021-01-01",
            end_date = "2021-03-31",
            time_zone = "UTC",
        })).ShouldBe(HttpStatusCode.OK);
}
