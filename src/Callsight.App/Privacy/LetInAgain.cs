using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Privacy;

internal static class LetInAgain
{
    public static void Map(RouteGroupBuilder erasures) => erasures
        .MapPost("/{id:guid}/lift", HandleAsync).WithName("LiftSuppression").WithSummary("Let an erased person in again")
        .WithDescription("What was erased stays erased; what comes from now on is recorded.")
        .RequireAuthorization(Permissions.PrivacyWrite);

    public static async Task<Answer<ErasureView>> HandleAsync(
        Guid id, AppDb db, CurrentTenant tenant, Suppressions suppressions, CancellationToken ct)
    {
        if (await db.Set<Erasure>().SingleOrDefaultAsync(e => e.Id == new Id<Erasure>(id), ct) is not { } erasure)
            return Problem.NotFound("erasure");
        if (erasure.Status is not ErasureStatus.Completed)
            return new Problem(
                "erasure.not_finished", "The person is still being erased. Let them in when that is done.", ProblemKind.Conflict);
        erasure.Suppresses = false;
        await db.SaveChangesAsync(ct);
        await db.Set<SuppressedName>().Where(n => n.ErasureId == erasure.Id).ExecuteDeleteAsync(ct);
        suppressions.Forget(tenant.Id);
        return ErasureView.From(erasure);
    }
}
