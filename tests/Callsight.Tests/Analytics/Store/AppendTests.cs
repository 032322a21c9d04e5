using System.Text.Json.Nodes;
using Callsight.Analytics.Store;
using Callsight.Core;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.Analytics.Store;

public sealed class AppendTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-append-");
    private readonly FakeTimeProvider clock = new(Start);
    private readonly DuckDbEventStore store;

    public AppendTests() => store = new DuckDbEventStore(Path.Combine(folder.FullName, "events.duckdb"), new EventStoreOptions(), clock);

    public async ValueTask InitializeAsync() => await store.OpenAsync(default);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_appended_event_has_each_value_in_the_column_where_a_loaded_one_has_it()
    {
        var full = new CatalogueEvent
        {
            Id = Guid.CreateVersion7(),
            Type = "type",
            OccurredAt = Start.AddMinutes(-1),
            UserId = "user",
            SessionId = "session\0",
            AgentId = Guid.CreateVersion7(),
            TeamId = Guid.CreateVersion7(),
            QueueId = Guid.CreateVersion7(),
            LeadId = Guid.CreateVersion7(),
            CampaignId = Guid.CreateVersion7(),
            CallId = Guid.CreateVersion7(),
            Source = "source",
            Channel = "channel",
            Direction = "direction",
            Status = "status",
            Outcome = "outcome",
            Stage = "stage",
            Value = 1.5,
            DurationMilliseconds = 2,
            Amount = 3.25m,
            Properties = new JsonObject { ["name"] = "value" },
        };
        var bare = new CatalogueEvent { Id = Guid.CreateVersion7(), Type = "bare", OccurredAt = Start };
        var (appended, loaded) = (TenantId.New(), TenantId.New());
        await store.AppendAsync(appended, [full, bare], mayRepeat: false, default);
        await store.BulkLoadAsync(loaded, [full, bare], default);
        var (one, two) = (await AllAsync(appended), await AllAsync(loaded));
        one.ShouldBe(two);
        one.Count.ShouldBe(2);
        foreach (var word in new[] { "user", "session\u2400", "source", "channel", "direction", "status", "outcome", "stage", "1.5", "3.25", "value" })
            one[1].ShouldContain(word);

        async Task<List<string>> AllAsync(TenantId tenant) =>
            [.. (await store.ReadEventsAsync(tenant, new EventPageRequest(), default)).Events
                .Select(e => $"{e.Event} {e.Event.Properties?.ToJsonString()} {e.ReceivedAt:O}")];
    }

    [Fact]
    public async Task An_event_that_is_sent_again_within_the_window_counts_once_wherever_it_lies_by_then_and_for_each_tenant_alone()
    {
        var (tenant, other) = (TenantId.New(), TenantId.New());
        var e = new CatalogueEvent { Id = Guid.CreateVersion7(), Type = "a", OccurredAt = Start };
        (await AppendAsync(tenant, e, e)).ShouldBe((1, 1));
        (await AppendAsync(tenant, e)).ShouldBe((0, 1));
        (await AppendAsync(other, e)).ShouldBe((1, 0));
        await store.SettleAsync(default);
        clock.Advance(TimeSpan.FromDays(7));
        (await AppendAsync(tenant, e)).ShouldBe((0, 1));
        clock.Advance(TimeSpan.FromSeconds(1));
        // The promise ends here; see EventStore:RepetitionHours.
        (await AppendAsync(tenant, e)).ShouldBe((1, 0));
    }

    private async Task<(int, int)> AppendAsync(TenantId tenant, params CatalogueEvent[] events)
    {
        var receipt = (await store.AppendAsync(tenant, events, mayRepeat: true, default)).Value;
        return (receipt.Accepted, receipt.Duplicates);
    }
}
