using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Reports;

/// <summary>Deletes files of reports that tell of a person, and of those that list leads one by one. They can be made once more.</summary>
internal sealed class EraseFromReports(AppDb db, ReportFolder folder, CurrentTenant tenant) : IPersonalData
{
    private const string ByLead = "lead";

    public ErasureStep Step => ErasureStep.Answers;

    public string Name => "reports";

    public async Task<long?> EraseAsync(TracedPerson person, CancellationToken ct)
    {
        // One that is being made may have read of the person before.
        if (await db.Set<ReportExecution>().AnyAsync(e => e.Status == ReportStatus.Pending || e.Status == ReportStatus.Running, ct))
            return null;
        var text = new PersonText(person);
        var names = person.LeadIds.Concat(person.CallIds).Select(id => id.ToString())
            .Concat(person.UserIds).Concat(person.LeadExternalIds).Concat(person.CallExternalIds)
            .Select(name => JsonSerializer.Serialize(name)).ToList();
        var found = 0L;
        foreach (var execution in await db.Set<ReportExecution>().Where(e => e.Bytes != null).ToListAsync(ct))
        {
            if (await folder.ReadAsync(tenant.Id, execution.Id, ct) is not { } report)
                continue;
            var json = JsonSerializer.Serialize(report, JsonShape.Api);
            if (!ReportSpec.Read(execution.Spec).Dimensions.Contains(ByLead) && !text.IsIn(json)
                && !names.Exists(name => json.Contains(name, StringComparison.Ordinal)))
                continue;
            folder.Forget(tenant.Id, execution.Id);
            execution.Bytes = null;
            found++;
        }

        await db.SaveChangesAsync(ct);
        return found;
    }
}
