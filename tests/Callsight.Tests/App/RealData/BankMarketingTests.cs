using System.Globalization;
using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.RealData;

/// <summary>
/// A Portuguese bank's telemarketing: 86,399 last contacts, imported as events and asked by metrics of the tenant's own. The files name
/// no year and no key, so all happen at one instant; value is the number of contacts, amount the balance.
/// </summary>
[Collection("real data")]
public sealed class BankMarketingTests
{
    private static readonly string[] Metrics =
        ["contacts_made", "successes", "success_rate", "contact_seconds", "average_contact_seconds", "attempts"];

    [Theory]
    [InlineData("bank-full", "bank_marketing.json")]
    [InlineData("bank-additional-full", "bank_marketing_additional.json")]
    public async Task Contacts_give_the_reference_answers(string file, string mapping)
    {
        var data = PublicData.Open("bank_marketing");
        var host = await TestHost.SharedAsync();
        using var client = await host.RegisterAsync();
        await data.ImportNumberedAsync(client, $"{file}.csv", mapping);
        await host.CaughtUpAsync();
        await MakeMetricsAsync(client);

        var section = data.Section($"{file}.csv");
        await TotalsAsync(client, section);
        foreach (var (table, columns) in Tables(section, file))
            await DimensionAsync(client, data.Table($"{file}.csv", table), table, columns);
        foreach (var row in data.Table($"{file}.csv", $"{file}: by contacts in this campaign"))
            Compare((await AskAsync(client, Band("value", row["bucket"].GetString()!)))["totals"], row, $"{row["bucket"]} contacts");
        foreach (var row in data.Table($"{file}.csv", $"{file}: duration by y"))
        {
            var totals = (await AskAsync(client, Is("y", row["y"].GetString()!), "contacts_made", "contact_seconds",
                "average_contact_seconds", "shortest_contact", "longest_contact"))["totals"];
            totals.GetProperty("contacts_made").GetInt32().ShouldBe(row["n"].GetInt32());
            totals.GetProperty("contact_seconds").GetInt32().ShouldBe(row["total_s"].GetInt32());
            PublicData.ShouldBe(totals.GetProperty("average_contact_seconds"), row["avg_s"], 1, "average");
            totals.GetProperty("shortest_contact").GetInt32().ShouldBe(row["min_s"].GetInt32());
            totals.GetProperty("longest_contact").GetInt32().ShouldBe(row["max_s"].GetInt32());
        }
    }

    private static async Task MakeMetricsAsync(ApiClient client)
    {
        await MakeAsync(client, new { name = "contacts_made", @event = "bank_contact", aggregate = "count" });
        await MakeAsync(client, new { name = "successes", @event = "bank_contact", aggregate = "count", filter = Is("y", "yes") });
        await MakeAsync(client, new { name = "success_rate", unit = "percent", numerator = "successes", denominator = "contacts_made" });
        await MakeAsync(client, new { name = "attempts", @event = "bank_contact", aggregate = "sum", field = "value" });
        await MakeAsync(client, new { name = "balances", @event = "bank_contact", aggregate = "sum", field = "amount" });
        await MakeAsync(client, new { name = "average_balance", @event = "bank_contact", aggregate = "avg", field = "amount" });
        foreach (var (name, aggregate) in new[]
                 {
                     ("contact_seconds", "sum"), ("average_contact_seconds", "avg"), ("shortest_contact", "min"),
                     ("longest_contact", "max"), ("median_contact", "p50"), ("contact_p90", "p90"), ("contact_p95", "p95"),
                 })
            await MakeAsync(client, new { name, unit = "seconds", @event = "bank_contact", aggregate, field = "duration_seconds" });
    }

