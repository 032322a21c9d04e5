using System.Text;

namespace Callsight.App.Imports;

/// <summary>The lines of a text that are not blank, whatever ends them. One that is too long is cut, and the rest of it passed over.</summary>
internal sealed class TextLines(TextReader text, int mostCharacters) : IDisposable
{
    private readonly char[] buffer = new char[64 * 1024];
    private int next;
    private int filled;

    /// <summary>The next line, and whether it was cut; null at the end.</summary>
    public (string Text, bool IsCut)? Next()
    {
        while (ReadLine() is var (line, isCut))
            if (isCut || !string.IsNullOrWhiteSpace(line))
                return (line, isCut);
        return null;
    }

    public void Dispose() => text.Dispose();

    private (string Text, bool IsCut)? ReadLine()
    {
        StringBuilder? line = null;
        var isCut = false;
        while (next < filled || Fill())
        {
            var rest = buffer.AsSpan(next, filled - next);
            var end = rest.IndexOfAny('\n', '\r');
            var part = end < 0 ? rest : rest[..end];
            next += end < 0 ? rest.Length : end + 1;
            if (end >= 0 && line is null && part.Length <= mostCharacters)
                return (part.ToString(), false);
            line ??= new StringBuilder();
            var room = mostCharacters - line.Length;
            line.Append(part.Length <= room ? part : part[..room]);
            isCut |= part.Length > room;
            if (end >= 0)
                return (line.ToString(), isCut);
        }

        return line is null ? null : (line.ToString(), isCut);
    }

    private bool Fill()
    {
        (next, filled) = (0, text.ReadBlock(buffer));
        return filled > 0;
    }
}
