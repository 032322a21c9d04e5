using Callsight.App.Data;
using Callsight.App.Delivery;
using Callsight.App.Identity;
using Callsight.App.Realtime;
using Callsight.App.Reporting.OwnMetrics;
using Callsight.App.Reporting.Reports;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Tells those it concerns that an incident began or is over: each once, each with the rights held at that moment.</summary>
/// <remarks>
/// Who has it is written down after each message. A message that goes out again after a crash has the same id, so that it can be told
/// for the same.
/// </remarks>
internal sealed class TellIncident(
    IServiceScopeFactory scopes, IMailSender mail, IWebhookSender webhooks, ILiveNotifications live, TimeProvider clock)
{
    /// <summary>How often what was sent is written down anew, because somebody else changed the incident meanwhile.</summary>
    private const int MostRaces = 5;

    public async Task RunAsync(TenantId tenant, Id<Incident> id, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var now = clock.GetUtcNow();
        // Whoever moves the moment on delivers; a node that dies meanwhile is followed by the next attempt.
        if (await db.Set<Incident>().Where(i => i.Id == id && i.DeliverAt <= now)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.DeliverAt, now + DeliveryAttempts.Claim), ct) != 1)
            return;
        var parcel = await PackAsync(scope.ServiceProvider, db, tenant, id, ct);
        var deliveries = parcel.Words.Incident.ReadDeliveries();
        for (var i = 0; i < deliveries.Count; i++)
            if (deliveries[i].Status is DeliveryStatus.Pending)
            {
                deliveries[i] = await DeliverAsync(deliveries[i], parcel, ct);
                await NoteAsync(db, id, deliveries[i], clock.GetUtcNow() + DeliveryAttempts.Claim, ct);
            }

        var open = deliveries.Where(d => d.Status is DeliveryStatus.Pending).ToList();
        await FinishAsync(db, id, open.Count == 0 ? null : now + DeliveryAttempts.PauseAfter(open.Max(d => d.Attempts)), ct);
    }

    private sealed record Parcel(
        TenantId Tenant, IncidentWords Words, Alert Alert, bool MayTell, Member? Owner, Recipients Recipients, IMembers Members);

    private static async Task<Parcel> PackAsync(IServiceProvider services, AppDb db, TenantId tenant, Id<Incident> id, CancellationToken ct)
    {
        var incident = await db.Set<Incident>().AsNoTracking().SingleAsync(i => i.Id == id, ct);
        var alert = await db.Set<Alert>().IgnoreQueryFilters([AppDb.RemovedFilter]).AsNoTracking()
            .SingleAsync(a => a.Id == incident.AlertId, ct);
        var settings = await services.GetRequiredService<ITenantSettings>().GetAsync(ct);
        var definition = AlertDefinition.Read(incident.Definition);
        (await services.GetRequiredService<MetricBook>().FindAsync(definition.Metric, "metric", ct)).TryGet(out var metric, out _);
        var members = services.GetRequiredService<IMembers>();
        var owner = alert.OwnerId is { } user ? await members.FindAsync(user, ct) : null;
        return new Parcel(
            tenant, new IncidentWords(incident, definition, metric, settings.Zone, settings.Currency), alert,
            alert.OwnerId is null || owner?.May(Permissions.AnalyticsRead) == true, owner, services.GetRequiredService<Recipients>(),
            members);
    }

    private async Task<IncidentDelivery> DeliverAsync(IncidentDelivery delivery, Parcel parcel, CancellationToken ct)
    {
        var attempts = delivery.Attempts + 1;
        var refusal = !parcel.MayTell ? "The owner of the alert may no longer see figures."
            : delivery.Channel is "live" ? null : await parcel.Recipients.RefusalAsync(delivery.Recipient, parcel.Owner, ct);
        if (refusal is not null)
            return delivery with { Status = DeliveryStatus.Refused, Attempts = attempts, Detail = refusal, At = clock.GetUtcNow() };
        var problem = delivery.Channel switch
        {
            "live" => await TellLiveAsync(delivery, parcel, ct),
            "webhook" => await webhooks.SendAsync(WebhookOf(delivery, parcel), ct),
            _ => await mail.SendAsync(MailOf(delivery, parcel), ct),
        };
        return delivery with
        {
            Status = DeliveryAttempts.StatusOf(problem, attempts),
            Attempts = attempts,
            Detail = problem?.Message,
            At = clock.GetUtcNow(),
        };
    }

    /// <summary>The same for the same news, whoever sends it and however often.</summary>
    private static string KeyOf(IncidentDelivery delivery, Parcel parcel) =>
        $"alert/{parcel.Words.Incident.Id}/{delivery.News}/{delivery.Opening}/{delivery.Recipient}";

    private async Task<Problem?> TellLiveAsync(IncidentDelivery delivery, Parcel parcel, CancellationToken ct)
    {
        var channels = parcel.Alert.ReadChannels();
        var people = channels.Roles is { Count: > 0 } roles
            ? (await parcel.Members.InRolesAsync(roles, ct)).Where(m => m.May(Permissions.AnalyticsRead)).Select(m => m.UserId).ToHashSet()
            : [];
        if (channels.Live is true && parcel.Owner is not null)
            people.Add(parcel.Owner.UserId);
        foreach (var person in people)
        {
            var notification = parcel.Words.Data(delivery.News, delivery.Opening);
            notification["id"] = NamedId.Of(KeyOf(delivery, parcel));
            notification["type"] = TypeOf(delivery);
            notification["title"] = parcel.Words.Title(delivery.News);
            live.Tell(parcel.Tenant, person, notification);
        }

        return null;
    }

    private static Mail MailOf(IncidentDelivery delivery, Parcel parcel) => new(
        parcel.Tenant, KeyOf(delivery, parcel), delivery.Recipient, parcel.Words.Title(delivery.News),
        parcel.Words.Text(delivery.News) + "\n");

    private WebhookMessage WebhookOf(IncidentDelivery delivery, Parcel parcel) => new(
        $"alert_{NamedId.Of(KeyOf(delivery, parcel)):n}", Recipients.WebAddress(delivery.Recipient)!, parcel.Alert.WebhookSecret,
        TypeOf(delivery),
        delivery.News is IncidentNews.Opened ? parcel.Words.Incident.OpenedAt : parcel.Words.Incident.EndedAt ?? clock.GetUtcNow(),
        parcel.Words.Data(delivery.News, delivery.Opening));

    private static string TypeOf(IncidentDelivery delivery) => delivery.News is IncidentNews.Opened ? "alert.opened" : "alert.resolved";

    /// <summary>Writes one delivery beside those that came meanwhile: the incident may have gone on.</summary>
    private static Task NoteAsync(AppDb db, Id<Incident> id, IncidentDelivery done, DateTimeOffset claimedUntil, CancellationToken ct) =>
        ChangeAsync(db, id, incident =>
        {
            incident.WriteDeliveries([.. incident.ReadDeliveries().Select(d => IsSame(d, done) ? done : d)]);
            incident.DeliverAt = claimedUntil;
        }, ct);

    /// <summary>Those that were announced meanwhile are due at once.</summary>
    private Task FinishAsync(AppDb db, Id<Incident> id, DateTimeOffset? next, CancellationToken ct) => ChangeAsync(db, id, incident =>
    {
        var isFresh = incident.ReadDeliveries().Exists(d => d is { Status: DeliveryStatus.Pending, Attempts: 0 });
        incident.DeliverAt = isFresh ? clock.GetUtcNow() : next;
    }, ct);

    private static bool IsSame(IncidentDelivery one, IncidentDelivery other) =>
        (one.News, one.Opening, one.Channel, one.Recipient) == (other.News, other.Opening, other.Channel, other.Recipient);

    /// <summary>Changes the newest version of the incident, also while others do: what was sent must be written down.</summary>
    private static async Task ChangeAsync(AppDb db, Id<Incident> id, Action<Incident> change, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                db.ChangeTracker.Clear();
                change(await db.Set<Incident>().SingleAsync(i => i.Id == id, ct));
                await db.SaveChangesAsync(ct);
                return;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostRaces)
            {
                // Read again.
            }
    }
}
