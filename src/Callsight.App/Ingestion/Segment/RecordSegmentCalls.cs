using System.Globalization;
using System.Text.Json;
using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.Ingestion.Segment;

/// <summary>As Segment answers, with what became of the events.</summary>
/// <param name="Success">Always true: what could not be taken is listed, and sending it again would not help.</param>
/// <param name="Accepted">New events.</param>
/// <param name="Duplicates">Events whose messageId was there before.</param>
/// <param name="Dropped">Events that could not be taken.</param>
/// <param name="Errors">Why not.</param>
public sealed record SegmentReceipt(bool Success, int Accepted, int Duplicates, int Dropped, IReadOnlyList<EventError> Errors);

/// <summary>Segment's tracking API, so that its libraries can send here unchanged.</summary>
internal static class RecordSegmentCalls
{
    public const string DroppedHeader = "X-Callsight-Dropped";
    private const int MostEvents = 2_500;
    private const int MostBytes = 500 * 1024;

    private static readonly Problem TooLarge = new("segment.too_large",
        $"A batch has at most {MostEvents} events and {MostBytes / 1024} KB, one event at most {SegmentEvents.MostBytes / 1024} KB.");

    public static void Map(IEndpointRouteBuilder app)
    {
        var segment = app.MapGroup("/v1").WithTags("Segment");
        foreach (var kind in new[] { "track", "identify", "page", "screen", "group", "alias" })
            Describe(segment.MapPost($"/{kind}", (HttpContext http, EventIntake intake, CancellationToken ct) =>
                HandleAsync(kind, http, intake, ct)), kind, $"Take a {kind} call of Segment's libraries");
        Describe(segment.MapPost("/batch", (HttpContext http, EventIntake intake, CancellationToken ct) =>
            HandleAsync(null, http, intake, ct)), "batch", "Take a batch of Segment's libraries");
    }

    private static void Describe(RouteHandlerBuilder route, string kind, string summary) => route
        .WithName($"Segment{char.ToUpperInvariant(kind[0])}{kind[1..]}").WithSummary(summary)
        .WithDescription(
            "The write key is an API key with events:write, as user name of Basic, as writeKey in the body, or as bearer token. " +
            $"How calls become events is described in docs/ingestion.md. {DroppedHeader} tells how many could not be taken.")
        .Accepts<JsonElement>("application/json", "text/plain", "*/*").WithMetadata(new TakesWriteKey(MostBytes))
        .RequireAuthorization(Permissions.EventsWrite);

    private static async Task<Answer<SegmentReceipt>> HandleAsync(
        string? kind, HttpContext http, EventIntake intake, CancellationToken ct)
    {
        var reader = await intake.ReaderAsync(null, ct);
        using var body = await PooledBody.ReadAsync(http.Request, kind is null ? MostBytes : SegmentEvents.MostBytes, ct);
        if (body is null)
            return TooLarge;
        if (!ForeignBatch.Parse(body.Bytes).TryGet(out var document, out var problem))
            return problem;
        using (document)
        {
            if (!Read(document.RootElement, kind, new ForeignBatch(reader, kind is not null), intake.Now).TryGet(out var batch, out problem)
                || !(await intake.TakeAsync(batch, reader, http.Response.Headers, ct)).TryGet(out var receipt, out problem))
                return problem;
            if (receipt.Rejected > 0)
                http.Response.Headers[DroppedHeader] = receipt.Rejected.ToString(CultureInfo.InvariantCulture);
            return new SegmentReceipt(true, receipt.Accepted, receipt.Duplicates, receipt.Rejected, receipt.Errors);
        }
    }

    private static Result<EventBatch> Read(JsonElement root, string? kind, ForeignBatch foreign, DateTimeOffset now)
    {
        var segment = new SegmentEvents(now);
        if (kind is not null)
        {
            foreign.Add(() => segment.Translate(root, kind, default));
            return foreign.Batch;
        }

        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("batch", out var items)
            || items.ValueKind != JsonValueKind.Array)
            return Problem.InvalidField("batch", "A batch is an object with a list of calls as batch.");
        if (items.GetArrayLength() > MostEvents)
            return TooLarge;
        foreach (var item in items.EnumerateArray())
            foreign.Add(() => segment.Translate(item, null, root));
        return foreign.Batch;
    }
}
