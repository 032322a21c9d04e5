using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.Analytics.Following;
using Callsight.App.Http;

namespace Callsight.App.Reporting;

/// <summary>An event that is asked for, with a condition where wanted. Without an event, any that fulfils the condition.</summary>
public sealed record EventRequest([property: MaxLength(100)] string? Event, JsonElement? Filter) : IValidated;

internal static class EventRequests
{
    /// <summary>The filter as it was written; all where none was.</summary>
    public static Result<Filter> Filter(JsonElement? json, string path) =>
        json is { } written ? FilterParser.Parse(written, path) : Core.Filter.Everything;

    /// <summary>The event with its filter read; any event where none was asked for.</summary>
    public static Result<Wanted> Wanted(EventRequest? request, string path) =>
        Filter(request?.Filter, $"{path}.filter").Then<Wanted>(filter => new Wanted(request?.Event, filter));

    /// <summary>All of them, or what is wrong with the first that is not well.</summary>
    public static Result<IReadOnlyList<Wanted>> Wanted(IReadOnlyList<EventRequest>? requests, string path)
    {
        var all = new List<Wanted>();
        foreach (var (index, request) in (requests ?? []).Index())
            if (Wanted(request, $"{path}[{index}]").TryGet(out var wanted, out var problem))
                all.Add(wanted);
            else
                return problem;
        return all;
    }
}
