using System.Text;
using System.Text.Json;

namespace Callsight.App.Ingestion;

/// <summary>Finds a name that stands twice in one object, while a reader walks through JSON.</summary>
/// <remarks>
/// Few names are compared with each other, more are hashed: comparing would let one large object of a stranger keep a core busy.
/// </remarks>
internal sealed class MemberNames(ReadOnlyMemory<byte> json, int mostDepth)
{
    private const int MostCompared = 16;

    private readonly List<ReadOnlyMemory<byte>> names = [];
    private readonly int[] firstAt = new int[mostDepth + 1];
    private readonly HashSet<ReadOnlyMemory<byte>>?[] hashed = new HashSet<ReadOnlyMemory<byte>>?[mostDepth + 1];

    /// <summary>An object begins at this depth of the reader.</summary>
    public void Open(int depth) => firstAt[depth] = names.Count;

    /// <summary>The object at this depth is over.</summary>
    public void Close(int depth)
    {
        names.RemoveRange(firstAt[depth], names.Count - firstAt[depth]);
        hashed[depth] = null;
    }

    /// <summary>Takes the name the reader stands at; says so when its object has it already, or it holds half a character.</summary>
    public string? Fault(ref Utf8JsonReader reader)
    {
        try
        {
            // The token begins with its quote.
            return Add(reader.CurrentDepth - 1, reader.ValueIsEscaped
                ? Encoding.UTF8.GetBytes(reader.GetString()!)
                : json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length))
                ? null
                : "The body is not JSON: a name stands twice in one object.";
        }
        catch (InvalidOperationException)
        {
            return "The body is not JSON: a name in it is not valid Unicode.";
        }
    }

    private bool Add(int depth, ReadOnlyMemory<byte> name)
    {
        if (hashed[depth] is { } set)
            return set.Add(name);
        for (var i = firstAt[depth]; i < names.Count; i++)
            if (names[i].Span.SequenceEqual(name.Span))
                return false;
        names.Add(name);
        if (names.Count - firstAt[depth] > MostCompared)
            hashed[depth] = new HashSet<ReadOnlyMemory<byte>>(names.Skip(firstAt[depth]), Bytes.Comparer);
        return true;
    }

    private sealed class Bytes : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static readonly Bytes Comparer = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> obj)
        {
            var hash = new HashCode();
            hash.AddBytes(obj.Span);
            return hash.ToHashCode();
        }
    }
}
