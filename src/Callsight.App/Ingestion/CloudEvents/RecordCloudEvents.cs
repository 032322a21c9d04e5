using System.Text.Json;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.Net.Http.Headers;

namespace Callsight.App.Ingestion.CloudEvents;

/// <summary>CloudEvents 1.0 over HTTP: binary, structured, and batches.</summary>
internal static class RecordCloudEvents
{
    private const string One = "application/cloudevents+json";
    private const string Several = "application/cloudevents-batch+json";
    private const string Prefix = "ce-";

    private static readonly Problem NoCloudEvent = new("cloudevents.missing",
        $"Send {One}, {Several}, or the attributes as headers ce-id, ce-source, ce-type and ce-specversion.");

    public static void Map(RouteGroupBuilder analytics)
    {
        analytics.MapPost("/cloudevents", HandleAsync).WithName("RecordCloudEvents").WithSummary("Record CloudEvents")
            .WithDescription("CloudEvents 1.0 in binary, structured or batched form. source and id together identify an event. " +
                "How attributes and data become an event is described in docs/ingestion.md.")
            .Accepts<JsonElement>(One, Several, "*/*").WithMetadata(new AnswersAreNotKept())
            .RequireAuthorization(Permissions.EventsWrite);
        // A sender asks before its first event whether it may send at all; whether it may is decided by its key, with each event.
        analytics.MapMethods("/cloudevents", [HttpMethods.Options], Handshake).WithName("CloudEventsHandshake")
            .WithSummary("Let a sender of CloudEvents register").AllowAnonymous().ExcludeFromDescription();
    }

    public static async Task<AcceptedAnswer<IngestionReceipt>> HandleAsync(HttpContext http, EventIntake intake, CancellationToken ct)
    {
        var reader = await intake.ReaderAsync(null, ct);
        using var body = await PooledBody.ReadAsync(http.Request, RecordEvents.MostBytes, ct);
        if (body is null)
            return EventBatch.TooLarge;
        var media = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) ? type.MediaType.Value?.ToLowerInvariant() : null;
        var isBinary = media is not (One or Several);
        var isJson = !isBinary || media is null or "application/json" || media.EndsWith("+json", StringComparison.Ordinal);
        if (isBinary && !http.Request.Headers.ContainsKey("ce-id"))
            return NoCloudEvent;
        JsonDocument? document = null;
        if (isJson && body.Bytes.Length > 0 && !ForeignBatch.Parse(body.Bytes).TryGet(out document, out var problem))
            return problem;
        using (document)
        {
            if (!isBinary && document is null)
                return NoCloudEvent;
            var foreign = new ForeignBatch(reader, media != Several);
            if (isBinary)
                foreign.Add(() => CloudEventReader.Translate(Attributes(http.Request.Headers), document?.RootElement ?? default));
            else if (media == One)
                foreign.Add(() => CloudEventReader.Structured(document!.RootElement));
            else if (document!.RootElement.ValueKind != JsonValueKind.Array)
                return new Problem("request.malformed", "A batch of CloudEvents is a list.");
            else if (document.RootElement.GetArrayLength() > EventBatch.MostEvents)
                return EventBatch.TooLarge;
            else
                foreach (var json in document.RootElement.EnumerateArray())
                    foreign.Add(() => CloudEventReader.Structured(json));

            if (foreign.Batch is { IsSingle: true, Errors: [var only] })
                return new Problem(only.Code, only.Message);
            return (await intake.TakeAsync(foreign.Batch, reader, http.Response.Headers, ct)).TryGet(out var receipt, out problem)
                ? receipt
                : problem;
        }
    }

    private static IResult Handshake(HttpContext http)
    {
        if (http.Request.Headers["WebHook-Request-Origin"].ToString() is { Length: > 0 })
        {
            http.Response.Headers["WebHook-Allowed-Origin"] = "*";
            http.Response.Headers["WebHook-Allowed-Rate"] = "*";
        }

        http.Response.Headers.Allow = "OPTIONS, POST";
        return Results.NoContent();
    }

    private static Dictionary<string, string> Attributes(IHeaderDictionary headers) => headers
        .Where(h => h.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(
            h => h.Key[Prefix.Length..].ToLowerInvariant(), h => Uri.UnescapeDataString(h.Value.ToString()), StringComparer.Ordinal);
}
