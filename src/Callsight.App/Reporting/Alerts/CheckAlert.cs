using Callsight.App.Delivery;
using Callsight.App.Identity;
using Callsight.App.Reporting.Reports;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Refuses an alert that could never be evaluated or tell anybody.</summary>
internal sealed class CheckAlert(
    AlertSeries series, ITenantSettings settings, Recipients recipients, IDeliveryRules rules, TimeProvider clock)
{
    /// <returns>When it is looked at first.</returns>
    public async Task<Result<DateTimeOffset>> ApplyAsync(AlertRequest request, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            return Problem.InvalidField("name", "An alert needs a name.");
        var zone = (await settings.GetAsync(ct)).Zone;
        var definition = request.ToDefinition();
        // Asked once before it is kept: what could not be answered is refused with the field that is wrong.
        var intervals = AlertIntervals.Before(clock.GetUtcNow(), definition.Interval, zone, 1);
        if ((await series.JudgeAsync(definition, zone, intervals.Closed, 1, ct)).Problem is { } problem)
            return problem;
        var errors = await ErrorsOfAsync(request.ToChannels(), ct);
        return errors.Count > 0 ? Problem.InvalidFields(errors) : intervals.RunningEnd + EvaluateAlert.Grace;
    }

    private async Task<List<FieldError>> ErrorsOfAsync(AlertChannels channels, CancellationToken ct)
    {
        var errors = new List<FieldError>();
        foreach (var (i, role) in (channels.Roles ?? []).Index())
            if (!RoleNames.All.Contains(role))
                errors.Add(new FieldError($"channels.roles[{i}]", $"There is no such role. Known are {string.Join(", ", RoleNames.All)}."));
        foreach (var (i, address) in (channels.Email ?? []).Index())
            if (Recipients.WebAddress(address) is not null)
                errors.Add(new FieldError($"channels.email[{i}]", "This is no e-mail address. Web addresses belong into webhook."));
            else if (await recipients.FaultAsync(address, ct) is { } fault)
                errors.Add(new FieldError($"channels.email[{i}]", fault));
        if (channels.Webhook is { } webhook
            && (Recipients.WebAddress(webhook) is not { } url ? "A webhook is an https address." : rules.Fault(url)) is { } wrong)
            errors.Add(new FieldError("channels.webhook", wrong));
        return errors;
    }
}
