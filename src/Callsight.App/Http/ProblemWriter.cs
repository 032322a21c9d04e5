using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Callsight.App.Http;

/// <summary>A problem as RFC 9457 puts it, with a stable code and the wrong fields.</summary>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Code, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldError>? Errors,
    string CorrelationId);

/// <summary>Turns a problem into HTTP. The only place that knows which kind is which status.</summary>
public static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    public static (int Status, string Title) StatusOf(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => (400, "The request is not valid"),
        ProblemKind.Unauthenticated => (401, "Sign in first"),
        ProblemKind.Forbidden => (403, "Not allowed"),
        ProblemKind.NotFound => (404, "Not found"),
        ProblemKind.Conflict => (409, "It clashes with what is there"),
        ProblemKind.Stale => (412, "It was changed meanwhile"),
        ProblemKind.TooLarge => (413, "Too large"),
        ProblemKind.Unprocessable => (422, "It cannot be carried out"),
        ProblemKind.TooMany => (429, "Too many requests"),
        ProblemKind.Unavailable => (503, "Not available at the moment"),
        _ => throw new UnreachableException(),
    };

    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        var (status, title) = StatusOf(problem.Kind);
        if (problem.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WriteAsync(context, status, title, problem.Code, problem.Message, problem.Errors);
    }

    public static Task WriteAsync(
        HttpContext context, int status, string title, string code, string detail, IReadOnlyList<FieldError>? errors = null)
    {
        context.Response.StatusCode = status;
        var body = new ProblemBody(
            "about:blank", title, status, code, detail, errors is { Count: > 0 } ? errors : null, CorrelationOf(context));
        return context.Response.WriteAsJsonAsync(body, JsonShape.Api, ContentType, CancellationToken.None);
    }

    /// <summary>What a user can quote and an administrator can find in the logs.</summary>
    public static string CorrelationOf(HttpContext context) =>
        Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
