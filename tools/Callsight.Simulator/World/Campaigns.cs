namespace Callsight.Simulator;

/// <summary>The campaigns of a plan, dear and cheap, good and bad, and what is spent on them.</summary>
internal sealed class Campaigns(SimulationPlan plan)
{
    private sealed record Kind(string Name, string Channel, double Share, double CostPerLead, double Quality, double LeadValue,
        double FromShare, double UntilShare);

    // Until 2 means: no end in sight.
    private static readonly Kind[] Kinds =
    [
        new("Search: our name", "search", 0.17, 22, 1.35, 900, 0, 2),
        new("Search: rivals", "search", 0.12, 71, 0.85, 1_050, 0, 2),
        new("Social: short films", "social", 0.18, 34, 0.55, 620, 0, 2),
        new("Newsletter", "email", 0.12, 6, 1.05, 560, 0, 2),
        new("Refer a friend", "referral", 0.08, 40, 1.7, 980, 0.1, 2),
        new("Partner programme", "partner", 0.07, 95, 1.45, 2_100, 0.25, 2),
        new("Banners, first half", "display", 0.14, 18, 0.35, 480, 0, 0.5),
        new("Trade fair", "fair", 0.10, 160, 1.2, 2_600, 0.55, 0.7),
        new("Social: retargeting", "social", 0.12, 27, 0.9, 700, 0.6, 2),
    ];

    public IReadOnlyList<SimulatedCampaign> All { get; } = [.. Kinds.Select((kind, i) => Create(plan, kind, i))];

    /// <summary>What a campaign costs on a day; null on days it does not run.</summary>
    public SpendFact? SpendOf(SimulatedCampaign campaign, LocalDay day)
    {
        if (!campaign.IsRunning(day.Start))
            return null;
        var noise = new SeededRandom(plan.Seed, Chance.Spend, day.Date.DayNumber, campaign.Index).Between(0.78, 1.22);
        return new SpendFact
        {
            SpendId = SeededIds.Of(campaign.Id, Chance.Spend, day.Start),
            CampaignId = campaign.Id,
            Channel = campaign.Channel,
            Day = day.Date,
            SpentAt = day.Start,
            Amount = Math.Round((decimal)(plan.LeadsPerDay * campaign.Share * campaign.CostPerLead * noise), 2),
        };
    }

    private static SimulatedCampaign Create(SimulationPlan plan, Kind kind, int index)
    {
        var (from, until) = ((int)(plan.Days * kind.FromShare), (int)(plan.Days * Math.Min(kind.UntilShare, 1)));
        var budget = plan.LeadsPerDay * kind.Share * kind.CostPerLead * Math.Max(1, until - from) * 1.05;
        return new SimulatedCampaign(Stage.Id(plan, Chance.Campaigns, index), kind.Name, $"C{index + 1:00}", kind.Channel,
            Math.Ceiling((decimal)(budget / 100)) * 100, plan.Zone.StartOfDay(plan.FirstDay.AddDays(from)),
            kind.UntilShare > 1 ? null : plan.Zone.StartOfDay(plan.FirstDay.AddDays(until)))
        {
            Index = index,
            Share = kind.Share,
            CostPerLead = kind.CostPerLead,
            Quality = kind.Quality,
            LeadValue = kind.LeadValue,
        };
    }
}

/// <summary>A day's spending on a campaign, recorded at the start of the day it is for.</summary>
internal sealed record Spending(SpendFact Fact) : ISubject
{
    public CatalogueEvent EventOf(EventType type, DateTimeOffset at) => new()
    {
        Id = Fact.SpendId,
        Type = type.Name,
        OccurredAt = at,
        CampaignId = Fact.CampaignId,
        Channel = Fact.Channel,
        Amount = Fact.Amount,
        Spend = Fact,
    };
}
