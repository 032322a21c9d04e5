using Microsoft.AspNetCore.Http.Metadata;

namespace Callsight.App.Http;

/// <summary>Refuses query parameters that a route does not know: a misspelt filter must not silently mean "everything".</summary>
internal sealed class StrictQuery(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Query.Count == 0
            || context.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<ApiRoute>() is null)
            return next(context);

        var known = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Select(p => p.Name).ToList();
        var errors = context.Request.Query.Keys
            .Where(key => !known.Contains(key, StringComparer.Ordinal))
            .Select(key => new FieldError(
                key.Length > 100 ? key[..100] : key, "This route has no such query parameter."))
            .Take(20)
            .ToList();
        return errors.Count == 0
            ? next(context)
            : ProblemWriter.WriteAsync(context, new Problem("query.unknown_parameter",
                $"Unknown query parameter: {errors[0].Field}.")
            { Errors = errors });
    }
}

/// <summary>Marks the routes of the API proper.</summary>
internal sealed class ApiRoute;
