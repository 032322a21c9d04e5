using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Callsight.App.Http;

/// <summary>Refuses query parameters that a route does not know: a misspelt filter must not silently mean "everything".</summary>
internal sealed class StrictQuery(RequestDelegate next)
{
    private static readonly ConcurrentDictionary<Endpoint, HashSet<string>> KnownTo = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Query.Count == 0
            || context.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<ApiRoute>() is null)
            return next(context);

        var known = KnownTo.GetOrAdd(endpoint, NamesOf);
        var errors = context.Request.Query.Keys
            .Where(key => !known.Contains(key, StringComparer.Ordinal))
            .Select(key => new FieldError(
                key.Length > 100 ? key[..100] : key, "This route has no such query parameter."))
            .Concat(context.Request.Query.Where(p => p.Value.Any(v => v is not null && v.Contains('\0', StringComparison.Ordinal)))
                .Select(p => new FieldError(p.Key, "This holds a NUL character.")))
            .Take(20)
            .ToList();
        return errors.Count == 0
            ? next(context)
            : ProblemWriter.WriteAsync(context, new Problem("query.invalid_parameter",
                $"The query parameter {errors[0].Field} is not valid. {errors[0].Message}")
            { Errors = errors });
    }

    /// <summary>The query parameters that a route's handler asks for, those of parameter sets among them.</summary>
    private static HashSet<string> NamesOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler
            ? handler.GetParameters().SelectMany(p => NamesOf(p, p.ParameterType, p.Name)).ToHashSet(StringComparer.Ordinal)
            : [];

    private static IEnumerable<string> NamesOf(ParameterInfo parameter, Type type, string? name) =>
        parameter.GetCustomAttributes(typeof(AsParametersAttribute), false).Length > 0
            ? type.GetConstructors()[0].GetParameters().SelectMany(p => NamesOf(p, p.ParameterType, p.Name))
            : parameter.GetCustomAttributes(typeof(FromQueryAttribute), false) is [FromQueryAttribute query]
                ? [query.Name ?? name!]
                : [name!];
}

/// <summary>Marks the routes of the API proper.</summary>
internal sealed class ApiRoute;
