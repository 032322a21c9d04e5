using Callsight.App.Data;
using Callsight.App.Reporting.Alerts;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.IntegrationTests.App.Reporting;

/// <summary>Two nodes look at the same alert at the same moment: the store lets one of them write.</summary>
public sealed class AlertRaceTests
{
    private static readonly DateTimeOffset Hour = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private readonly TenantId tenant = TenantId.New();

    [Theory, EveryStore]
    public async Task One_interval_opens_one_incident_whoever_looks(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var alert = await AlertAsync(store);
        await using var one = store.For(tenant);
        await using var two = store.For(tenant);
        var (first, second) = (one.ServiceProvider.GetRequiredService<AppDb>(), two.ServiceProvider.GetRequiredService<AppDb>());
        // Both have read before either writes.
        (await LookAsync(first, alert, Hour, 20)).ShouldBeTrue();
        (await LookAsync(second, alert, Hour, 20)).ShouldBeTrue();
        await first.SaveChangesAsync();
        await Should.ThrowAsync<DbUpdateException>(() => second.SaveChangesAsync());
        (await IncidentsAsync(store)).ShouldHaveSingleItem().ReadDeliveries().Count.ShouldBe(1);
    }

    [Theory, EveryStore]
    public async Task An_alert_has_one_open_incident_at_most_and_any_number_of_past_ones(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var alert = await AlertAsync(store);
        foreach (var hour in new[] { 0, 2, 4 })
            await store.AsAsync(tenant, async db =>
            {
                await LookAsync(db, alert, Hour.AddHours(hour), 20, 5);
                return await db.SaveChangesAsync();
            });
        (await IncidentsAsync(store)).Select(i => i.Ending).ShouldBe([IncidentEnding.Cleared, IncidentEnding.Cleared, IncidentEnding.Cleared]);

        await store.AsAsync(tenant, async db =>
        {
            await LookAsync(db, alert, Hour.AddHours(6), 20);
            return await db.SaveChangesAsync();
        });
        alert.Revision++;
        await Should.ThrowAsync<DbUpdateException>(() => store.AsAsync(tenant, async db =>
        {
            await LookAsync(db, alert, Hour.AddHours(8), 20);
            return await db.SaveChangesAsync();
        }));
        (await IncidentsAsync(store)).Count(i => i.EndedAt is null).ShouldBe(1);
    }

    [Theory, EveryStore]
    public async Task An_interval_has_one_evaluation(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        var alert = await AlertAsync(store);
        await AddAsync();
        await Should.ThrowAsync<DbUpdateException>(AddAsync);

        Task<int> AddAsync() => store.AsAsync(tenant, db =>
        {
            db.Add(AlertEvaluation.Of(alert, Judged(Hour, 20)));
            return db.SaveChangesAsync();
        });
    }

    private async Task<Alert> AlertAsync(RelationalStore store)
    {
        var definition = new AlertDefinition(
            "calls_total", null, new AlertCondition(AlertOperator.Gt, 10, null, null, null), AlertInterval.Hour, null);
        var alert = new Alert
        {
            Id = Id<Alert>.New(),
            Name = "Many calls",
            Definition = definition.Write(),
            Channels = AlertChannels.Write(new AlertChannels(true, null, null, null)),
            WebhookSecret = "whsec_",
            Enabled = true,
            EvaluatesFrom = Hour,
            CreatedAt = Hour,
            UpdatedAt = Hour,
        };
        await store.AsAsync(tenant, db =>
        {
            db.Add(alert);
            return db.SaveChangesAsync();
        });
        return alert;
    }

    /// <summary>Hours from one on, with these figures; not saved yet.</summary>
    private static Task<bool> LookAsync(AppDb db, Alert alert, DateTimeOffset from, params decimal[] figures) => KeepIncidents.ApplyAsync(
        db, alert, alert.ReadDefinition(), [.. figures.Select((figure, i) => Judged(from.AddHours(i), figure))], from, from.AddDays(1), default);

    private static Judgement Judged(DateTimeOffset start, decimal value) => new(
        new AlertReading(new TimeBucket(new TimeRange(start, start.AddHours(1)), start), value, null),
        value > 10 ? AlertVerdict.Breach : AlertVerdict.Ok, null, null, null, 10);

    private Task<List<Incident>> IncidentsAsync(RelationalStore store) =>
        store.AsAsync(tenant, db => db.Set<Incident>().AsNoTracking().OrderBy(i => i.OpenedInterval).ToListAsync());
}
