using System.Text.Json;

namespace Callsight.Core;

/// <summary>Reads a filter from JSON.</summary>
/// <remarks>
/// <c>{"all":[...]}</c>, <c>{"any":[...]}</c>, <c>{"not":{...}}</c> or <c>{"field":"lead.source","op":"eq","value":"referral"}</c>;
/// nothing, <c>null</c> or <c>{}</c> means <see cref="Filter.Everything"/>. All mistakes are named at once, each with its
/// place. Values keep the type they have in JSON: whether a text is an instant or an id is only known to
/// <see cref="FilterValidator"/>, which knows the fields.
/// </remarks>
public static class FilterParser
{
    // Deeper than any filter may be, so that one that is too deep is told so and not that it is no JSON.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000_000 };

    /// <summary>Reads a filter from text.</summary>
    public static Result<Filter> Parse(string json, string path = "filter")
    {
        try
        {
            using var document = JsonDocument.Parse(json, Deep);
            return Parse(document.RootElement, path);
        }
        catch (JsonException exception)
        {
            var place = exception.LineNumber is { } line ? $" near line {line + 1}, byte {exception.BytePositionInLine + 1}" : "";
            return Problem.InvalidField(path, $"This is not valid JSON{place}.");
        }
        catch (ArgumentException)
        {
            return Problem.InvalidField(path, "This is not valid JSON: it holds half a character.");
        }
    }

    /// <summary>Reads a filter from an element of a larger body.</summary>
    /// <param name="json">The element; an undefined one means no filter.</param>
    /// <param name="path">Where the element stands in the body, for the mistakes.</param>
    public static Result<Filter> Parse(JsonElement json, string path = "filter")
    {
        var reader = new FilterReader();
        var filter = reader.ReadRoot(json, path);
        return reader.Errors.Count == 0 ? filter : Problem.InvalidFields(reader.Errors.ToArray());
    }
}
