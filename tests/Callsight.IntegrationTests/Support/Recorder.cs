using Callsight.App.EventLog;
using Callsight.Core;

namespace Callsight.IntegrationTests.Support;

/// <summary>A subscriber that writes down what it is handed; a test may make it fail or wait.</summary>
internal sealed class Recorder(string name = "recorder") : IEventSubscriber
{
    private readonly List<LoggedEvent> taken = [];
    private int attempts;

    public string Name => name;

    /// <summary>Runs before a batch is taken; throwing refuses it.</summary>
    public Func<IReadOnlyList<LoggedEvent>, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public int Attempts => Volatile.Read(ref attempts);

    public IReadOnlyList<LoggedEvent> Taken
    {
        get
        {
            lock (taken)
                return [.. taken];
        }
    }

    public async Task HandleAsync(IReadOnlyList<LoggedEvent> batch, LogPosition upTo, CancellationToken ct)
    {
        Interlocked.Increment(ref attempts);
        upTo.ShouldBe(batch[^1].Position);
        await Before(batch, ct);
        lock (taken)
            taken.AddRange(batch);
    }
}
