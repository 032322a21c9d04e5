using System.Globalization;
using System.Text;

namespace Callsight.Simulator;

/// <summary>A table as text: cells that need it are quoted as RFC 4180 says, lines end with a line feed.</summary>
internal sealed class CsvText
{
    private readonly StringBuilder text = new();
    private readonly char delimiter;
    private readonly int width;

    public CsvText(char delimiter, params string[] header)
    {
        (this.delimiter, width) = (delimiter, header.Length);
        Add(header);
    }

    public void Add(params object?[] cells)
    {
        if (cells.Length != width)
            throw new ArgumentException($"A row has {cells.Length} cells under {width} headings.", nameof(cells));
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                text.Append(delimiter);
            text.Append(Quoted(Convert.ToString(cells[i], CultureInfo.InvariantCulture) ?? ""));
        }

        text.Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private string Quoted(string cell) => !cell.AsSpan().ContainsAny([delimiter, '"', '\n', '\r'])
        ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
