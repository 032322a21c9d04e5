using Callsight.App.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Callsight.App.EventLog;

/// <summary>Runs each subscriber in a loop of its own, so that a slow one delays nobody else.</summary>
internal sealed class SubscriberHost(
    IEnumerable<IEventSubscriber> subscribers, EventLogReader log, SubscriberCheckpoints checkpoints,
    EventLogSignal signal, SubscriberLag lag, IServiceScopeFactory scopes, TimeProvider clock,
    IOptions<EventLogOptions> options, ILogger<SubscriberHost> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(subscribers.Select(subscriber =>
        new SubscriberLoop(subscriber, log, checkpoints, signal, lag, ParkAsync, clock, options.Value, logger)
            .RunAsync(stoppingToken)));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await checkpoints.ReleaseAsync(CancellationToken.None);
    }

    private async Task ParkAsync(IEventSubscriber subscriber, LoggedEvent poison, Exception failure, CancellationToken ct)
    {
        logger.LogError(failure, "Event {EventId} ({Type}) of tenant {Tenant} was parked for {Subscriber}",
            poison.Event.Id, poison.Event.Type, poison.Tenant, subscriber.Name);
        await using var scope = scopes.Enter(poison.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.Add(new ParkedEvent
        {
            Id = Id<ParkedEvent>.New(),
            Subscriber = subscriber.Name,
            LogTransaction = poison.Position.Transaction,
            LogPosition = poison.Position.Position,
            EventId = poison.Event.Id,
            Type = poison.Event.Type,
            Reason = failure.GetType().Name,
            ParkedAt = clock.GetUtcNow(),
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (Microsoft.EntityFrameworkCore.DbUpdateException again) when (Http.UniqueViolation.Is(again))
        {
            // Parked before a crash, which came before its place was kept.
        }
    }
}
