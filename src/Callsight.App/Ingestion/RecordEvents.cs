using System.Text.Json;
using Callsight.Analytics.Store;
using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.Ingestion;

/// <summary>What became of the events that were sent. Given once the accepted ones are durable.</summary>
public sealed record IngestionReceipt(int Accepted, int Duplicates, int Rejected, IReadOnlyList<EventError> Errors);

internal static class RecordEvents
{
    public const int MostBytes = 5 * 1024 * 1024;

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/events", HandleAsync).WithName("RecordEvents").WithSummary("Record one event, or a batch")
        .WithDescription(
            $"One event, or {{\"events\":[...]}} with up to {EventBatch.MostEvents} events or 5 MiB. A bad event rejects itself, not the batch. " +
            "Repeated under the same Idempotency-Key, or with the same event_id, an event counts once.")
        .Accepts<JsonElement>("application/json").WithMetadata(new AnswersAreNotKept())
        .RequireAuthorization(Permissions.EventsWrite);

    public static async Task<AcceptedAnswer<IngestionReceipt>> HandleAsync(
        HttpRequest request, IEventStore store, CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        var reader = new TrackedEventReader(clock.GetUtcNow(), Idempotency.KeyOf(request));
        if (!(await ReadAsync(request, reader, ct)).TryGet(out var batch, out var problem))
            return problem;
        if (batch is { IsSingle: true, Errors: [var only] })
            return new Problem(only.Code, only.Message);
        return (await store.AppendAsync(tenant.Id, batch.Events, reader.MayRepeat, ct)).TryGet(out var receipt, out problem)
            ? new IngestionReceipt(receipt.Accepted, receipt.Duplicates, batch.Errors.Count, batch.Errors)
            : problem;
    }

    private static async Task<Result<EventBatch>> ReadAsync(HttpRequest request, TrackedEventReader reader, CancellationToken ct)
    {
        using var body = await PooledBody.ReadAsync(request, MostBytes, ct);
        return body is null ? EventBatch.TooLarge : EventBatch.Read(body.Bytes, reader);
    }
}
