using System.Text.Json;
using Callsight.App;
using Callsight.App.CallCentre;
using Callsight.App.Identity;
using Callsight.App.Reporting;
using Callsight.App.Tenancy;
using Callsight.Core;
using Callsight.Simulator;
using Callsight.Web.Session;
using Spectre.Console;

namespace Callsight.Hosting;

/// <summary>The demo's tenant: a simulated call centre with a year behind it.</summary>
internal sealed class SampleTenant(IServiceScopeFactory scopes, DemoAccount account, SampleSetup setup, TimeProvider clock)
{
    public const string Slug = "sample-call-centre";
    public const string Email = "demo@callsight.example";
    public const string Password = "callsight-demo";

    private static readonly string[] Zones =
    [
        "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney",
    ];

    private readonly TaskCompletionSource<Sample> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static string CredentialsJson => JsonSerializer.Serialize(new { email = Email, password = Password });

    /// <summary>The tenant, once it is there.</summary>
    public Task<Sample> Ready => ready.Task;

    /// <summary>Makes the tenant with its history, unless the folder holds one from an earlier demo.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.GetUtcNow();
        if (await scope.ServiceProvider.GetRequiredService<ITenantDirectory>().FindAsync(Slug, ct) is { } known)
        {
            await OpenOnTodayAsync(known.Id, ct);
            ready.SetResult(new Sample(known.Id, SimulatedCallCentre.Create(PlanOf(now, known.Zone)), now));
            return;
        }

        var centre = SimulatedCallCentre.Create(PlanOf(now, WorkingZone(now)));
        var id = (await scope.ServiceProvider.GetRequiredService<IRegistration>().RegisterAsync(
            "Sample call centre", Email, Password, centre.Plan.Zone.Id, "EUR", ct)).Value;
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("Making a year of a call centre", maxValue: ExpectedEvents(centre.Plan));
                await using var work = scopes.CreateAsyncScope();
                work.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(id);
                await work.ServiceProvider.GetRequiredService<IHistoryRecorder>().LoadAsync(
                    HistoryOf(centre), centre.Events(), new Progress<long>(read => bar.Value = read), ct);
                bar.Value = bar.MaxValue;
            });
        await OpenOnTodayAsync(id, ct);
        await setup.MakeAsync(ct);
        ready.SetResult(new Sample(id, centre, now));
    }

    /// <summary>Whoever looks around begins with a board that moves.</summary>
    private async Task OpenOnTodayAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        account.Home = $"/dashboards/{await scope.ServiceProvider.GetRequiredService<IStarterBoards>().EnsureAsync(ct)}";
    }

    public static History HistoryOf(SimulatedCallCentre centre) => new(
        [.. centre.Teams.Select(t => new PastTeam(t.Id, t.Name))],
        [.. centre.Queues.Select(q => new PastQueue(q.Id, q.Name, q.ServiceLevelSeconds))],
        [.. centre.Agents.Select(a => new PastAgent(a.Id, a.Name, a.Email, a.ExternalId, a.TeamId))],
        [.. centre.Campaigns.Select(c => new PastCampaign(c.Id, c.Name, c.ExternalId, c.Channel, c.Budget, c.StartsAt, c.EndsAt))],
        PersonOf);

    /// <summary>About how many events there will be, for the bar.</summary>
    private static double ExpectedEvents(SimulationPlan plan) => 365 *
        ((plan.CallsPerDay * 6.3) + (plan.LeadsPerDay * 17) + (plan.WebSessionsPerDay * 3));

    private static PastPerson PersonOf(Guid lead)
    {
        var person = SimulatedCallCentre.PersonOf(lead);
        return new PastPerson(person.FirstName, person.LastName, person.Email, person.Phone);
    }

    private static SimulationPlan PlanOf(DateTimeOffset now, TenantZone zone) =>
        new() { End = now, Zone = zone, Agents = 14, CallsPerDay = 200, LeadsPerDay = 16, WebSessionsPerDay = 120 };

    /// <summary>A part of the world where people are at work now, so that there is something to see.</summary>
    private static TenantZone WorkingZone(DateTimeOffset now) =>
        Zones.Select(id => TenantZone.Find(id).Value).MinBy(zone => Math.Abs(zone.ToLocal(now).TimeOfDay.TotalHours - 13))!;
}

/// <summary>The demo's tenant, what it was made from, and until when its past reaches.</summary>
internal sealed record Sample(TenantId Tenant, SimulatedCallCentre Centre, DateTimeOffset Until);
