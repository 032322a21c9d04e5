using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Leads;

internal static class DeleteLead
{
    public static void Map(RouteGroupBuilder leads) => leads
        .MapDelete("/{id:guid}", HandleAsync).WithName("DeleteLead").WithSummary("Take a lead out of the records")
        .WithDescription("Its figures go with it; its calls stay.").RequireAuthorization(Permissions.LeadsDelete);

    public static async Task<DoneAnswer> HandleAsync(Guid id, AppDb db, TimeProvider clock, CancellationToken ct)
    {
        var lead = await db.Set<Lead>().SingleOrDefaultAsync(l => l.Id == new Id<Lead>(id), ct);
        if (lead is null)
            return Problem.NotFound("lead");
        db.Remove(lead);
        db.Raise(lead.Removal(clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }
}
