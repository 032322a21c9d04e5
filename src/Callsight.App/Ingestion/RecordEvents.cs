using System.Text.Json;
using Callsight.Analytics.Store;
using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.Ingestion;

/// <summary>What became of the events that were sent. Given once the accepted ones are durable.</summary>
public sealed record IngestionReceipt(int Accepted, int Duplicates, int Rejected, IReadOnlyList<EventError> Errors);

internal static class RecordEvents
{
    public const int MostEvents = 5_000;
    public const int MostBytes = 5 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/events", HandleAsync).WithName("RecordEvents").WithSummary("Record one event, or a batch")
        .WithDescription(
            $"One event, or {{\"events\":[...]}} with up to {MostEvents} events or 5 MiB. A bad event rejects itself, not the batch. " +
            "Repeated under the same Idempotency-Key, or with the same event_id, an event counts once.")
        .Accepts<JsonElement>("application/json").WithMetadata(new AnswersAreNotKept())
        .RequireAuthorization(Permissions.EventsWrite);

    public static async Task<AcceptedAnswer<IngestionReceipt>> HandleAsync(
        HttpRequest request, IEventStore store, CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        if (request.ContentLength > MostBytes)
            return TooLarge;
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(request.Body, Strict, ct);
        }
        catch (JsonException failure)
        {
            return new Problem("request.malformed", $"The body is not JSON (line {failure.LineNumber + 1}).");
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair, met while names are compared.
            return new Problem("request.malformed", "The body is not JSON: a name in it is not valid Unicode.");
        }

        using (document)
        {
            var root = document.RootElement;
            var isBatch = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("events", out _);
            if (isBatch && (root.GetProperty("events").ValueKind != JsonValueKind.Array || root.GetPropertyCount() > 1))
                return Problem.InvalidField("events", "A batch is an object with a list of events and nothing else.");
            if (isBatch && root.GetProperty("events").GetArrayLength() > MostEvents)
                return TooLarge;
            var reader = new TrackedEventReader(clock.GetUtcNow(), Idempotency.KeyOf(request));
            var errors = new List<EventError>();
            var events = new List<CatalogueEvent>();
            var index = 0;
            foreach (var json in isBatch ? root.GetProperty("events").EnumerateArray().AsEnumerable() : [root])
                if (reader.Read(json, index++, errors) is { } read)
                    events.Add(read);
            if (!isBatch && errors is [var only])
                return new Problem(only.Code, only.Message);
            return (await store.AppendAsync(tenant.Id, events, reader.MayRepeat, ct)).TryGet(out var receipt, out var problem)
                ? new IngestionReceipt(receipt.Accepted, receipt.Duplicates, errors.Count, errors)
                : problem;
        }
    }

    private static readonly Problem TooLarge = new("events.too_many",
        $"A batch has at most {MostEvents} events and 5 MiB. Send several.", ProblemKind.TooLarge);
}
