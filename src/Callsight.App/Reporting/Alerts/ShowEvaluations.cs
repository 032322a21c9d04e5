using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Alerts;

internal static class ShowEvaluations
{
    public static void Map(RouteGroupBuilder alerts) => alerts
        .MapGet("/{id:guid}/evaluations", ListAsync).WithName("ListAlertEvaluations")
        .WithSummary("What each interval said, newest first")
        .WithDescription(
            "Of the alert as it is now: a change of its definition begins anew. Those of hours are kept for 90 days, others for 3 years.");

    public static async Task<Answer<Page<EvaluationView>>> ListAsync(
        Guid id, [AsParameters] PageRequest page, AppDb db, ITenantSettings settings, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        if (await ManageAlerts.FindAsync(id, db, ct) is not { } alert)
            return Problem.NotFound("alert");
        var zone = (await settings.GetAsync(ct)).Zone;
        var rows = db.Set<AlertEvaluation>().AsNoTracking().Where(e => e.AlertId == alert.Id && e.Revision == alert.Revision);
        if (after is { } last)
            rows = rows.Where(e => e.Id < new Id<AlertEvaluation>(last));
        return await rows.OrderByDescending(e => e.Id).ToPageAsync(page, e => e.Id.Value, e => EvaluationView.From(e, zone), ct);
    }
}
