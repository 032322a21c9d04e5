using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.Reporting.Alerts;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Reporting.Alerts;

/// <summary>A call centre whose calls of each hour are counted, and the clock that goes over them.</summary>
internal sealed class AlertSteps(TestHost host, FakeTimeProvider clock, string email, Guid tenant) : IDisposable
{
    /// <summary>A Monday, 10:55.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 10, 55, 0, TimeSpan.Zero);

    private static int calls;

    public ApiClient Owner { get; private set; } = default!;

    public Guid Tenant => tenant;

    public static async Task<AlertSteps> StartAsync(TestHost host, FakeTimeProvider clock)
    {
        var owner = await host.RegisterAsync();
        return new AlertSteps(host, clock, owner.Email, owner.TenantId) { Owner = owner };
    }

    /// <summary>The same tenant on another host.</summary>
    public async Task<AlertSteps> OnAsync(TestHost other) => new(other, clock, email, tenant) { Owner = await other.SignInAsync(email) };

    /// <summary>An alert on the calls of each hour, above two; fields in <paramref name="more"/> stand beside or over the usual ones.</summary>
    public async Task<Guid> CreateAsync(object more)
    {
        var made = (await Owner.PostAsync("/analytics/alerts", Body(more))).ShouldBe(HttpStatusCode.Created);
        return made["id"].GetGuid();
    }

    public static JsonObject Body(object more)
    {
        var alert = JsonSerializer.SerializeToNode(new
        {
            name = "Many calls",
            metric = "calls_total",
            condition = new { op = "gt", value = 2 },
            interval = "hour",
        })!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more)!.AsObject())
            alert[name] = value?.DeepClone();
        return alert;
    }

    /// <summary>So many calls that began at a time of the first day, such as <c>10:45</c>.</summary>
    public async Task CallsAsync(string time, int count)
    {
        var at = Begin.Date + TimeSpan.Parse(time, CultureInfo.InvariantCulture);
        for (var i = 0; i < count; i++)
            await Owner.CreateAsync("/calls", new
            {
                external_id = $"alert-{Interlocked.Increment(ref calls)}",
                started_at = $"{at:yyyy-MM-dd'T'HH:mm:ss}Z",
                talk_seconds = 30,
            });
        await host.CaughtUpAsync();
    }

    /// <summary>Lets it be a time of the first day, and somebody sign in anew.</summary>
    public async Task ItIsAsync(string time)
    {
        clock.SetUtcNow(new DateTimeOffset(Begin.Date + TimeSpan.Parse(time, CultureInfo.InvariantCulture), TimeSpan.Zero));
        Owner.Dispose();
        Owner = await host.SignInAsync(email);
    }

    /// <summary>Has the alert looked at, until what was looked at is so.</summary>
    public async Task<JsonElement> LookedAsync(Guid alert, Func<JsonElement, bool> isSo)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(async () =>
        {
            await LookAsync(alert);
            found = (await Owner.GetAsync($"/analytics/alerts/{alert}")).ShouldBe(HttpStatusCode.OK).Body;
            return isSo(found);
        }, $"the alert is as wanted; it is {found}");
        return found;
    }

    public Task<JsonElement> LookedAsync(Guid alert, string state) => LookedAsync(alert, a => a.GetProperty("state").GetString() == state);

    public Task LookAsync(Guid alert) => host.Services.GetRequiredService<EvaluateAlert>()
        .RunAsync(new TenantId(tenant), new Id<Alert>(alert), CancellationToken.None);

    public async Task<List<JsonElement>> IncidentsAsync(Guid alert) =>
        (await Owner.GetAsync($"/analytics/alerts/{alert}/incidents")).ShouldBe(HttpStatusCode.OK).Rows;

    /// <summary>Figures of the evaluations, oldest first: the hour and the figure, its verdict where it is not ok, stars for restatements.</summary>
    public async Task<string> EvaluationsAsync(Guid alert) => string.Join(", ",
        (await Owner.GetAsync($"/analytics/alerts/{alert}/evaluations")).ShouldBe(HttpStatusCode.OK).Rows.AsEnumerable().Reverse().Select(e =>
            $"{e.GetProperty("interval_start").GetDateTimeOffset().Hour}:{e.GetProperty("value")}"
            + (e.GetProperty("verdict").GetString() is "ok" ? "" : " " + e.GetProperty("verdict").GetString())
            + new string('*', e.GetProperty("restated").GetInt32())));

    /// <summary>What was told so far: news, channel and status of each message of an incident, once none is waiting.</summary>
    public async Task<List<string>> ToldAsync(Guid incident)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(async () =>
        {
            await host.Services.GetRequiredService<TellIncident>().RunAsync(new TenantId(tenant), new Id<Incident>(incident), CancellationToken.None);
            found = (await Owner.GetAsync($"/analytics/incidents/{incident}")).ShouldBe(HttpStatusCode.OK).Body;
            return Deliveries().All(d => d.GetProperty("status").GetString() != "pending");
        }, "nothing is left to tell");
        return [.. Deliveries().Select(d => $"{d.GetProperty("news")} {d.GetProperty("channel")} {d.GetProperty("status")}")];

        IEnumerable<JsonElement> Deliveries() => found.GetProperty("deliveries").EnumerateArray();
    }

    public void Dispose() => Owner.Dispose();
}
