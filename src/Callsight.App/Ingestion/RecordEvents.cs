using System.Text.Json;
using Callsight.App.Http;
using Callsight.App.Identity;

namespace Callsight.App.Ingestion;

internal static class RecordEvents
{
    public const int MostBytes = 5 * 1024 * 1024;

    public static void Map(RouteGroupBuilder analytics) => analytics
        .MapPost("/events", HandleAsync).WithName("RecordEvents").WithSummary("Record one event, or a batch")
        .WithDescription(
            $"One event, or {{\"events\":[...]}} with up to {EventBatch.MostEvents} events or 5 MiB. " +
            "A bad event rejects itself, not the batch. " +
            "Repeated under the same Idempotency-Key, or with the same event_id, an event counts once. With sent_at beside events, " +
            "occurred_at is corrected by how far the sender's clock is wrong.")
        .Accepts<JsonElement>("application/json").WithMetadata(new AnswersAreNotKept())
        .RequireAuthorization(Permissions.EventsWrite);

    public static async Task<AcceptedAnswer<IngestionReceipt>> HandleAsync(HttpContext http, EventIntake intake, CancellationToken ct)
    {
        var reader = await intake.ReaderAsync(Idempotency.KeyOf(http.Request), ct);
        if (!(await ReadAsync(http.Request, reader, ct)).TryGet(out var batch, out var problem))
            return problem;
        if (batch is { IsSingle: true, Errors: [var only] })
            return new Problem(only.Code, only.Message);
        return (await intake.TakeAsync(batch, reader, http.Response.Headers, ct)).TryGet(out var receipt, out problem) ? receipt : problem;
    }

    private static async Task<Result<EventBatch>> ReadAsync(HttpRequest request, TrackedEventReader reader, CancellationToken ct)
    {
        using var body = await PooledBody.ReadAsync(request, MostBytes, ct);
        return body is null ? EventBatch.TooLarge : EventBatch.Read(body.Bytes, reader);
    }
}
