using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.Http;
using Callsight.Web.Api;

namespace Callsight.Web.Components;

/// <summary>What ids stand for in lists: the names of agents and campaigns.</summary>
public sealed class NameBook
{
    private Dictionary<Guid, string> Names { get; init; } = [];
    private bool LacksAgents { get; init; }
    private bool LacksCampaigns { get; init; }

    public static async Task<NameBook> ReadAsync(ApiClient api)
    {
        var (agents, campaigns) = (
            api.GetAsync<Page<AgentView>>("agents?limit=200"), api.GetAsync<Page<CampaignView>>("campaigns?limit=200"));
        var names = ((await agents).Value?.Data ?? []).ToDictionary(a => a.Id.Value, a => a.Name);
        foreach (var campaign in (await campaigns).Value?.Data ?? [])
            names[campaign.Id.Value] = campaign.Name;
        return new NameBook
        {
            Names = names,
            LacksAgents = (await agents).Value?.NextCursor is not null,
            LacksCampaigns = (await campaigns).Value?.NextCursor is not null,
        };
    }

    /// <summary>The same with the names of these as well: lists say those of the first so many.</summary>
    public async Task<NameBook> WithAsync(ApiClient api, IEnumerable<Guid?> agents, IEnumerable<Guid?> campaigns)
    {
        var people = Unknown(LacksAgents ? agents : []).Select(id => (id, Name: NameAsync<AgentView>($"agents/{id}", a => a.Name)));
        var origins = Unknown(LacksCampaigns ? campaigns : [])
            .Select(id => (id, Name: NameAsync<CampaignView>($"campaigns/{id}", c => c.Name)));
        var asked = people.Concat(origins).ToList();
        foreach (var (id, name) in asked)
            if (await name is { } known)
                Names[id] = known;
        return this;

        IEnumerable<Guid> Unknown(IEnumerable<Guid?> ids) => ids.OfType<Guid>().Distinct().Where(id => !Names.ContainsKey(id));

        async Task<string?> NameAsync<T>(string path, Func<T, string> name) =>
            (await api.GetAsync<T>(path)).Value is { } found ? name(found) : null;
    }

    public string Of(Guid? id) => id is { } known ? Names.GetValueOrDefault(known) ?? "…" : "–";

    /// <summary>A lead's name, or the best that is known.</summary>
    public static string Of(App.CallCentre.Leads.LeadView lead) =>
        $"{lead.FirstName} {lead.LastName}".Trim() is { Length: > 0 } name ? name
        : lead.Company ?? lead.Email ?? lead.Phone ?? lead.ExternalId ?? "Without a name";
}
