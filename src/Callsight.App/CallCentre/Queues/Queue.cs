using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.CallCentre.Queues;

/// <summary>Where callers wait, and how soon they were promised an answer.</summary>
public sealed class Queue : ITenantOwned, IVersioned
{
    public const int DefaultServiceLevelSeconds = 20;

    public required Id<Queue> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; set => field = value.Trim(); }
    public string? ExternalId { get; init; }
    public int ServiceLevelSeconds { get; set; } = DefaultServiceLevelSeconds;
    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; init; } = 1;
}

internal sealed class QueueConfiguration : IEntityTypeConfiguration<Queue>
{
    public void Configure(EntityTypeBuilder<Queue> queue)
    {
        queue.ToTable("queues");
        queue.HasKey(q => q.Id);
        queue.Property(q => q.Name).HasMaxLength(120);
        queue.Property(q => q.ExternalId).HasMaxLength(200);
        queue.HasIndex(q => new { q.TenantId, q.Name }).IsUnique();
    }
}

/// <summary>A queue as the API shows it.</summary>
public sealed record QueueView(
    Id<Queue> Id, string Name, string? ExternalId, int ServiceLevelSeconds, DateTimeOffset CreatedAt, long Version) : IVersionedView
{
    internal static QueueView From(Queue q) => new(q.Id, q.Name, q.ExternalId, q.ServiceLevelSeconds, q.CreatedAt, q.Version);
}

public sealed record QueueRequest(
    [property: MaxLength(120)] string? Name, [property: MaxLength(200)] string? ExternalId,
    [property: Range(1, 604_800)] int? ServiceLevelSeconds) : IValidated;

internal static class ManageQueues
{
    public static void Map(RouteGroupBuilder queues)
    {
        queues.MapPost("/", CreateAsync).WithName("CreateQueue").WithSummary("Create a queue")
            .RequireAuthorization(Permissions.AgentsWrite);
        queues.MapGet("/", ListAsync).WithName("ListQueues").WithSummary("List queues")
            .RequireAuthorization(Permissions.AgentsRead);
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