    private static async Task TotalsAsync(ApiClient client, JsonElement section)
    {
        var totals = (await AskAsync(client, null, [.. Metrics, "shortest_contact", "longest_contact", "median_contact", "contact_p90",
            "contact_p95", "balances", "average_balance"]))["totals"];
        totals.GetProperty("contacts_made").GetInt32().ShouldBe(
            Number("rows (clients; one row = last contact of a client in the campaign)"));
        totals.GetProperty("successes").GetInt32().ShouldBe(Number("y=yes"));
        PublicData.ShouldBe(totals.GetProperty("success_rate"), section.GetProperty("conversion rate"), 100, "conversion rate");
        totals.GetProperty("attempts").GetInt32().ShouldBe(Number("contacts (sum of campaign)"));
        var duration = section.GetProperty("duration_s");
        foreach (var (metric, name) in new[]
                 {
                     ("contact_seconds", "sum"), ("average_contact_seconds", "mean"), ("shortest_contact", "min"),
                     ("longest_contact", "max"), ("median_contact", "median"), ("contact_p90", "p90_cont"), ("contact_p95", "p95_cont"),
                 })
            PublicData.ShouldBe(totals.GetProperty(metric), duration.GetProperty(name), 1, metric);
        if (!section.TryGetProperty("sum balance", out var balance))
            return;
        totals.GetProperty("balances").GetDecimal().ShouldBe(balance.GetDecimal());
        PublicData.ShouldBe(totals.GetProperty("average_balance"), section.GetProperty("average yearly balance (EUR)"), 1, "balance");
        (await CountAsync(client, new { field = "amount", op = "lt", value = 0 })).ShouldBe(Number("negative balances"));
        (await CountAsync(client, new { field = "properties.pdays", op = "ne", value = "-1" }))
            .ShouldBe(Number("funnel: contacted before (pdays<>-1)"));
        (await CountAsync(client, Is("poutcome", "success"))).ShouldBe(Number("funnel: previous outcome success"));
        (await CountAsync(client, new { all = new[] { Is("poutcome", "success"), Is("y", "yes") } }))
            .ShouldBe(Number("funnel: previous success and now yes"));

        int Number(string name) => section.GetProperty(name).GetInt32();
    }

    /// <summary>Every table whose rows are the values of columns of the file.</summary>
    private static IEnumerable<(string Table, string[] Columns)> Tables(JsonElement section, string file)
    {
        foreach (var column in new[]
                 {
                     "job", "marital", "education", "default", "housing", "loan", "contact", "month", "day_of_week", "poutcome",
                 })
            if (section.TryGetProperty($"{file}: by {column}", out _))
                yield return ($"{file}: by {column}", [column]);
        if (section.TryGetProperty($"{file}: by day of month", out _))
            yield return ($"{file}: by day of month", ["day"]);
        if (section.TryGetProperty($"{file}: job x contact", out _))
            yield return ($"{file}: job x contact", ["job", "contact"]);
    }

    private static async Task DimensionAsync(
        ApiClient client, IEnumerable<Dictionary<string, JsonElement>> reference, string table, string[] columns)
    {
        var rows = (await client.PostAsync("/analytics/query", new
        {
            metrics = Metrics,
            dimensions = columns.Select(c => $"properties.{c}"),
            start_date = "2010-11-30",
            end_date = "2010-11-30",
        })).ShouldBe(HttpStatusCode.OK)["rows"].EnumerateArray()
            .ToDictionary(row => string.Join('|', columns.Select(c => row.GetProperty($"properties.{c}").GetString())));
        var count = 0;
        foreach (var expected in reference)
        {
            var key = string.Join('|', columns.Select(c => expected[c].ToString()));
            Compare(rows[key], expected, $"{table}, {key}");
            count++;
        }

        rows.Count.ShouldBe(count, table);
    }

    private static void Compare(JsonElement ours, Dictionary<string, JsonElement> expected, string what)
    {
        foreach (var (name, metric, factor) in new[]
                 {
                     ("calls", "contacts_made", 1m), ("successes", "successes", 1), ("conversion_rate", "success_rate", 100),
                     ("total_duration_s", "contact_seconds", 1), ("avg_duration_s", "average_contact_seconds", 1),
                     ("contacts", "attempts", 1),
                 })
            if (expected.TryGetValue(name, out var reference))
                PublicData.ShouldBe(ours.GetProperty(metric), reference, factor, $"{what}, {metric}");
    }

    private static object Is(string property, string value) => new { field = $"properties.{property}", op = "eq", value };

    /// <summary>A band such as <c>3</c>, <c>6-10</c> or <c>11+</c>.</summary>
    private static object Band(string field, string band)
    {
        var ends = band.TrimEnd('+').Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        return band.EndsWith('+') ? new { field, op = "gte", value = ends[0] }
            : new { all = new[] { new { field, op = "gte", value = ends[0] }, new { field, op = "lte", value = ends[^1] } } };
    }

    private static async Task MakeAsync(ApiClient client, object metric) =>
        (await client.PostAsync("/analytics/metrics", metric)).ShouldBe(HttpStatusCode.Created);

    private static async Task<int> CountAsync(ApiClient client, object filter) =>
        (await AskAsync(client, filter, "contacts_made"))["totals"].GetProperty("contacts_made").GetInt32();

    private static async Task<ApiAnswer> AskAsync(ApiClient client, object? filter, params string[] metrics) =>
        (await client.PostAsync("/analytics/query", new
        {
            metrics = metrics.Length == 0 ? Metrics : metrics,
            filter,
            start_date = "2010-11-30",
            end_date = "2010-11-30",
        })).ShouldBe(HttpStatusCode.OK);
}
