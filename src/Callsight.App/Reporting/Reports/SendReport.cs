using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.Data;
using Callsight.App.Delivery;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Reporting.Reports.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Reporting.Reports;

/// <summary>Brings a finished report to its recipients, each with the rights held at that moment, and tells the owner what went wrong.</summary>
internal sealed class SendReport(
    IServiceScopeFactory scopes, IMailSender mail, IWebhookSender webhooks, ReportFolder folder, TimeProvider clock)
{
    private const int MostFigures = 8;

    public async Task RunAsync(TenantId tenant, Id<ReportExecution> id, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.GetUtcNow();
        // Whoever moves the moment on delivers; a node that dies meanwhile is followed by the next attempt.
        if (await db.Set<ReportExecution>().Where(e => e.Id == id && e.DeliverAt <= now)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.DeliverAt, now + DeliveryAttempts.Claim), ct) != 1)
            return;
        var execution = await db.Set<ReportExecution>().SingleAsync(e => e.Id == id, ct);
        var report = execution.CustomReportId is { } custom
            ? await db.Set<CustomReport>().IgnoreQueryFilters([AppDb.RemovedFilter]).AsNoTracking()
                .SingleOrDefaultAsync(r => r.Id == custom, ct)
            : null;
        var recipients = scope.ServiceProvider.GetRequiredService<Recipients>();
        var owner = report?.OwnerId is { } user
            ? await scope.ServiceProvider.GetRequiredService<IMembers>().FindAsync(user, ct)
            : null;
        var deliveries = execution.ReadDeliveries();
        var document = execution.Status is ReportStatus.Completed ? await folder.ReadAsync(tenant, id, ct) : null;
        if (document is not null && report is not null)
            for (var i = 0; i < deliveries.Count; i++)
                if (deliveries[i].Status is DeliveryStatus.Pending)
                {
                    var parcel = new Parcel(tenant, execution, report, document, owner);
                    deliveries[i] = await DeliverAsync(deliveries[i], parcel, recipients, ct);
                    execution.WriteDeliveries(deliveries);
                    // Many recipients take long: no other node shall think that this one has died.
                    execution.DeliverAt = clock.GetUtcNow() + DeliveryAttempts.Claim;
                    await db.SaveChangesAsync(ct); // Who has it shall not get it again after a crash.
                }

        var open = deliveries.Where(d => document is not null && d.Status is DeliveryStatus.Pending).ToList();
        execution.DeliverAt = open.Count == 0 ? null : now + DeliveryAttempts.PauseAfter(open.Max(d => d.Attempts));
        if (open.Count == 0 && owner is not null)
            await TellOwnerAsync(tenant, execution, owner, deliveries, ct);
        await db.SaveChangesAsync(ct);
    }

    private sealed record Parcel(TenantId Tenant, ReportExecution Execution, CustomReport Report, ReportDocument Document, Member? Owner);

    private async Task<ReportDelivery> DeliverAsync(ReportDelivery delivery, Parcel parcel, Recipients recipients, CancellationToken ct)
    {
        var attempts = delivery.Attempts + 1;
        if (await recipients.RefusalAsync(delivery.Recipient, parcel.Owner, ct) is { } refusal)
            return delivery with { Status = DeliveryStatus.Refused, Attempts = attempts, Detail = refusal, At = clock.GetUtcNow() };
        var problem = Recipients.WebAddress(delivery.Recipient) is { } address
            ? await webhooks.SendAsync(WebhookOf(parcel, address), ct)
            : await mail.SendAsync(MailOf(parcel, delivery.Recipient), ct);
        return delivery with
        {
            Status = DeliveryAttempts.StatusOf(problem, attempts),
            Attempts = attempts,
            Detail = problem?.Message,
            At = clock.GetUtcNow(),
        };
    }

    private Mail MailOf(Parcel parcel, string to)
    {
        var (report, format) = (parcel.Document, parcel.Execution.Format);
        var text = new StringBuilder($"{report.Title}\n{ReportWords.Period(report)}, {report.Zone}\n\n");
        if (parcel.Execution.IsLate)
            text.Append("This report is late: it was due when the product was not running.\n\n");
        if (report.IsEmpty)
            text.Append("Nothing happened in this period.\n\n");
        foreach (var figure in FiguresOf(report))
        {
            var change = FigureText.ChangeOf(figure) is { Length: > 0 } moved ? $" ({moved})" : "";
            text.Append($"{figure.Title}: {FigureText.Of(figure.Value, figure.Unit, report.Currency)}{change}\n");
        }

        foreach (var insight in report.Blocks.SelectMany(b => b.Insights ?? []))
            text.Append(CultureInfo.InvariantCulture, $"\n{insight.Sentence}\n");
        var file = folder.PathOf(parcel.Tenant, parcel.Execution.Id, format);
        return new Mail(
            parcel.Tenant, $"report/{parcel.Execution.Id}/{to}", to, $"{report.Title}, {ReportWords.Period(report)}", text.ToString(),
            format is ReportFormat.Html ? HtmlReport.Write(report) : null,
            new MailFile(parcel.Execution.FileName!, ReportFiles.MediaType(format), file));
    }

    private static IEnumerable<ReportFigure> FiguresOf(ReportDocument report) =>
        report.Blocks.SelectMany(b => b.Figures ?? []).Take(MostFigures);

    private static WebhookMessage WebhookOf(Parcel parcel, Uri address)
    {
        var (execution, report) = (parcel.Execution, parcel.Document);
        return new WebhookMessage($"report_{NamedId.Of($"{execution.Id}/{address}"):n}", address, parcel.Report.WebhookSecret,
            "report.completed", execution.FinishedAt!.Value, new JsonObject
            {
                ["report_id"] = execution.Id.Value,
                ["custom_report_id"] = parcel.Report.Id.Value,
                ["title"] = report.Title,
                ["start_date"] = report.StartDate.ToString("O", CultureInfo.InvariantCulture),
                ["end_date"] = report.EndDate.ToString("O", CultureInfo.InvariantCulture),
                ["late"] = execution.IsLate,
                ["empty"] = execution.IsEmpty,
                ["figures"] = JsonSerializer.SerializeToNode(FiguresOf(report), JsonShape.Api),
                ["download"] = $"/api/v1/analytics/reports/{execution.Id}/download",
            });
    }

    /// <summary>Who set the report up hears of it when it failed, was empty or late, or did not reach everybody.</summary>
    private async Task TellOwnerAsync(
        TenantId tenant, ReportExecution execution, Member owner, List<ReportDelivery> deliveries, CancellationToken ct)
    {
        var news = new List<string>();
        if (execution.Status is ReportStatus.Failed)
            news.Add($"It could not be made: {execution.Failure}");
        if (execution.IsEmpty)
            news.Add("It is empty: nothing happened in its period.");
        if (execution.IsLate)
            news.Add(string.Create(CultureInfo.InvariantCulture, $"It is late: it was due at {execution.DueAt:yyyy-MM-dd HH:mm} UTC."));
        news.AddRange(deliveries.Where(d => d.Status is DeliveryStatus.Refused or DeliveryStatus.Failed)
            .Select(d => $"It did not reach {d.Recipient}: {d.Detail}"));
        if (news.Count > 0)
            await mail.SendAsync(new Mail(tenant, $"report/{execution.Id}/owner", owner.Email, $"About your report {execution.Title}",
                string.Join('\n', news) + "\n"), ct);
    }
}
