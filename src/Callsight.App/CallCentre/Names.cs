using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.CallCentre.Teams;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre;

internal sealed class Names(AppDb db) : INames
{
    public Task<Dictionary<Guid, string>> OfAsync(string kind, IReadOnlyCollection<Guid> ids, CancellationToken ct) => kind switch
    {
        "agent" => FindAsync(Wanted<Agent>(ids), wanted => db.Set<Agent>().Where(a => wanted.Contains(a.Id)),
            a => a.Id.Value, a => a.Name, ct),
        "team" => FindAsync(Wanted<Team>(ids), wanted => db.Set<Team>().Where(t => wanted.Contains(t.Id)),
            t => t.Id.Value, t => t.Name, ct),
        "queue" => FindAsync(Wanted<Queue>(ids), wanted => db.Set<Queue>().Where(q => wanted.Contains(q.Id)),
            q => q.Id.Value, q => q.Name, ct),
        "campaign" => FindAsync(Wanted<Campaign>(ids), wanted => db.Set<Campaign>().Where(c => wanted.Contains(c.Id)),
            c => c.Id.Value, c => c.Name, ct),
        "lead" => FindAsync(Wanted<Lead>(ids), wanted => db.Set<Lead>().Where(l => wanted.Contains(l.Id)), l => l.Id.Value, NameOf, ct),
        _ => Task.FromResult(new Dictionary<Guid, string>()),
    };

    /// <summary>What a lead goes by, as far as it is known.</summary>
    private static string NameOf(Lead lead) => $"{lead.FirstName} {lead.LastName}".Trim() is { Length: > 0 } name
        ? name
        : lead.Company ?? lead.Email ?? lead.ExternalId ?? "";

    private static List<Id<T>> Wanted<T>(IEnumerable<Guid> ids) => [.. ids.Select(id => new Id<T>(id))];

    private static async Task<Dictionary<Guid, string>> FindAsync<T>(
        List<Id<T>> ids, Func<List<Id<T>>, IQueryable<T>> rows, Func<T, Guid> id, Func<T, string> name, CancellationToken ct)
        where T : class =>
        (await rows(ids).IgnoreQueryFilters([AppDb.RemovedFilter]).AsNoTracking().ToListAsync(ct)).ToDictionary(id, name);
}
