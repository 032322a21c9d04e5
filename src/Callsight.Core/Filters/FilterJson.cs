using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Callsight.Core;

/// <summary>Writes a filter as the JSON that <see cref="FilterParser"/> reads.</summary>
public static class FilterJson
{
    // Stored and sent as JSON, never pasted into a page: accents and other scripts stay readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The filter as JSON text; <see cref="Filter.Everything"/> is <c>{}</c>.</summary>
    public static string Write(Filter filter)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
            Write(writer, filter);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the filter as one value of a larger body.</summary>
    public static void Write(Utf8JsonWriter writer, Filter filter)
    {
        if (filter is Filter.All { Items.Count: 0 })
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        else
        {
            WritePart(writer, filter);
        }
    }

    private static void WritePart(Utf8JsonWriter writer, Filter filter)
    {
        writer.WriteStartObject();
        switch (filter)
        {
            case Filter.All(var items):
                WriteItems(writer, "all", items);
                break;
            case Filter.Any(var items):
                WriteItems(writer, "any", items);
                break;
            case Filter.Not(var item):
                writer.WritePropertyName("not");
                WritePart(writer, item);
                break;
            case Filter.Test test:
                WriteTest(writer, test);
                break;
            default:
                throw new ArgumentException("Unknown kind of filter.", nameof(filter));
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, string name, EquatableList<Filter> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
            WritePart(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteTest(Utf8JsonWriter writer, Filter.Test test)
    {
        writer.WriteString("field", test.Field);
        writer.WriteString("op", FilterOperators.NameOf(test.Operator));
        if (test.Value is FilterValue.None)
            return;
        writer.WritePropertyName("value");
        WriteValue(writer, test.Value);
    }

    private static void WriteValue(Utf8JsonWriter writer, FilterValue value)
    {
        switch (value)
        {
            case FilterValue.Text(var text):
                writer.WriteStringValue(text);
                break;
            case FilterValue.Number(var number):
                writer.WriteNumberValue(number);
                break;
            case FilterValue.Truth(var truth):
                writer.WriteBooleanValue(truth);
                break;
            case FilterValue.Instant(var instant):
                writer.WriteStringValue(Rfc3339.Write(instant));
                break;
            case FilterValue.Identity(var id):
                writer.WriteStringValue(id);
                break;
            case FilterValue.Relative(var expression):
                writer.WriteStringValue(expression);
                break;
            case FilterValue.Many(var values):
                writer.WriteStartArray();
                foreach (var item in values)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default:
                throw new ArgumentException("A list cannot hold nothing.", nameof(value));
        }
    }
}
