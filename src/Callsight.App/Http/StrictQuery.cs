using System.Collections.Concurrent;
using System.Reflection;
using Callsight.App.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace Callsight.App.Http;

/// <summary>
/// Refuses query parameters that a route does not know (a misspelt filter must not silently mean "everything"), and reads fixed words as
/// they are written everywhere else in the API: <c>in_progress</c>, not <c>InProgress</c> or <c>2</c>.
/// </summary>
internal sealed class StrictQuery(RequestDelegate next)
{
    private const int MostErrors = 20;

    private static readonly ConcurrentDictionary<Endpoint, Dictionary<string, Dictionary<string, string>?>> KnownTo = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Query.Count == 0
            || context.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<ApiRoute>() is null)
            return next(context);

        var known = KnownTo.GetOrAdd(endpoint, ParametersOf);
        var (read, errors) = (new Dictionary<string, StringValues>(), new List<FieldError>());
        foreach (var (key, values) in context.Request.Query)
            if (Fault(key, values, known) is { } fault)
                errors.Add(new FieldError(key.Length > 100 ? key[..100] : key, fault));
            else
                read[key] = known[key] is { } words ? words[values.ToString()] : values;
        if (errors.Count == 0)
        {
            context.Request.Query = new QueryCollection(read);
            return next(context);
        }

        return ProblemWriter.WriteAsync(context, new Problem("query.invalid_parameter",
            $"The query parameter {errors[0].Field} is not valid. {errors[0].Message}")
        {
            Errors = [.. errors.Take(MostErrors)],
        });
    }

    private static string? Fault(string key, StringValues values, Dictionary<string, Dictionary<string, string>?> known)
    {
        if (!known.TryGetValue(key, out var words))
            return "This route has no such query parameter.";
        if (values.Any(v => v is not null && v.Contains('\0', StringComparison.Ordinal)))
            return "This holds a NUL character.";
        return words is not null && !words.ContainsKey(values.ToString())
            ? $"This is one of {string.Join(", ", words.Keys)}."
            : null;
    }

    /// <summary>The words of an enumeration by how they are written in the API; null for other types.</summary>
    private static Dictionary<string, string>? WordsOf(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } words
            ? Enum.GetNames(words).ToDictionary(SnakeCase.Of, name => name, StringComparer.Ordinal)
            : null;

    /// <summary>The query parameters that a route's handler asks for, those of parameter sets among them, with their fixed words.</summary>
    private static Dictionary<string, Dictionary<string, string>?> ParametersOf(Endpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
            .SelectMany(p => ParametersOf(p, p.ParameterType, p.Name!))
            .ToDictionary(p => p.Key, p => WordsOf(p.Value), StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, Type>> ParametersOf(ParameterInfo parameter, Type type, string name) =>
        parameter.GetCustomAttributes(typeof(AsParametersAttribute), false).Length > 0
            ? type.GetConstructors()[0].GetParameters().SelectMany(p => ParametersOf(p, p.ParameterType, p.Name!))
            : parameter.GetCustomAttributes(typeof(FromQueryAttribute), false) is [FromQueryAttribute query]
                ? [KeyValuePair.Create(query.Name ?? name, type)]
                : [KeyValuePair.Create(name, type)];
}

/// <summary>Marks the routes of the API proper.</summary>
internal sealed class ApiRoute;
