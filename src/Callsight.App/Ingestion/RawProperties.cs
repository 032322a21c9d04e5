using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Callsight.App.Http;

namespace Callsight.App.Ingestion;

/// <summary>Free properties: as the text they came in where it can be stored as it is, as an object where something must be changed.</summary>
internal readonly record struct RawProperties(string? Text, JsonObject? Object)
{
    private const int MostPlainDigits = 18;

    /// <summary>Reads the object the reader stands at, and leaves the reader at its end.</summary>
    public static RawProperties Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, out string? fault)
    {
        var (start, depth) = ((int)reader.TokenStartIndex, reader.CurrentDepth);
        var (count, hasWrongName, hasNul, isUnicode, isPlain) = (0, false, false, true, true);
        while (reader.Read() && (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth != depth))
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    if (reader.CurrentDepth == depth + 1)
                    {
                        count++;
                        hasWrongName |= reader.ValueSpan.IsEmpty || IsLong(ref reader);
                    }

                    Check(ref reader, ref hasNul, ref isUnicode);
                    break;
                case JsonTokenType.String:
                    Check(ref reader, ref hasNul, ref isUnicode);
                    break;
                // Greater numbers than engines take, or such as are written like them.
                case JsonTokenType.Number:
                    isPlain &= reader.ValueSpan.Length <= MostPlainDigits && !reader.ValueSpan.ContainsAny((byte)'e', (byte)'E');
                    break;
            }
        }

        var text = json[start..(int)reader.BytesConsumed];
        fault = count > PropertiesAttribute.MostProperties || hasWrongName
            ? PropertiesAttribute.WrongNames
            : !isUnicode || !Utf8.IsValid(text) ? PropertiesAttribute.NotUnicode
            : hasNul ? PropertiesAttribute.HoldsNul : null;
        if (fault is not null || count == 0)
            return default;
        if (isPlain && text.Length <= PropertiesAttribute.MostCharacters)
            return new RawProperties(Encoding.UTF8.GetString(text), null);
        var properties = (JsonObject)JsonNode.Parse(text)!;
        fault = PropertiesAttribute.Fault(properties);
        return new RawProperties(null, properties);
    }

    private static bool IsLong(ref Utf8JsonReader reader) => reader.ValueSpan.Length > PropertiesAttribute.MostNameCharacters
        && Utf8.IsValid(reader.ValueSpan) && reader.GetString()!.Length > PropertiesAttribute.MostNameCharacters;

    /// <summary>Only what is escaped can hold a NUL or half a character.</summary>
    private static void Check(ref Utf8JsonReader reader, ref bool hasNul, ref bool isUnicode)
    {
        if (!reader.ValueIsEscaped)
            return;
        var scratch = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            hasNul |= scratch.AsSpan(0, reader.CopyString(scratch)).Contains((byte)0);
        }
        catch (InvalidOperationException)
        {
            isUnicode = false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }
}
