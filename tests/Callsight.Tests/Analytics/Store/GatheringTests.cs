using System.Threading.Channels;
using Callsight.Analytics.Store;
using Callsight.Core;

namespace Callsight.Tests.Analytics.Store;

public sealed class GatheringTests
{
    private readonly Gathering gathering = new();
    private readonly Channel<WriteJob> jobs = Channel.CreateUnbounded<WriteJob>();

    [Fact]
    public async Task A_lone_sender_never_waits()
    {
        for (var i = 0; i < 3; i++)
        {
            var waiting = gathering.WaitAsync(1, jobs.Reader);
            waiting.IsCompletedSuccessfully.ShouldBeTrue();
            (await waiting).ShouldBeFalse();
            gathering.Committed(1);
        }
    }

    [Fact]
    public async Task After_a_shared_commit_the_next_waits_while_senders_keep_coming_and_only_so_often()
    {
        gathering.Committed(8);
        jobs.Writer.TryWrite(new AppendJob(TenantId.New(), [], false));
        for (var senders = 1; senders <= 4; senders++)
            (await gathering.WaitAsync(senders, jobs.Reader)).ShouldBeTrue();
        (await gathering.WaitAsync(5, jobs.Reader)).ShouldBeFalse();
        gathering.Committed(5);
        (await gathering.WaitAsync(1, jobs.Reader)).ShouldBeTrue();
        (await gathering.WaitAsync(1, jobs.Reader)).ShouldBeFalse("nobody came");
        (await gathering.WaitAsync(8, jobs.Reader)).ShouldBeFalse("as many came as before");
    }

    [Fact]
    public async Task Once_senders_have_gone_their_successor_stops_waiting_for_them()
    {
        gathering.Committed(8);
        for (var i = 0; i < 20; i++)
            gathering.Committed(1);
        (await gathering.WaitAsync(1, jobs.Reader)).ShouldBeFalse();
    }
}
