using Callsight.App.Data;
using Callsight.Core;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Data;

public sealed class TenantCacheTests
{
    private static readonly TenantId One = TenantId.New();
    private static readonly TenantId Two = TenantId.New();
    private readonly FakeTimeProvider clock = new();
    private readonly Dictionary<(TenantId, string), string> store = [];
    private readonly TenantCache<string, string> cache;
    private int reads;

    public TenantCacheTests() => cache = new TenantCache<string, string>(clock, TimeSpan.FromSeconds(3));

    [Fact]
    public async Task Tenants_never_see_each_others_values_under_the_same_key()
    {
        (store[(One, "ann")], store[(Two, "ann")]) = ("owner", "agent");
        for (var i = 0; i < 3; i++)
            (await AskAsync(One), await AskAsync(Two)).ShouldBe(("owner", "agent"));
        reads.ShouldBe(2);
    }

    [Fact]
    public async Task A_value_is_read_anew_when_its_time_is_up_or_it_was_forgotten()
    {
        store[(One, "ann")] = "owner";
        await AskAsync(One);
        store[(One, "ann")] = "agent";
        (await AskAsync(One)).ShouldBe("owner");
        clock.Advance(TimeSpan.FromSeconds(3));
        (await AskAsync(One)).ShouldBe("agent");
        store.Remove((One, "ann"));
        (await AskAsync(One)).ShouldBe("agent");
        cache.Forget(One);
        (await AskAsync(One)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_is_not_there_is_sought_each_time()
    {
        (await AskAsync(One)).ShouldBeNull();
        store[(One, "ann")] = "owner";
        (await AskAsync(One)).ShouldBe("owner");
    }

    [Fact]
    public async Task A_value_that_was_being_read_while_it_changed_is_not_kept()
    {
        var answer = new TaskCompletionSource<string?>();
        var reading = cache.GetAsync(One, "ann", () => answer.Task);
        store[(One, "ann")] = "agent";
        cache.Forget(One);
        answer.SetResult("owner");
        (await reading).ShouldBe("owner");
        (await AskAsync(One)).ShouldBe("agent");
    }

    private ValueTask<string?> AskAsync(TenantId tenant) => cache.GetAsync(tenant, "ann", () =>
    {
        reads++;
        return Task.FromResult(store.GetValueOrDefault((tenant, "ann")));
    });
}
