using System.Globalization;
using System.Text;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>Lines of CSV as RFC 4180 has them.</summary>
internal static class CsvLine
{
    private static readonly System.Buffers.SearchValues<char> NeedQuotes = System.Buffers.SearchValues.Create(",\"\r\n");

    public static void Append(StringBuilder line, IEnumerable<object?> values)
    {
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst)
                line.Append(',');
            isFirst = false;
            var text = value switch
            {
                null => "",
                decimal or long or int or double => Convert.ToString(value, CultureInfo.InvariantCulture)!,
                DateTime at => at.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
                DateTimeOffset at => at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
                _ => Harmless(value.ToString()!),
            };
            if (text.AsSpan().ContainsAny(NeedQuotes))
                line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                line.Append(text);
        }

        line.Append("\r\n");
    }

    /// <summary>A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are no texts and stay.</summary>
    private static string Harmless(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
}
