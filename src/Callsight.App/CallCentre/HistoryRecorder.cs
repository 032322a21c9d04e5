using Callsight.Analytics.Store;
using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.CallCentre.Teams;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre;

/// <summary>Turns facts back into the rows they are pictures of.</summary>
internal sealed class HistoryRecorder(AppDb db, IEventStore store, CurrentTenant tenant) : IHistoryRecorder
{
    private const int RowsInSave = 5_000;

    public async Task LoadAsync(
        History history, IEnumerable<CatalogueEvent> events, IProgress<long>? eventsRead, CancellationToken ct)
    {
        var pictures = new Pictures();
        var read = 0L;
        await store.BulkLoadAsync(tenant.Id, events.Select(Look), ct);
        await SaveAsync(Setting(history, pictures), ct);
        await SaveAsync(pictures.Rows(history), ct);

        CatalogueEvent Look(CatalogueEvent e)
        {
            pictures.Add(e);
            if (++read % 1_000 == 0)
                eventsRead?.Report(read);
            return e;
        }
    }

    public async Task AppendAsync(History history, IReadOnlyList<CatalogueEvent> events, CancellationToken ct)
    {
        var pictures = new Pictures();
        foreach (var e in events)
        {
            pictures.Add(e);
            db.Raise(e);
        }

        await PutAsync(pictures.Calls.Values.Select(f => Call.FromFact(f, PhoneOf(f, history))).ToList(), c => c.Id, ct);
        await PutAsync(pictures.Leads.Values.Select(f => Lead.FromFact(f, history.LeadNames(f.LeadId))).ToList(), l => l.Id, ct);
        await PutAsync(pictures.States.Values.Select(AgentState.FromFact).ToList(), s => s.Id, ct);
        var agents = pictures.Present.Keys.Select(id => new Id<Agent>(id)).ToList();
        foreach (var agent in await db.Set<Agent>().Where(a => agents.Contains(a.Id)).ToListAsync(ct))
            agent.Availability = pictures.Present[agent.Id.Value];
        foreach (var spend in pictures.Spend.Values.Select(SpendOf))
            if (!await db.Set<CampaignSpend>().AnyAsync(s => s.Id == spend.Id, ct))
                db.Add(spend);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Adds what is new and overwrites what is known.</summary>
    private async Task PutAsync<T>(List<T> rows, Func<T, Id<T>> id, CancellationToken ct)
        where T : class
    {
        foreach (var row in rows)
            if (await db.Set<T>().FindAsync([id(row)], ct) is { } known)
                db.Entry(known).CurrentValues.SetValues(Keep(known, row));
            else
                db.Add(row);

        // The row is the tenant's already, and its version grows by itself.
        Dictionary<string, object?> Keep(T known, T row) => db.Entry(row).Properties
            .Where(p => p.Metadata.Name is not (nameof(ITenantOwned.TenantId) or nameof(IVersioned.Version)))
            .ToDictionary(p => p.Metadata.Name, p => p.CurrentValue);
    }

    private async Task SaveAsync(IEnumerable<object> rows, CancellationToken ct)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var batch in rows.Chunk(RowsInSave))
        {
            db.AddRange(batch);
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        db.ChangeTracker.AutoDetectChangesEnabled = true;
    }

    private static IEnumerable<object> Setting(History history, Pictures pictures)
    {
        var since = pictures.Since;
        return
        [
            .. history.Teams.Select(t => new Team { Id = new Id<Team>(t.Id), Name = t.Name, CreatedAt = since }),
            .. history.Queues.Select(q => new Queue
            {
                Id = new Id<Queue>(q.Id),
                Name = q.Name,
                ServiceLevelSeconds = q.ServiceLevelSeconds,
                CreatedAt = since,
            }),
            .. history.Agents.Select(a => new Agent
            {
                Id = new Id<Agent>(a.Id),
                Name = a.Name,
                Email = a.Email,
                ExternalId = a.ExternalId,
                TeamId = new Id<Team>(a.TeamId),
                Availability = pictures.Present.GetValueOrDefault(a.Id),
                CreatedAt = since,
            }),
            .. history.Campaigns.Select(c => new Campaign
            {
                Id = new Id<Campaign>(c.Id),
                Name = c.Name,
                ExternalId = c.ExternalId,
                Channel = c.Channel,
                Status = c.EndsAt is null ? CampaignStatus.Running : CampaignStatus.Completed,
                Budget = c.Budget,
                StartsAt = c.StartsAt,
                EndsAt = c.EndsAt,
                CreatedAt = c.StartsAt,
            }),
        ];
    }

    private static CampaignSpend SpendOf(SpendFact f) => new()
    {
        Id = new Id<CampaignSpend>(f.SpendId),
        CampaignId = new Id<Campaign>(f.CampaignId),
        Day = f.Day,
        Note = "",
        Amount = f.Amount,
    };

    private static string? PhoneOf(CallFact call, History history) =>
        (call.LeadId is { } lead ? history.LeadNames(lead).Phone : null) ?? (call.Caller is { } caller ? $"+{caller}" : null);

    /// <summary>The last picture of each thing.</summary>
    private sealed class Pictures
    {
        public Dictionary<Guid, CallFact> Calls { get; } = [];
        public Dictionary<Guid, LeadFact> Leads { get; } = [];
        public Dictionary<Guid, AgentStateFact> States { get; } = [];
        public Dictionary<Guid, SpendFact> Spend { get; } = [];

        /// <summary>What each agent is at now.</summary>
        public Dictionary<Guid, Availability> Present { get; } = [];

        /// <summary>When the first thing happened.</summary>
        public DateTimeOffset Since { get; private set; } = DateTimeOffset.MaxValue;

        public void Add(CatalogueEvent e)
        {
            Since = e.OccurredAt < Since ? e.OccurredAt : Since;
            if (e.Call is { } call)
                Calls[call.CallId] = call;
            if (e.Lead is { } lead)
                Leads[lead.LeadId] = lead;
            if (e.Spend is { } spend)
                Spend[spend.SpendId] = spend;
            foreach (var state in e.AgentStates)
            {
                States[state.StateId] = state;
                if (state.EndedAt is null)
                    Present[state.AgentId] = RowWords.Value<Availability>(state.Status);
            }
        }

        public IEnumerable<object> Rows(History history) => Calls.Values.Select(f => (object)Call.FromFact(f, PhoneOf(f, history)))
            .Concat(Leads.Values.Select(f => Lead.FromFact(f, history.LeadNames(f.LeadId))))
            .Concat(States.Values.Select(AgentState.FromFact))
            .Concat(Spend.Values.Select(SpendOf));
    }
}
