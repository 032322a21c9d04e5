using Callsight.App.CallCentre;
using Callsight.Core;

namespace Callsight.Hosting;

/// <summary>Lets the sample tenant live on: what the simulation says happens now, happens.</summary>
internal sealed class SignsOfLife(SampleTenant sample, IServiceScopeFactory scopes, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    // Read on far enough for any demo; the days are made as they come.
    private static readonly TimeSpan LongestDemo = TimeSpan.FromDays(365);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (tenant, centre, until) = await sample.Ready.WaitAsync(stoppingToken);
        var history = SampleTenant.HistoryOf(centre);
        var due = new List<CatalogueEvent>();
        foreach (var e in centre.EventsBetween(new TimeRange(until, until + LongestDemo)))
        {
            while (e.OccurredAt > clock.GetUtcNow())
            {
                await RecordAsync(tenant, history, due, stoppingToken);
                await Task.Delay(Beat, clock, stoppingToken);
            }

            due.Add(e);
        }
    }

    private async Task RecordAsync(TenantId tenant, History history, List<CatalogueEvent> due, CancellationToken ct)
    {
        if (due.Count == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
        await scope.ServiceProvider.GetRequiredService<IHistoryRecorder>().AppendAsync(history, due, ct);
        foreach (var e in due)
            Console.WriteLine($"{e.OccurredAt:HH:mm:ss}  {Say(e, history)}");
        due.Clear();
    }

    private static string Say(CatalogueEvent e, History history)
    {
        var title = EventCatalogue.All.GetValueOrDefault(e.Type)?.Title ?? e.Type.Replace('_', ' ');
        var who = e.AgentId is { } id ? history.Agents.FirstOrDefault(a => a.Id == id)?.Name : null;
        var detail = e.Type == EventCatalogue.AgentAvailabilityChanged.Name ? e.Status?.Replace('_', ' ') : null;
        return string.Join(", ", new[] { title, who, detail }.OfType<string>());
    }
}
