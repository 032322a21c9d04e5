using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Queues;

internal static class ManageQueues
{
    public static void Map(RouteGroupBuilder queues)
    {
        queues.MapPost("/", CreateAsync).WithName("CreateQueue").WithSummary("Create a queue")
            .RequireAuthorization(Permissions.AgentsWrite);
        queues.MapGet("/", ListAsync).WithName("ListQueues").WithSummary("List queues")
            .RequireAuthorization(Permissions.AgentsRead);
        queues.MapGet("/{id:guid}", GetAsync).WithName("GetQueue").WithSummary("Get a queue")
            .RequireAuthorization(Permissions.AgentsRead);
        queues.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveQueue").WithSummary("Take a queue out")
            .WithDescription("Past figures keep the queue.").RequireAuthorization(Permissions.AgentsWrite);
        queues.MapPatch("/{id:guid}", UpdateAsync).WithName("UpdateQueue").WithSummary("Change a queue")
            .WithDescription("A new promise counts for calls that come in from now on.")
            .RequireAuthorization(Permissions.AgentsWrite);
    }

    public static async Task<CreatedAnswer<QueueView>> CreateAsync(
        QueueRequest request, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A queue needs a name.");
        var queue = new Queue
        {
            Id = Id<Queue>.New(),
            Name = request.Name,
            ExternalId = request.ExternalId,
            CreatedAt = clock.GetUtcNow(),
            ServiceLevelSeconds = request.ServiceLevelSeconds ?? Queue.DefaultServiceLevelSeconds,
        };
        db.Add(queue);
        db.Raise(EventCatalogue.QueueCreated.Happened(queue.CreatedAt) with { QueueId = queue.Id.Value });
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<QueueView>.At($"/api/v1/queues/{queue.Id}", QueueView.From(queue));
    }

    public static Task<Answer<Page<QueueView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct) =>
        Lists.PageAsync(db.Set<Queue>(), page, q => q.Id, QueueView.From, ct);

    public static Task<Answer<QueueView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        Lists.GetAsync(db.Set<Queue>().Where(q => q.Id == new Id<Queue>(id)), "queue", QueueView.From, ct);

    public static async Task<DoneAnswer> RemoveAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var queue = await db.Set<Queue>().SingleOrDefaultAsync(q => q.Id == new Id<Queue>(id), ct);
        if (queue is null)
            return Problem.NotFound("queue");
        queue.RemovedAt = clock.GetUtcNow();
        db.Raise(EventCatalogue.QueueDeleted.Happened(queue.RemovedAt.Value) with { QueueId = queue.Id.Value });
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }

    public static async Task<Answer<QueueView>> UpdateAsync(
        Guid id, QueueRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, AppDb db, TimeProvider clock,
        CancellationToken ct)
    {
        var queue = await db.Set<Queue>().SingleOrDefaultAsync(q => q.Id == new Id<Queue>(id), ct);
        if (queue is null)
            return Problem.NotFound("queue");
        if (ETags.Check(ifMatch, queue.Version) is { } stale)
            return stale;
        if (request.Name is not null && string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A queue needs a name.");
        queue.Name = request.Name ?? queue.Name;
        queue.ServiceLevelSeconds = request.ServiceLevelSeconds ?? queue.ServiceLevelSeconds;
        db.Raise(EventCatalogue.QueueUpdated.Happened(clock.GetUtcNow()) with { QueueId = queue.Id.Value });
        await db.SaveChangesAsync(ct);
        return QueueView.From(queue);
    }
}
