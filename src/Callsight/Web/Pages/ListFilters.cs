using System.Text.Json;
using Callsight.Web.Api;

namespace Callsight.Web.Pages;

/// <summary>The condition of a list, put together from what its page offers.</summary>
public static class ListFilters
{
    /// <summary>All of the given conditions that are there; null where none is.</summary>
    public static JsonElement? All(params IEnumerable<JsonElement?> filters)
    {
        var given = filters.OfType<JsonElement>().ToList();
        return given.Count == 0 ? null : given.Count == 1 ? given[0]
            : JsonSerializer.SerializeToElement(new { all = given });
    }

    /// <summary>That a moment lies in the days of the page, in the tenant's zone.</summary>
    public static JsonElement Within(string field, DaySpan days) => JsonSerializer.SerializeToElement(new
    {
        all = new[]
        {
            new { field, op = "gte", value = DaySpan.Iso(days.From) }, new { field, op = "lt", value = DaySpan.Iso(days.To.AddDays(1)) },
        },
    });

    /// <summary>That one of some fields holds a word of a search.</summary>
    public static JsonElement? Search(string? text, params IReadOnlyList<string> fields)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3).ToList();
        return words.Count == 0 ? null : JsonSerializer.SerializeToElement(new
        {
            all = words.Select(value => new { any = fields.Select(field => new { field, op = "contains", value }) }),
        });
    }

    /// <summary>A part of the query string; nothing where there is no value.</summary>
    public static string Part(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    public static string Part(JsonElement? filter) => Part("filter", filter?.GetRawText());
}
