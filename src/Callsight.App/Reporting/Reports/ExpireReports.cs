using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Callsight.App.Reporting.Reports;

/// <summary>Deletes files of reports whose time is over. What they were and to whom they went stays on record.</summary>
internal sealed class ExpireReports(AppDb db, ReportFolder folder, CurrentTenant tenant, IOptions<ReportOptions> options) : IExpiring
{
    public async Task ExpireAsync(DateTimeOffset now, CancellationToken ct)
    {
        var before = now.AddDays(-options.Value.KeepDays);
        var old = await db.Set<ReportExecution>()
            .Where(e => e.Bytes != null && e.FinishedAt < before && e.DeliverAt == null).ToListAsync(ct);
        foreach (var execution in old)
        {
            folder.Forget(tenant.Id, execution.Id);
            execution.Bytes = null;
        }

        await db.SaveChangesAsync(ct);
    }
}
