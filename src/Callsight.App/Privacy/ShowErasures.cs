using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Privacy;

internal static class ShowErasures
{
    public static void Map(RouteGroupBuilder erasures)
    {
        erasures.MapGet("/", ListAsync).WithName("ListErasures").WithSummary("List erasures, the latest first")
            .RequireAuthorization(Permissions.PrivacyWrite);
        erasures.MapGet("/{id:guid}", GetAsync).WithName("GetErasure").WithSummary("How far an erasure is, and what it erased")
            .RequireAuthorization(Permissions.PrivacyWrite);
    }

    public static async Task<Answer<Page<ErasureView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var erasures = db.Set<Erasure>().AsNoTracking().OrderByDescending(e => e.Id).AsQueryable();
        if (after is { } last)
            erasures = erasures.Where(e => e.Id < new Id<Erasure>(last));
        return await erasures.ToPageAsync(page, e => e.Id.Value, ErasureView.From, ct);
    }

    public static async Task<Answer<ErasureView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Erasure>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == new Id<Erasure>(id), ct) is { } erasure
            ? ErasureView.From(erasure)
            : Problem.NotFound("erasure");
}
