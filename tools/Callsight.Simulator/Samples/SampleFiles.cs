namespace Callsight.Simulator;

/// <summary>A file of samples: its name and what is in it.</summary>
public sealed record SampleFile(string Name, string Text);

/// <summary>The files in <c>samples/</c>: a small call centre as its phone system, its lead list and its web site would export it.</summary>
public static class SampleFiles
{
    private const int DaysOfLeads = 50;
    private const int DaysOfCalls = 4;

    /// <summary>All of them, always the same.</summary>
    public static IReadOnlyList<SampleFile> Create()
    {
        var zone = TenantZone.Find("Europe/Berlin").Value;
        var plan = new SimulationPlan
        {
            Seed = 2026,
            Zone = zone,
            // The last days hold a change of the clocks.
            End = zone.StartOfDay(new DateOnly(2026, 4, 1)),
            Months = 6,
            Agents = 9,
            CallsPerDay = 102,
            LeadsPerDay = 6.2,
            WebSessionsPerDay = 24,
        };
        var centre = SimulatedCallCentre.Create(plan);
        var since = zone.StartOfDay(zone.ToLocalDay(plan.End).AddDays(-DaysOfLeads));
        var callsSince = zone.StartOfDay(zone.ToLocalDay(plan.End).AddDays(-DaysOfCalls));
        var events = centre.EventsBetween(new TimeRange(since, plan.End)).ToList();
        var leads = LastOfEach(events.Select(e => e.Lead).OfType<LeadFact>().Where(l => l.CreatedAt >= since), l => l.LeadId);
        var sheets = new SampleSheets(centre, leads);
        return
        [
            new("campaigns.csv", sheets.Campaigns()),
            new("leads.csv", sheets.Leads(leads)),
            new("calls.csv", sheets.Calls(CallsOf(events, callsSince))),
            new("campaign_spend.csv", sheets.Spend(events.Select(e => e.Spend).OfType<SpendFact>())),
            new("events.csv", sheets.WebEvents(events.Where(e => e.SessionId is not null && e.OccurredAt >= callsSince))),
            NewYork(),
        ];
    }

    private static SampleFile NewYork()
    {
        var zone = TenantZone.Find("America/New_York").Value;
        var plan = new SimulationPlan
        {
            Seed = 1_776,
            Zone = zone,
            End = zone.StartOfDay(new DateOnly(2026, 3, 10)),
            Months = 2,
            Agents = 5,
            CallsPerDay = 60,
            LeadsPerDay = 2,
        };
        var centre = SimulatedCallCentre.Create(plan);
        var since = zone.StartOfDay(zone.ToLocalDay(plan.End).AddDays(-3));
        var calls = CallsOf(centre.EventsBetween(new TimeRange(since, plan.End)), since);
        return new SampleFile("calls_new_york.tsv", SampleSheets.CallsInTabs(centre, calls.Where(c => c.Direction == "inbound")));
    }

    /// <summary>The finished calls that began since then, as they stood last.</summary>
    private static IEnumerable<CallFact> CallsOf(IEnumerable<CatalogueEvent> events, DateTimeOffset since) =>
        LastOfEach(events.Select(e => e.Call).OfType<CallFact>().Where(c => c.StartedAt >= since), c => c.CallId)
            .Where(c => c.EndedAt is not null);

    private static List<T> LastOfEach<T>(IEnumerable<T> facts, Func<T, Guid> id)
    {
        var (places, last) = (new Dictionary<Guid, int>(), new List<T>());
        foreach (var fact in facts)
        {
            if (places.TryAdd(id(fact), last.Count))
                last.Add(fact);
            else
                last[places[id(fact)]] = fact;
        }

        return last;
    }
}
