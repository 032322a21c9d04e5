using Callsight.Analytics.Store;
using Callsight.App.EventLog;
using Callsight.IntegrationTests.Support;
using Callsight.Tests.Support;
using Microsoft.Extensions.Options;

namespace Callsight.IntegrationTests.Ingestion;

/// <summary>Two nodes with a file each would tell two different stories; the second is told so before it starts.</summary>
public sealed class EmbeddedStoreClaimTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-claim-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory, PostgresOnly]
    public async Task A_second_file_is_refused_until_it_takes_over(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await ClaimAsync(store, "first");
        await ClaimAsync(store, "first");
        (await Should.ThrowAsync<InvalidOperationException>(() => ClaimAsync(store, "second")))
            .Message.ShouldContain("EventStore:TakeOver");

        await ClaimAsync(store, "second", takeOver: true);
        await ClaimAsync(store, "second");
        await Should.ThrowAsync<InvalidOperationException>(() => ClaimAsync(store, "first"));
    }

    [Fact]
    public async Task In_one_folder_the_event_store_may_be_made_anew()
    {
        await using var store = await RelationalStore.OpenAsync("sqlite");
        await ClaimAsync(store, "first");
        await ClaimAsync(store, "second");
    }

    private async Task ClaimAsync(RelationalStore store, string file, bool takeOver = false)
    {
        var options = new EventStoreOptions { TakeOver = takeOver };
        await using var events = new DuckDbEventStore(Path.Combine(folder.FullName, file), options, TimeProvider.System);
        await events.OpenAsync(default);
        await new EmbeddedStoreClaim(events, store.Scopes(), Options.Create(options), TimeProvider.System).EnsureAsync(default);
    }
}
