using System.Text.Json.Nodes;

namespace Callsight.Simulator;

/// <summary>What a call will be like, decided when it begins: its agent and its wait change only how it turns out.</summary>
internal sealed record CallTraits
{
    public required TimeSpan Patience { get; init; }
    public required TimeSpan Ring { get; init; }

    /// <summary>With an agent of average skill.</summary>
    public required TimeSpan Talk { get; init; }
    public required TimeSpan WrapUp { get; init; }
    public TimeSpan Hold { get; init; }

    /// <summary>After which part of the talk the caller is put on hold.</summary>
    public double HoldAfter { get; init; }
    public bool IsTransferred { get; init; }

    /// <summary>From 0 to 1; the lower, the easier to resolve.</summary>
    public double Difficulty { get; init; }

    /// <summary>Null for callers who do not rate.</summary>
    public double? Mood { get; init; }
    public TimeSpan RatesAfter { get; init; }

    public static CallTraits Incoming(SimulatedQueue queue, SeededRandom random) => new()
    {
        Patience = random.Lasting(160, 0.9, leastSeconds: 6),
        Ring = random.SecondsBetween(2, 7),
        Talk = random.Lasting(queue.TalkSeconds, 0.5, leastSeconds: 25),
        WrapUp = random.Lasting(38, 0.5, leastSeconds: 4),
        Hold = random.Happens(0.11) ? random.SecondsBetween(15, 130) : TimeSpan.Zero,
        HoldAfter = random.Between(0.2, 0.7),
        IsTransferred = random.Happens(0.06),
        Difficulty = random.Unit(),
        Mood = random.Happens(0.24) ? random.Normal() : null,
        RatesAfter = random.SecondsBetween(8, 400),
    };

    public static CallTraits Outgoing(SeededRandom random) => new()
    {
        Patience = random.SecondsBetween(24, 42),
        Ring = random.SecondsBetween(6, 22),
        Talk = random.Lasting(240, 0.55, leastSeconds: 30),
        WrapUp = random.Lasting(55, 0.5, leastSeconds: 6),
        Difficulty = random.Unit(),
    };

    public static JsonObject Properties(SimulatedQueue queue, SeededRandom random) => new()
    {
        ["topic"] = random.OneOf(queue.Topics),
        ["customer"] = random.Happens(0.3) ? "new" : "known",
    };
}
