using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Callsight.Analytics.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Callsight.App.Http;

/// <summary>What escapes a request: the caller's mistakes become problems that name the field, ours are logged and say nothing.</summary>
internal sealed class Errors(ILogger<Errors> logger, CurrentTenant tenant, IHostApplicationLifetime lifetime)
{
    public Task WriteAsync(HttpContext context, Exception failure)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        context.Response.Clear();
        switch (failure)
        {
            case BadHttpRequestException { InnerException: JsonException json }:
                return ProblemWriter.WriteAsync(context, Malformed(json));
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ProblemWriter.WriteAsync(context, new Problem(
                    "request.too_large", "The body is larger than allowed.", ProblemKind.TooLarge));
            case BadHttpRequestException bad:
                return ProblemWriter.WriteAsync(context, bad.StatusCode, "The request is not valid",
                    "request.malformed", "A parameter is missing or has the wrong form, or the body is not JSON.");
            case InvalidOperationException when !HasKnownCharset(context.Request):
                return ProblemWriter.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "Wrong media type",
                    "request.media_type", "The charset of the body is not known. Send the body as application/json.");
            // Whoever is still sending is no longer waited for.
            case OperationCanceledException when lifetime.ApplicationStopping.IsCancellationRequested:
                return ProblemWriter.WriteAsync(context, new Problem(
                    "server.stopping", "The server is being stopped. Send it again in a moment.", ProblemKind.Unavailable)
                { RetryAfter = TimeSpan.FromSeconds(5) });
            case StoreException store:
                if (store.Problem.Kind is ProblemKind.Unavailable)
                    logger.LogWarning(store, "The event store cannot be used");
                return ProblemWriter.WriteAsync(context, store.Problem);
            case DbUpdateConcurrencyException:
                return ProblemWriter.WriteAsync(context, new Problem(
                    "version.stale", "It was changed meanwhile. Read it again and repeat your change.", ProblemKind.Stale));
            case DbUpdateException update when UniqueViolation.Is(update):
                return ProblemWriter.WriteAsync(context, new Problem(
                    "already_exists", "There is one with this name or external id already.", ProblemKind.Conflict));
        }

        logger.LogError(failure, "Request {Method} {Path} of tenant {Tenant} failed; correlation {Correlation}",
            context.Request.Method, context.Request.Path.Value, tenant.IsSet ? tenant.Id : null,
            ProblemWriter.CorrelationOf(context));
        return ProblemWriter.WriteAsync(context, StatusCodes.Status500InternalServerError, "Something went wrong",
            "internal", "The fault is ours and has been logged. Quote the correlation id when you ask about it.");
    }

    /// <summary>Whether the body's text can be read at all; the framework fails where it cannot.</summary>
    private static bool HasKnownCharset(HttpRequest request)
    {
        try
        {
            return !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || string.IsNullOrEmpty(type.CharSet)
                || Encoding.GetEncoding(type.CharSet.Trim('"')) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Names the field without repeating the parser's words, which tell of our types.</summary>
    private static Problem Malformed(JsonException json)
    {
        var path = json.Path is null or "$" ? "" : json.Path.StartsWith("$.", StringComparison.Ordinal) ? json.Path[2..] : json.Path;
        var what = json.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? "There is no such field."
            : json.Message.Contains("missing required", StringComparison.Ordinal)
                ? "A required field is missing: " + MissingOf(json.Message)
                : json.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase)
                    ? "The same name stands here twice."
                    : "This is not JSON of the expected form.";
        return new Problem("request.malformed", path.Length == 0 ? what : $"{path}: {what}")
        {
            Errors = [new FieldError(path, what)],
        };
    }

    private static string MissingOf(string message)
    {
        var colon = message.LastIndexOf(':');
        return colon < 0 ? "see the documentation." : message[(colon + 1)..].Trim().Replace("'", "", StringComparison.Ordinal);
    }
}

internal static class UniqueViolation
{
    /// <summary>Whether the store refused a second row where one is allowed.</summary>
    public static bool Is(DbUpdateException failure) => failure.InnerException switch
    {
        Npgsql.PostgresException postgres => postgres.SqlState == Npgsql.PostgresErrorCodes.UniqueViolation,
        Microsoft.Data.Sqlite.SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555,
        _ => false,
    };
}
