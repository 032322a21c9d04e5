using System.Globalization;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.App.CallCentre;
using Callsight.Core;

namespace Callsight.Hosting;

/// <summary>Lets the sample tenant live on: what the simulation says happens now, happens.</summary>
internal sealed class SignsOfLife(
    SampleTenant sample, IServiceScopeFactory scopes, QueryRunner questions, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    // When nothing happens for so long, the day's figures are told instead.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(6);

    // Read on far enough for any demo; the days are made as they come.
    private static readonly TimeSpan LongestDemo = TimeSpan.FromDays(365);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (tenant, centre, until) = await sample.Ready.WaitAsync(stoppingToken);
        var history = SampleTenant.HistoryOf(centre);
        var due = new List<CatalogueEvent>();
        var told = clock.GetUtcNow();
        foreach (var e in centre.EventsBetween(new TimeRange(until, until + LongestDemo)))
        {
            while (e.OccurredAt > clock.GetUtcNow())
            {
                if (await RecordAsync(tenant, history, due, centre.Plan.Zone, stoppingToken))
                    told = clock.GetUtcNow();
                else if (clock.GetUtcNow() - told > Silence)
                    told = await TellFiguresAsync(tenant, centre.Plan.Zone, stoppingToken);
                await Task.Delay(Beat, clock, stoppingToken);
            }

            due.Add(e);
        }
    }

    /// <summary>Whether there was anything to record.</summary>
    private async Task<bool> RecordAsync(TenantId tenant, History history, List<CatalogueEvent> due, TenantZone zone, CancellationToken ct)
    {
        if (due.Count == 0)
            return false;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
        try
        {
            await scope.ServiceProvider.GetRequiredService<IHistoryRecorder>().AppendAsync(history, due, ct);
            foreach (var e in due)
                Console.WriteLine($"{zone.ToLocal(e.OccurredAt):HH:mm:ss}  {Say(e, history)}");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Somebody changed the same lead or call by hand: theirs stays, and life goes on.
            Console.WriteLine($"{zone.ToLocal(clock.GetUtcNow()):HH:mm:ss}  Left out {due.Count} events: {failure.GetType().Name}");
        }

        due.Clear();
        return true;
    }

    private async Task<DateTimeOffset> TellFiguresAsync(TenantId tenant, TenantZone zone, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = zone.ToLocalDay(now);
        var answer = await questions.AskAsync(new AnalyticsQuery
        {
            Tenant = tenant,
            Metrics = [CallMetrics.CallsTotal, CallMetrics.CallsHandled, CallMetrics.AbandonmentRate, LeadMetrics.LeadsGenerated],
            Days = new DayRange(today, today),
            Zone = zone,
            Now = now,
        }, ct);
        if (answer.TryGet(out var figures, out _) && figures.Totals is [var calls, var handled, var abandoned, var leads])
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{zone.ToLocal(now):HH:mm:ss}  Today so far: {calls.Value} calls, {handled.Value} handled, " +
                $"{abandoned.Value:0.0} % abandoned, {leads.Value} leads"));
        return now;
    }

    private static string Say(CatalogueEvent e, History history)
    {
        var title = EventCatalogue.All.GetValueOrDefault(e.Type)?.Title ?? e.Type.Replace('_', ' ');
        var who = e.AgentId is { } id ? history.Agents.FirstOrDefault(a => a.Id == id)?.Name : null;
        var detail = e.Type == EventCatalogue.AgentAvailabilityChanged.Name ? e.Status?.Replace('_', ' ') : null;
        return string.Join(", ", new[] { title, who, detail }.OfType<string>());
    }
}
