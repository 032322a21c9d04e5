using System.Threading.Channels;

namespace Callsight.Analytics.Store;

/// <summary>Decides whether a commit waits a moment for more senders, as a flush to disk costs the same for one as for many.</summary>
/// <remarks>
/// Who was answered by the last commit usually sends again at once. So where several shared a commit lately, the next one waits for about
/// as many, for as long as they keep coming and never longer than a flush takes. A lone sender never waits.
/// </remarks>
internal sealed class Gathering
{
    private const int MostWaits = 4;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private double expected;
    private int waits;
    private int before;

    /// <summary>Waits for a moment where that may pay; true when there is more to take.</summary>
    public async ValueTask<bool> WaitAsync(int senders, ChannelReader<WriteJob> jobs)
    {
        if (expected < 2 || senders >= expected || waits == MostWaits || (waits > 0 && senders == before))
            return false;
        (waits, before) = (waits + 1, senders);
        await Task.Delay(Step);
        return jobs.TryPeek(out _);
    }

    /// <summary>A commit begins with so many senders.</summary>
    public void Committed(int senders)
    {
        // Rises at once and falls slowly: half of the senders may be on their way while the other half is served.
        expected = Math.Max(senders, expected * 0.9);
        (waits, before) = (0, 0);
    }
}
