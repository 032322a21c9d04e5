using System.Reflection;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Realtime;

/// <summary>The same messages as server-sent events, for whoever speaks only HTTP.</summary>
internal static class StreamEvents
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/stream", HandleAsync)
        .WithTags("Live").WithName("StreamEvents").WithSummary("Follow topics as server-sent events")
        .WithDescription("topics are separated by commas. The names of events are those the hub calls, in lower case; each id is a " +
            "place, and Last-Event-ID (or since) goes on after it. A closing event says why the stream ends and whether to come back.")
        .WithMetadata(new TakesTokenInQuery()).RequireAuthorization();

    public static async Task<StreamAnswer> HandleAsync(
        string topics, string? since, [FromQuery(Name = TakesTokenInQuery.Parameter)] string? accessToken,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId, HttpContext http, ICallers callers, CheckTopics check,
        CancellationToken ct)
    {
        _ = accessToken; // Read where tokens are read.
        var wanted = topics.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (wanted.Length is 0 or > 200)
            return Problem.InvalidField("topics", "Name 1 to 200 topics, separated by commas.");
        var known = wanted.Select(Topic.Parse).ToList();
        if (known.Contains(null))
            return Problem.InvalidField("topics", CheckTopics.Unknown.Message);
        var place = StreamPlace.Parse(string.IsNullOrEmpty(lastEventId) ? since : lastEventId);
        if (place is null && !string.IsNullOrEmpty(since))
            return Problem.InvalidField("since", "This is no place of a stream. Pass the id of an event.");
        var caller = await callers.OfAsync(http, ct);
        // Here is nobody to talk to later: a topic that may not be followed refuses all.
        return (await check.CheckAsync(caller, known!, ct)).FirstOrDefault(t => t.Problem is not null) is { } refused
            ? refused.Problem!
            : new StreamAnswer(caller, wanted, place);
    }
}

/// <summary>A stream that goes on until one side has enough, or the problem that stood in its way.</summary>
internal sealed class StreamAnswer : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "text/event-stream";

    private static readonly Problem TooMany =
        new("stream.too_many", "You or your tenant have too many connections open. Close others first.", ProblemKind.TooMany);

    private readonly Problem? problem;
    private readonly Caller? caller;
    private readonly IReadOnlyList<string> topics = [];
    private readonly StreamPlace? since;

    public StreamAnswer(Caller caller, IReadOnlyList<string> topics, StreamPlace? since) =>
        (this.caller, this.topics, this.since) = (caller, topics, since);

    private StreamAnswer(Problem problem) => this.problem = problem;

    public static implicit operator StreamAnswer(Problem problem) => new(problem);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (problem is not null)
        {
            await ProblemWriter.WriteAsync(httpContext, problem);
            return;
        }

        var connections = httpContext.RequestServices.GetRequiredService<LiveConnections>();
        var follow = httpContext.RequestServices.GetRequiredService<FollowTopics>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        var sender = new StreamSender(httpContext.Response);
        if (connections.Open(caller!, sender) is not { } connection)
        {
            await ProblemWriter.WriteAsync(httpContext, TooMany);
            return;
        }

        try
        {
            var (response, ct) = (httpContext.Response, over.Token);
            (response.ContentType, response.Headers.CacheControl, response.Headers["X-Accel-Buffering"]) = (MediaType, "no-store", "no");
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await response.StartAsync(ct);
            var sending = connection.RunAsync(ct);
            try
            {
                var answer = await connection.DoAsync(stop => follow.FollowAsync(connection, topics, since, stop), ct);
                await connection.DoAsync(async stop =>
                {
                    await sender.SendAsync(Frame.Subscribed(answer), stop);
                    return true;
                }, ct);
            }
            catch (OperationCanceledException)
            {
                // It was closed, or the client left, while it still caught up.
            }

            await sending;
        }
        finally
        {
            connections.Remove(connection);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
}

/// <summary>Writes messages as server-sent events.</summary>
internal sealed class StreamSender(HttpResponse response) : ILiveSender
{
    public async Task SendAsync(Frame frame, CancellationToken ct)
    {
        var body = response.BodyWriter;
        // A heartbeat moves the id and is no event; the comment shows that the line is alive.
        if (frame.Method is "Heartbeat")
            Write(body, ":\n");
        if (frame.Place is { } place)
            Write(body, $"id: {place}\n");
        if (frame.Method is not "Heartbeat")
        {
            Write(body, $"event: {frame.Method.ToLowerInvariant()}\ndata: ");
            frame.Json.CopyTo(body.GetSpan(frame.Json.Length));
            body.Advance(frame.Json.Length);
            Write(body, "\n");
        }

        Write(body, "\n");
        var flushed = await body.FlushAsync(ct);
        if (flushed.IsCompleted)
            throw new OperationCanceledException("The client has left.");
    }

    public void End(CloseReason? reason)
    {
        // The answer ends when its handler returns.
    }

    private static void Write(System.IO.Pipelines.PipeWriter body, string text)
    {
        var span = body.GetSpan(text.Length * 3);
        body.Advance(System.Text.Encoding.UTF8.GetBytes(text, span));
    }
}
