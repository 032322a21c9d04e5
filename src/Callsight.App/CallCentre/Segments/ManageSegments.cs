using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Segments;

internal static class ManageSegments
{
    public static void Map(RouteGroupBuilder segments)
    {
        segments.MapPost("/", CreateAsync).WithName("CreateSegment").WithSummary("Keep a filter of leads under a name")
            .RequireAuthorization(Permissions.LeadsWrite);
        segments.MapGet("/", ListAsync).WithName("ListSegments").WithSummary("List segments")
            .RequireAuthorization(Permissions.LeadsRead);
        segments.MapGet("/{id:guid}", GetAsync).WithName("GetSegment").WithSummary("Get a segment")
            .RequireAuthorization(Permissions.LeadsRead);
        segments.MapPut("/{id:guid}", ReplaceAsync).WithName("ReplaceSegment").WithSummary("Replace a segment")
            .WithDescription("With If-Match only if nobody changed it meanwhile.").RequireAuthorization(Permissions.LeadsWrite);
        segments.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveSegment").WithSummary("Take a segment out")
            .WithDescription("Its leads stay.").RequireAuthorization(Permissions.LeadsWrite);
    }

    public static async Task<CreatedAnswer<SegmentView>> CreateAsync(
        SegmentRequest request, ListFilter filters, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FaultAsync(request, filters, ct) is { } problem)
            return problem;
        var now = clock.GetUtcNow();
        var segment = new Segment
        {
            Id = Id<Segment>.New(),
            Name = request.Name,
            Description = request.Description,
            Filter = request.Filter!.Value.GetRawText(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(segment);
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<SegmentView>.At($"/api/v1/segments/{segment.Id}", SegmentView.From(segment));
    }

    public static Task<Answer<Page<SegmentView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct) =>
        Lists.PageAsync(db.Set<Segment>(), page, s => s.Id, SegmentView.From, ct);

    public static async Task<Answer<SegmentView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await FindAsync(id, db, ct) is { } segment ? SegmentView.From(segment) : Problem.NotFound("segment");

    public static async Task<Answer<SegmentView>> ReplaceAsync(
        Guid id, SegmentRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, ListFilter filters, AppDb db, TimeProvider clock,
        CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } segment)
            return Problem.NotFound("segment");
        if (ETags.Check(ifMatch, segment.Version) is { } stale)
            return stale;
        if (await FaultAsync(request, filters, ct) is { } problem)
            return problem;
        (segment.Name, segment.Description) = (request.Name, request.Description);
        (segment.Filter, segment.UpdatedAt) = (request.Filter!.Value.GetRawText(), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return SegmentView.From(segment);
    }

    public static async Task<DoneAnswer> RemoveAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } segment)
            return Problem.NotFound("segment");
        segment.RemovedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }

    internal static Task<Segment?> FindAsync(Guid id, AppDb db, CancellationToken ct) =>
        db.Set<Segment>().SingleOrDefaultAsync(s => s.Id == new Id<Segment>(id), ct);

    /// <summary>A filter that could not be asked is not kept either.</summary>
    private static async Task<Problem?> FaultAsync(SegmentRequest request, ListFilter filters, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(request.Name) ? Problem.InvalidField("name", "A segment needs a name.")
        : request.Filter is null ? Problem.InvalidField("filter", "A segment needs a filter of leads; {} holds every lead.")
        : (await filters.ReadAsync(request.Filter.Value.GetRawText(), LeadFields.All, ct)).Problem;
}
