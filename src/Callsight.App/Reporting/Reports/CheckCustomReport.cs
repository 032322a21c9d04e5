using Callsight.App.Tenancy;

namespace Callsight.App.Reporting.Reports;

/// <summary>Refuses a custom report that could never be made, be due or be sent.</summary>
internal sealed class CheckCustomReport(
    ReportBuilder builder, ITenantSettings settings, Recipients recipients, TimeProvider clock)
{
    /// <returns>When it is due first; null where it has no schedule.</returns>
    public async Task<Result<DateTimeOffset?>> ApplyAsync(CustomReportRequest request, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "A report needs a name.");
        if (!(await builder.CheckAsync(request.ToSpec(), ct)).TryGet(out _, out var problem))
            return problem;
        var zone = request.TimeZone is { } name ? TenantZone.Find(name).Value : (await settings.GetAsync(ct)).Zone;
        var now = clock.GetUtcNow();
        if (new RelativeTime(now, zone).Days(request.Period).Problem is { } noDays)
            return Problem.InvalidField("period", noDays.Message);
        var errors = new List<FieldError>();
        foreach (var (i, recipient) in (request.Recipients ?? []).Index())
            if (await recipients.FaultAsync(recipient, ct) is { } fault)
                errors.Add(new FieldError($"recipients[{i}]", fault));
        if (errors.Count > 0)
            return Problem.InvalidFields(errors);
        return request.Schedule is null ? (DateTimeOffset?)null
            : ReportSchedule.Read(request.Schedule, zone, now).Then<DateTimeOffset?>(schedule => schedule.After(now));
    }
}
