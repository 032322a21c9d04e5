using Callsight.Analytics.Funnels;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Funnels;

internal static class ManageSavedFunnels
{
    public static void Map(RouteGroupBuilder funnels)
    {
        funnels.MapPost("/saved", CreateAsync).WithName("SaveFunnel").WithSummary("Keep a funnel under a name")
            .WithDescription("The definition is all of a funnel but its days; it is checked before it is kept.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        funnels.MapGet("/saved", ListAsync).WithName("ListSavedFunnels").WithSummary("List saved funnels");
        funnels.MapGet("/saved/{id:guid}", GetAsync).WithName("GetSavedFunnel").WithSummary("Get a saved funnel");
        funnels.MapPut("/saved/{id:guid}", ReplaceAsync).WithName("ReplaceSavedFunnel").WithSummary("Replace a saved funnel")
            .WithDescription("With If-Match only if nobody changed it meanwhile.").RequireAuthorization(Permissions.AnalyticsWrite);
        funnels.MapDelete("/saved/{id:guid}", RemoveAsync).WithName("RemoveSavedFunnel").WithSummary("Take a saved funnel out")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        funnels.MapPost("/saved/{id:guid}/run", RunAsync).WithMetadata(new AnswersAreNotKept()).WithName("RunSavedFunnel")
            .WithSummary("Ask a saved funnel for some days");
    }

    public static async Task<CreatedAnswer<SavedFunnelView>> CreateAsync(
        SavedFunnelRequest request, FunnelQuestions questions, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FaultAsync(request, questions, clock, ct) is { } problem)
            return problem;
        var now = clock.GetUtcNow();
        var funnel = new SavedFunnel
        {
            Id = Id<SavedFunnel>.New(),
            Name = request.Name,
            Description = request.Description,
            Definition = SavedFunnel.Written(request.Definition),
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(funnel);
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<SavedFunnelView>.At($"/api/v1/analytics/funnels/saved/{funnel.Id}", SavedFunnelView.From(funnel));
    }

    public static async Task<Answer<Page<SavedFunnelView>>> ListAsync(
        [AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var rows = db.Set<SavedFunnel>().AsNoTracking().OrderByDescending(f => f.Id).AsQueryable();
        if (after is { } last)
            rows = rows.Where(f => f.Id < new Id<SavedFunnel>(last));
        return await rows.ToPageAsync(page, f => f.Id.Value, SavedFunnelView.From, ct);
    }

    public static async Task<Answer<SavedFunnelView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await FindAsync(id, db, ct) is { } funnel ? SavedFunnelView.From(funnel) : Problem.NotFound("saved_funnel");

    public static async Task<Answer<SavedFunnelView>> ReplaceAsync(
        Guid id, SavedFunnelRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, FunnelQuestions questions, AppDb db,
        TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } funnel)
            return Problem.NotFound("saved_funnel");
        if (ETags.Check(ifMatch, funnel.Version) is { } stale)
            return stale;
        if (await FaultAsync(request, questions, clock, ct) is { } problem)
            return problem;
        (funnel.Name, funnel.Description) = (request.Name, request.Description);
        (funnel.Definition, funnel.UpdatedAt) = (SavedFunnel.Written(request.Definition), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return SavedFunnelView.From(funnel);
    }

    public static async Task<DoneAnswer> RemoveAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } funnel)
            return Problem.NotFound("saved_funnel");
        funnel.RemovedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }

    public static async Task<Answer<FunnelResponse>> RunAsync(
        Guid id, [AsParameters] Period period, FunnelQuestions questions, FunnelRunner runner, PartNames names, AppDb db,
        CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not { } funnel)
            return Problem.NotFound("saved_funnel");
        if (!(await questions.MakeAsync(funnel.Read(), period.StartDate, period.EndDate, ct)).TryGet(out var asked, out var problem)
            || !(await runner.AskAsync(asked, ct)).TryGet(out var found, out problem))
            return problem;
        return await FunnelResponse.MakeAsync(asked, found, names, ct);
    }

    private static Task<SavedFunnel?> FindAsync(Guid id, AppDb db, CancellationToken ct) =>
        db.Set<SavedFunnel>().SingleOrDefaultAsync(f => f.Id == new Id<SavedFunnel>(id), ct);

    /// <summary>A funnel that could not be asked is not kept either.</summary>
    private static async Task<Problem?> FaultAsync(
        SavedFunnelRequest request, FunnelQuestions questions, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A funnel needs a name.");
        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var asked = (await questions.MakeAsync(request.Definition, day, day, ct)).Then(CheckFunnel.Apply);
        return asked.Problem is not { } problem ? null : problem with
        {
            Errors = [.. problem.Errors.Select(e => e with { Field = $"definition.{e.Field}" })],
        };
    }
}
