using System.Text.Json.Nodes;

namespace Callsight.Simulator;

/// <summary>The leads that come in on a day.</summary>
internal sealed class LeadDay(SimulationPlan plan, SimulatedCallCentre centre, Seasons seasons, Roster roster)
{
    private const double ShareWithoutCampaign = 0.22;

    private static readonly string[] Regions = ["north", "south", "east", "west"];
    private static readonly string[] Interests = ["starter", "team", "business"];

    private readonly LeadPlanner planner = new(plan, roster);
    private readonly List<SimulatedAgent> sellers = SellersOf(centre);

    public IEnumerable<SimulatedLead> Create(LocalDay day, Agenda agenda, Action<DateOnly, PlannedCall> planCall)
    {
        var random = new SeededRandom(plan.Seed, Chance.Leads, day.Date.DayNumber);
        var running = centre.Campaigns.Where(c => c.IsRunning(day.Start)).ToList();
        var leads = new List<SimulatedLead>();
        foreach (var at in Seasons.WebTimes(day, plan.LeadsPerDay * seasons.OfTheWeb(day.Date), random))
        {
            var lead = Create(at, running, random);
            leads.Add(lead);
            agenda.Add(at, EventCatalogue.LeadCreated, lead);
            agenda.Add(lead.AssignedAt, EventCatalogue.LeadAssigned, lead);
            foreach (var (due, call) in planner.Plan(lead, random))
                planCall(due, call);
        }

        return leads;
    }

    private SimulatedLead Create(DateTimeOffset at, List<SimulatedCampaign> running, SeededRandom random)
    {
        var campaign = running.Count == 0 || random.Happens(ShareWithoutCampaign) ? null : random.OneOf(running, c => c.Share);
        var value = random.Lasting(campaign?.LeadValue ?? 800, 0.55, 50).TotalSeconds;
        var interest = value > 1_500 ? Interests[2] : value > 700 ? Interests[1] : Interests[0];
        return new SimulatedLead
        {
            Id = SeededIds.At(at, random.Bits()),
            Source = campaign?.Channel ?? (random.Happens(0.6) ? "organic" : "phone"),
            Agent = random.OneOf(sellers),
            CreatedAt = at,
            AssignedAt = at + random.SecondsBetween(5, 90),
            Value = Math.Round((decimal)value / 10) * 10,
            Priority = value > 1_500 ? "high" : random.Happens(0.25) ? "low" : "normal",
            Tags = random.Happens(0.3) ? ["newsletter", interest] : [interest],
            Properties = new JsonObject
            {
                ["region"] = random.OneOf(Regions),
                ["interest"] = interest,
                ["employees"] = 1 + random.Below(interest == "business" ? 400 : 60),
            },
            Campaign = campaign,
        };
    }

    /// <summary>Leads belong to sales; where sales has no queue of its own, to everybody.</summary>
    private static List<SimulatedAgent> SellersOf(SimulatedCallCentre centre)
    {
        var sales = centre.Queues.FirstOrDefault(q => q.Name == "Sales");
        return [.. centre.Agents.Where(a => sales is null || a.QueueId == sales.Id)];
    }
}
