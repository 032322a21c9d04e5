using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.IntegrationTests.Support;

/// <summary>Waits for what background work will bring about, and not a moment longer.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task IsTrueAsync(Func<bool> condition, string what, FakeTimeProvider? clock = null, TimeSpan? step = null) =>
        IsTrueAsync(() => Task.FromResult(condition()), what, clock, step);

    /// <summary>Looks again and again; a made-up clock is moved on by a step before each look.</summary>
    public static async Task IsTrueAsync(
        Func<Task<bool>> condition, string what, FakeTimeProvider? clock = null, TimeSpan? step = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Deadline)
                Assert.Fail($"Waited {Deadline.TotalSeconds:0} s in vain: {what}");
            clock?.Advance(step ?? TimeSpan.FromMilliseconds(100));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
