namespace Callsight.Simulator;

/// <summary>What chance is drawn for; each has a stream of its own, so that one more draw here moves nothing there.</summary>
internal enum Chance
{
    Agents, Absence, Campaigns, Spend, Calls, Leads, Sessions, Shifts, States, Events, People,
}

/// <summary>Chance from a seed: SplitMix64, specified to the bit, unlike the framework's generator.</summary>
internal sealed class SeededRandom(ulong seed, Chance purpose, long day = 0, long index = 0)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong state = Mix(Mix(Mix(Mix(seed + Golden) + (ulong)purpose) + (ulong)day) + (ulong)index);

    /// <summary>64 bits, all of them random.</summary>
    public ulong Bits() => Mix(state += Golden);

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public double Between(double least, double most) => least + ((most - least) * Unit());

    public int Below(int count) => (int)(Unit() * count);

    public bool Happens(double share) => Unit() < share;

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>One of the choices, each as often as its weight says.</summary>
    public T OneOf<T>(IReadOnlyList<T> choices, Func<T, double> weight)
    {
        var left = Unit() * choices.Sum(weight);
        foreach (var choice in choices)
            if ((left -= weight(choice)) < 0)
                return choice;
        return choices[^1];
    }

    /// <summary>About normal with mean 0 and deviation 1: twelve draws summed, since logarithms differ between systems.</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += Unit();
        return sum;
    }

    /// <summary>A length as lengths are: half below the median, some far above. Whole milliseconds.</summary>
    public TimeSpan Lasting(double medianSeconds, double spread, double leastSeconds = 1)
    {
        var seconds = Math.Max(leastSeconds, medianSeconds * ExactMath.Exp(spread * Normal()));
        return TimeSpan.FromMilliseconds((long)(seconds * 1_000));
    }

    public TimeSpan SecondsBetween(double least, double most) => TimeSpan.FromMilliseconds((long)(Between(least, most) * 1_000));

    /// <summary>How many of something happen when so many are expected.</summary>
    public int Count(double expected)
    {
        if (expected > 40)
            return Math.Max(0, (int)Math.Round(expected + (Math.Sqrt(expected) * Normal())));
        var (count, product, least) = (0, Unit(), ExactMath.Exp(-expected));
        for (; product > least; count++)
            product *= Unit();
        return count;
    }

    /// <summary>Scatters neighbouring numbers over all 64 bits.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
