using System.Net;
using System.Text.Json;
using Callsight.App.Ingestion;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.App.Tenancy;

/// <summary>A tenant says how long raw events are kept.</summary>
public sealed class EventRetentionTests
{
    [Fact]
    public async Task Only_the_tenants_own_events_beyond_its_days_are_deleted()
    {
        var host = await TestHost.SharedAsync();
        var (mine, other) = (await host.RegisterAsync(), await host.RegisterAsync());
        var today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;
        foreach (var client in new[] { mine, other })
            (await client.PostAsync("/analytics/events", new
            {
                events = new[] { 0, 6, 7, 8, 400 }.Select(days => new { type = "probe", value = days, occurred_at = Utc(today.AddDays(-days)) }),
            })).ShouldBe(HttpStatusCode.Accepted);
        (await mine.GetAsync("/tenant"))["event_retention_days"].ValueKind.ShouldBe(JsonValueKind.Null);

        (await mine.PatchAsync("/tenant", new { event_retention_days = 7 })).ShouldBe(HttpStatusCode.OK)["event_retention_days"]
            .GetInt32().ShouldBe(7);
        await host.Services.GetRequiredService<ForgetOldEvents>().RunAsync(default);
        (await ValuesAsync(mine)).ShouldBe([0, 6, 7]);
        (await ValuesAsync(other)).ShouldBe([0, 6, 7, 8, 400]);

        (await mine.PatchAsync("/tenant", new { name = "Renamed" })).ShouldBe(HttpStatusCode.OK)["event_retention_days"].GetInt32().ShouldBe(7);
        (await mine.PatchAsync("/tenant", new { event_retention_days = 0 })).ShouldBe(HttpStatusCode.OK)["event_retention_days"]
            .ValueKind.ShouldBe(JsonValueKind.Null);
        (await mine.PatchAsync("/tenant", new { event_retention_days = -1 })).ShouldBe(HttpStatusCode.BadRequest);
    }

    private static DateTimeOffset Utc(DateTime day) => new(day, TimeSpan.Zero);

    private static async Task<IEnumerable<int>> ValuesAsync(ApiClient client) =>
        (await client.GetAsync("/analytics/events?type=probe"))["data"].EnumerateArray()
            .Select(e => (int)e.GetProperty("value").GetDouble()).Order();
}
