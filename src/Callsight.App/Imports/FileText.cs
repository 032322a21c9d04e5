using System.Text;

namespace Callsight.App.Imports;

/// <summary>The characters of a file. A byte order mark stands above what the mapping says.</summary>
internal static class FileText
{
    public static StreamReader Open(Stream stream, ImportMapping mapping) =>
        new(stream, EncodingOf(mapping), detectEncodingFromByteOrderMarks: true);

    /// <summary>Reads the whole file once before anything of it is taken in: half a file of garbled names helps nobody.</summary>
    public static Problem? BadEncoding(string path, ImportMapping mapping)
    {
        using var reader = Open(File.OpenRead(path), mapping);
        var buffer = new char[64 * 1024];
        var line = 1L;
        try
        {
            int read;
            while ((read = reader.ReadBlock(buffer)) > 0)
                line += buffer.AsSpan(0, read).Count('\n');
            return null;
        }
        catch (DecoderFallbackException)
        {
            return new Problem("import.encoding",
                $"The file is not {mapping.Encoding} (after line {line}). Save it as UTF-8, or say its encoding in the mapping.");
        }
    }

    private static Encoding EncodingOf(ImportMapping mapping) => mapping.Encoding switch
    {
        "latin1" => Encoding.Latin1,
        "utf-16" => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
    };
}
