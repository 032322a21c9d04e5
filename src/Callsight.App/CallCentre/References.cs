using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre;

/// <summary>Finds what imported rows name (by external id, then e-mail, then name) and makes what is absent.</summary>
internal sealed class References(AppDb db, TimeProvider clock) : IReferences
{
    public async Task<IReadOnlyDictionary<string, Guid>> FindOrMakeAsync(
        string kind, IEnumerable<string?> names, CancellationToken ct) => kind switch
        {
            "agent" => (await AgentsAsync(names, ct)).ToDictionary(f => f.Key, f => f.Value.Id.Value, StringComparer.Ordinal),
            "campaign" => (await CampaignsAsync(names, ct)).ToDictionary(f => f.Key, f => f.Value.Value, StringComparer.Ordinal),
            "lead" => (await LeadsAsync(names, ct)).ToDictionary(f => f.Key, f => f.Value.Value, StringComparer.Ordinal),
            _ => throw new ArgumentException($"There are no references to a {kind}.", nameof(kind)),
        };

    public async Task<Dictionary<string, Agent>> AgentsAsync(IEnumerable<string?> names, CancellationToken ct)
    {
        var wanted = Distinct(names);
        var known = await db.Set<Agent>().Where(a =>
            wanted.Contains(a.ExternalId!) || wanted.Contains(a.Email!) || wanted.Contains(a.Name)).OrderBy(a => a.Id).ToListAsync(ct);
        return Match(wanted, known, a => a, [a => a.ExternalId, a => a.Email, a => a.Name], name =>
        {
            var agent = new Agent { Id = Id<Agent>.New(), Name = name, ExternalId = name, CreatedAt = clock.GetUtcNow() };
            db.Add(agent);
            db.Raise(EventCatalogue.AgentCreated.Happened(agent.CreatedAt) with { AgentId = agent.Id.Value });
            return agent;
        });
    }

    public async Task<Dictionary<string, Id<Campaign>>> CampaignsAsync(IEnumerable<string?> names, CancellationToken ct)
    {
        var wanted = Distinct(names);
        var known = await db.Set<Campaign>().Where(c => wanted.Contains(c.ExternalId!) || wanted.Contains(c.Name))
            .OrderBy(c => c.Id).ToListAsync(ct);
        return Match(wanted, known, c => c.Id, [c => c.ExternalId, c => c.Name], name =>
        {
            var campaign = new Campaign { Id = Id<Campaign>.New(), Name = name, ExternalId = name, CreatedAt = clock.GetUtcNow() };
            db.Add(campaign);
            db.Raise(EventCatalogue.CampaignCreated.Happened(campaign.CreatedAt) with { CampaignId = campaign.Id.Value });
            return campaign.Id;
        });
    }

    public async Task<Dictionary<string, Queue>> QueuesAsync(IEnumerable<string?> names, CancellationToken ct)
    {
        var wanted = Distinct(names);
        var known = await db.Set<Queue>().Where(q => wanted.Contains(q.ExternalId!) || wanted.Contains(q.Name))
            .OrderBy(q => q.Id).ToListAsync(ct);
        return Match(wanted, known, q => q, [q => q.ExternalId, q => q.Name], name =>
        {
            var queue = new Queue { Id = Id<Queue>.New(), Name = name, ExternalId = name, CreatedAt = clock.GetUtcNow() };
            db.Add(queue);
            db.Raise(EventCatalogue.QueueCreated.Happened(queue.CreatedAt) with { QueueId = queue.Id.Value });
            return queue;
        });
    }

    public async Task<Dictionary<string, Id<Lead>>> LeadsAsync(IEnumerable<string?> names, CancellationToken ct)
    {
        var wanted = Distinct(names);
        var known = await db.Set<Lead>().Where(l => wanted.Contains(l.ExternalId!) || wanted.Contains(l.Email!))
            .OrderBy(l => l.Id).ToListAsync(ct);
        return Match(wanted, known, l => l.Id, [l => l.ExternalId, l => l.Email], name =>
        {
            var lead = new Lead { Id = Id<Lead>.New(), ExternalId = name, CreatedAt = clock.GetUtcNow().Micro() };
            db.Add(lead);
            db.Raise(lead.Milestone(LeadStatus.New, replaces: false));
            return lead.Id;
        });
    }

    private static List<string> Distinct(IEnumerable<string?> names) =>
        [.. names.OfType<string>().Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];

    private static Dictionary<string, TKey> Match<T, TKey>(
        List<string> wanted, List<T> known, Func<T, TKey> key, Func<T, string?>[] by, Func<string, TKey> make)
    {
        var found = new Dictionary<string, TKey>(StringComparer.Ordinal);
        foreach (var name in by)
            foreach (var one in known)
                if (name(one) is { } text)
                    found.TryAdd(text, key(one));
        foreach (var name in wanted.Where(n => !found.ContainsKey(n)))
            found[name] = make(name);
        return found;
    }
}
