using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Callsight.Core;

/// <summary>Takes texts out of JSON that strangers wrote.</summary>
internal static class JsonText
{
    /// <summary>The text, unless it is something else or holds half a character (an escaped lone surrogate).</summary>
    public static bool TryGet(JsonElement json, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (json.ValueKind != JsonValueKind.String)
            return false;
        try
        {
            text = json.GetString();
        }
        catch (InvalidOperationException)
        {
            // The one way the library reports a lone surrogate.
        }

        return text is not null;
    }

    /// <summary>A member's name, or null when it holds half a character.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Cuts what is shown back to the client.</summary>
    public static string Shorten(string text) => text.Length <= 40 ? text : text[..(char.IsHighSurrogate(text[38]) ? 38 : 39)] + "…";
}
