using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Segments;

/// <summary>A filter to try.</summary>
public sealed record SegmentPreviewRequest([property: Required] JsonElement? Filter) : IValidated;

/// <summary>Who a filter would hold now.</summary>
/// <param name="Total">How many leads.</param>
/// <param name="Leads">The newest ten of them.</param>
public sealed record SegmentPreview(long Total, IReadOnlyList<LeadView> Leads);

internal static class ListSegmentLeads
{
    private const int Shown = 10;

    public static void Map(RouteGroupBuilder segments)
    {
        segments.MapGet("/{id:guid}/leads", ListAsync).WithName("ListSegmentLeads").WithSummary("Who is in a segment now")
            .RequireAuthorization(Permissions.LeadsRead);
        segments.MapPost("/preview", PreviewAsync).WithMetadata(new AnswersAreNotKept()).WithName("PreviewSegment")
            .WithSummary("Who a filter would hold, without keeping it").RequireAuthorization(Permissions.LeadsRead);
    }

    public static async Task<Answer<Page<LeadView>>> ListAsync(
        Guid id, [AsParameters] PageRequest page, ListFilter filters, AppDb db, CancellationToken ct)
    {
        if (await ManageSegments.FindAsync(id, db, ct) is not { } segment)
            return Problem.NotFound("segment");
        if (!(await filters.ReadAsync(segment.Filter, LeadFields.All, ct)).TryGet(out var matching, out var problem))
            return problem;
        return await Lists.PageAsync(db.Set<Lead>().Where(matching), page, l => l.Id, LeadView.From, ct);
    }

    public static async Task<Answer<SegmentPreview>> PreviewAsync(
        SegmentPreviewRequest request, ListFilter filters, AppDb db, CancellationToken ct)
    {
        if (!(await filters.ReadAsync(request.Filter!.Value.GetRawText(), LeadFields.All, ct)).TryGet(out var matching, out var problem))
            return problem;
        var leads = db.Set<Lead>().AsNoTracking().Where(matching);
        var newest = await leads.OrderByDescending(l => l.Id).Take(Shown).ToListAsync(ct);
        return new SegmentPreview(await leads.LongCountAsync(ct), newest.ConvertAll(LeadView.From));
    }
}
