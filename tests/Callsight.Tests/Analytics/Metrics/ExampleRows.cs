using System.Globalization;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

/// <summary>Rows as the examples of the documentation write them, one in a line, all of 2 March 2026 where no day is named.</summary>
/// <remarks>
/// <c>call START [END] [abandoned|missed|failed] [outbound] [transferred] [resolved] [wait=SECONDS] ...</c>,
/// <c>lead CREATED [contacted=TIME] ...</c>, <c>state STATUS FROM [UNTIL]</c>, <c>spend DAY AMOUNT</c>, <c>event TYPE TIME ...</c>;
/// <c>20 x</c> in front repeats a line.
/// </remarks>
internal static class ExampleRows
{
    public static CatalogueEvent[] Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(Line)];

    private static IEnumerable<CatalogueEvent> Line(string line)
    {
        var words = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var times = words[1] == "x" ? int.Parse(words[0], CultureInfo.InvariantCulture) : 1;
        var rest = words[1] == "x" ? words[2..] : words;
        return Enumerable.Range(0, times).Select(_ => Row(rest));
    }

    private static CatalogueEvent Row(string[] words)
    {
        var said = new Words(words[1..]);
        return words[0] switch
        {
            "call" => Call(said),
            "lead" => Lead(said),
            "state" => Rows.State(said.Next()!, said.Time()!, said.Time(), said.Agent),
            "spend" => Rows.Spend(decimal.Parse(said.Next(1)!, CultureInfo.InvariantCulture), said.Time()!),
            "event" => Event(said),
            _ => throw new ArgumentException($"No such row: {string.Join(' ', words)}"),
        };
    }

    private static CatalogueEvent Call(Words said)
    {
        var start = said.Time()!;
        var end = said.Time();
        var status = new[] { "abandoned", "missed", "failed" }.FirstOrDefault(said.Has);
        var (direction, promised) = (said.Has("outbound") ? "outbound" : "inbound", said.Number("promised") ?? 20);
        var e = status is null
            ? Rows.Call(start, end, said.Number("wait"), said.Number("talk"), said.Number("hold"), said.Number("wrap_up"), promised,
                direction, said.Has("transferred"), said.Has("resolved") ? true : null, (int?)said.Number("rating"), said.Agent)
            : Rows.Unanswered(start, status, said.Number("wait"), end, direction, promised, said.Agent);
        return e with
        {
            Call = e.Call! with
            {
                Caller = said.Text("caller"),
                AnsweredAt = status is null ? e.Call!.StartedAt.AddSeconds(said.Number("wait") ?? 0) : null,
            },
        };
    }

    private static CatalogueEvent Lead(Words said)
    {
        var e = Rows.Lead(said.Time()!, said.Time("contacted"), said.Time("qualified"), said.Time("converted"), said.Time("lost"),
            (decimal?)said.Number("value"));
        var id = said.Id ?? e.Lead!.LeadId;
        return e with
        {
            LeadId = id,
            Stage = said.Text("stage"),
            Lead = e.Lead! with
            {
                LeadId = id,
                ResponseBusinessMilliseconds = (long?)(said.Number("business") * 1_000),
            },
        };
    }

    private static CatalogueEvent Event(Words said)
    {
        var type = said.Next()!;
        return Rows.Event(type, said.Time()!, said.Text("user"), said.Id) with
        {
            Value = said.Number("value"),
            Status = said.Text("status"),
            Stage = said.Text("stage"),
        };
    }

    /// <summary>The words of a line: times in order, words that stand alone, and name=value.</summary>
    private sealed class Words(string[] words)
    {
        private int next;

        public Guid? Agent => Text("agent") switch { "ben" => Rows.Ben, null => null, var other => throw new ArgumentException(other) };

        /// <summary>An id that a number in the line stands for.</summary>
        public Guid? Id => Number("id") is { } number ? Guid.Parse($"00000000-0000-0000-0009-{(int)number:d12}") : null;

        public bool Has(string word) => words.Contains(word);

        public string? Next(int skip = 0) => words.ElementAtOrDefault(skip > 0 ? next + skip : next++);

        public string? Time() => next < words.Length && char.IsDigit(words[next][0]) && !words[next].Contains('=', StringComparison.Ordinal)
            ? words[next++].Replace('T', ' ') : null;

        public string? Time(string name) => Text(name)?.Replace('T', ' ');

        public string? Text(string name) => words.FirstOrDefault(word => word.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];

        public double? Number(string name) => Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
    }
}
