using System.Security.Cryptography;
using System.Text;
using Callsight.App.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Http;

/// <summary>Makes a POST safe to repeat: the second request with the same <c>Idempotency-Key</c> gets the first one's answer.</summary>
/// <remarks>Answers are kept for <see cref="KeptFor"/>. Only successes are kept: a mistake may be mended under the same key.</remarks>
internal sealed class Idempotency(TimeProvider clock) : IEndpointFilter
{
    public const int MostCharacters = 255;
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (KeyOf(http.Request) is not { } key || !HttpMethods.IsPost(http.Request.Method)
            || http.GetEndpoint()?.Metadata is not { } route || route.GetMetadata<IAllowAnonymous>() is not null
            || route.GetMetadata<AnswersAreNotKept>() is not null)
            return await next(context);
        if (key.Length > MostCharacters)
            return (DoneAnswer)new Problem("idempotency.key_too_long", $"An Idempotency-Key has at most {MostCharacters} characters.");

        var db = http.RequestServices.GetRequiredService<AppDb>();
        var fingerprint = await FingerprintAsync(http);
        await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
        var earlier = await db.Set<IdempotentRequest>().SingleOrDefaultAsync(r => r.Key == key, http.RequestAborted);
        if (earlier is not null && earlier.CreatedAt + KeptFor < clock.GetUtcNow())
        {
            db.Remove(earlier);
            await db.SaveChangesAsync(http.RequestAborted);
            earlier = null;
        }

        if (earlier is not null)
            return earlier.Fingerprint == fingerprint
                ? new Replay(earlier)
                : (DoneAnswer)new Problem("idempotency.key_reused",
                    "This Idempotency-Key was used for another request. Take a new key.", ProblemKind.Unprocessable);

        var kept = new IdempotentRequest
        {
            Key = key,
            Fingerprint = fingerprint,
            Status = 0,
            Location = null,
            ETag = null,
            Body = "",
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(kept);
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
        }
        catch (DbUpdateException failure) when (UniqueViolation.Is(failure))
        {
            return (DoneAnswer)new Problem("idempotency.in_progress",
                "A request with this Idempotency-Key is being worked on. Try again in a moment.", ProblemKind.Conflict);
        }

        var answer = await next(context);
        var replay = await Replay.RecordAsync(http, answer);
        if (replay.Status is < 200 or > 299)
            return replay;
        (kept.Status, kept.Location, kept.ETag, kept.Body) = (replay.Status, replay.Location, replay.ETag, replay.Body);
        await db.SaveChangesAsync(http.RequestAborted);
        await transaction.CommitAsync(http.RequestAborted);
        return replay;
    }

    /// <summary>The key of a request, quoted or not; null when it has none.</summary>
    public static string? KeyOf(HttpRequest request) =>
        request.Headers["Idempotency-Key"].ToString().Trim().Trim('"') is { Length: > 0 } key ? key : null;

    /// <summary>An id that is the same for each request of a tenant or person under the same key; a new one where there is no key.</summary>
    public static Guid IdFor(HttpRequest request, Guid owner) =>
        KeyOf(request) is { } key ? NamedId.Of($"{request.Path}/{owner}/{key}") : Guid.CreateVersion7();

    private static async Task<string> FingerprintAsync(HttpContext http)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n"));
        http.Request.Body.Position = 0;
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            hash.AppendData(buffer, 0, read);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}

/// <summary>
/// Marks a POST whose answer is not kept under an <c>Idempotency-Key</c>: because it changes nothing, makes its own ids from the
/// key, or shows a secret once.
/// </summary>
internal sealed class AnswersAreNotKept;

/// <summary>An answer as it went out, or will go out again.</summary>
internal sealed record Replay(int Status, string? ContentType, string? Location, string? ETag, string Body) : IResult
{
    public Replay(IdempotentRequest kept)
        : this(kept.Status, "application/json; charset=utf-8", kept.Location, kept.ETag, kept.Body)
    {
    }

    /// <summary>Runs the answer against a response that goes nowhere, to have its bytes.</summary>
    public static async Task<Replay> RecordAsync(HttpContext http, object? answer)
    {
        var real = http.Response.Body;
        using var recorded = new MemoryStream();
        http.Response.Body = recorded;
        try
        {
            if (answer is IResult result)
                await result.ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = real;
        }

        var replay = new Replay(http.Response.StatusCode, http.Response.ContentType,
            http.Response.Headers.Location, http.Response.Headers.ETag, Encoding.UTF8.GetString(recorded.ToArray()));
        http.Response.ContentType = null;
        return replay;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.Headers.Location = Location;
        httpContext.Response.Headers.ETag = ETag;
        if (Body.Length == 0)
            return Task.CompletedTask;
        httpContext.Response.ContentType = ContentType;
        return httpContext.Response.WriteAsync(Body, httpContext.RequestAborted);
    }
}

/// <summary>Lets the body be read twice where a fingerprint will be taken of it.</summary>
internal sealed class IdempotencyBuffering(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.ContainsKey("Idempotency-Key") && HttpMethods.IsPost(context.Request.Method))
            context.Request.EnableBuffering(bufferThreshold: 256 * 1024);
        return next(context);
    }
}
