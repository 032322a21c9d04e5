using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Calls;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre;

/// <summary>What goes on at this moment, by the records themselves.</summary>
internal sealed class LookAround(AppDb db) : IFloor
{
    /// <summary>A wall has room for no more.</summary>
    private const int MostAgents = 1_000;

    public async Task<Floor> NowAsync(CancellationToken ct)
    {
        var waiting = db.Set<Call>().Where(c => c.Direction == CallDirection.Inbound
            && (c.Status == CallStatus.Queued || c.Status == CallStatus.Ringing));
        var count = await waiting.CountAsync(ct);
        var oldest = await waiting.OrderBy(c => c.StartedAt).Select(c => (DateTimeOffset?)c.StartedAt).FirstOrDefaultAsync(ct);
        var agents = await db.Set<Agent>().AsNoTracking().OrderBy(a => a.Name).ThenBy(a => a.Id).Take(MostAgents)
            .Select(a => new
            {
                a.Id,
                a.Name,
                a.TeamId,
                a.UserId,
                a.Availability,
                Since = db.Set<AgentState>().Where(s => s.AgentId == a.Id && s.EndedAt == null)
                    .OrderByDescending(s => s.StartedAt).Select(s => (DateTimeOffset?)s.StartedAt).FirstOrDefault(),
            }).ToListAsync(ct);
        return new Floor(count, oldest, agents.ConvertAll(a => new AgentNow(
            a.Id.Value, a.Name, a.TeamId?.Value, a.UserId, SnakeCase.Of(a.Availability.ToString()), a.Since)));
    }

    public async Task<bool> IsColleagueAsync(Guid userId, string? email, Guid agentId, CancellationToken ct)
    {
        var own = await AgentsOf(userId, email)
            .Select(a => new { a.Id, a.TeamId }).ToListAsync(ct);
        var teams = own.Select(a => a.TeamId).Where(t => t is not null).ToList();
        var id = new Id<Agent>(agentId);
        return own.Exists(a => a.Id == id)
            || (teams.Count > 0 && await db.Set<Agent>().AnyAsync(a => a.Id == id && teams.Contains(a.TeamId), ct));
    }

    public Task<OwnAgent?> AgentOfAsync(Guid userId, string? email, CancellationToken ct) =>
        // Who was linked by hand comes before who only has the same address.
        AgentsOf(userId, email).OrderBy(a => a.UserId == null).ThenBy(a => a.Id)
            .Select(a => new OwnAgent(a.Id.Value, a.Name, a.TeamId == null ? null : a.TeamId.Value.Value)).FirstOrDefaultAsync(ct);

    private IQueryable<Agent> AgentsOf(Guid userId, string? email)
    {
        string[] address = email is null ? [] : [email.ToLowerInvariant()];
        return db.Set<Agent>().AsNoTracking()
            .Where(a => a.UserId == userId || (a.UserId == null && address.Contains(a.Email!.ToLower())));
    }
}
