namespace Callsight.Simulator;

/// <summary>A call centre and its history, made from a plan.</summary>
public sealed class SimulatedCallCentre
{
    private readonly SimulationPlan plan;
    private readonly Campaigns campaigns;
    private readonly Seasons seasons;
    private readonly Roster roster;

    private SimulatedCallCentre(SimulationPlan plan)
    {
        this.plan = plan;
        (campaigns, seasons, roster) = (new Campaigns(plan), new Seasons(plan), new Roster(plan.Seed));
        var queues = Stage.Queues(plan);
        (Queues, (Teams, Agents)) = (queues, Stage.Staff(plan, queues));
    }

    /// <summary>The plan it was made from.</summary>
    public SimulationPlan Plan => plan;

    /// <summary>Each serves one queue.</summary>
    public IReadOnlyList<SimulatedTeam> Teams { get; }

    /// <summary>Each has agents of its own.</summary>
    public IReadOnlyList<SimulatedQueue> Queues { get; }

    /// <summary>In the order of their external ids.</summary>
    public IReadOnlyList<SimulatedAgent> Agents { get; }

    /// <summary>In the order of their external ids.</summary>
    public IReadOnlyList<SimulatedCampaign> Campaigns => campaigns.All;

    /// <summary>What was spent on each campaign on each local day of the plan, by day.</summary>
    public IEnumerable<SpendFact> Spend => Enumerable.Range(0, plan.Days + 1)
        .Select(i => new LocalDay(plan.Zone, plan.FirstDay.AddDays(i)))
        .TakeWhile(day => day.Start < plan.End)
        .SelectMany(SpendOn);

    /// <summary>Makes it. Cheap: the history is made while it is read.</summary>
    public static SimulatedCallCentre Create(SimulationPlan plan) => new(plan);

    /// <summary>Who a lead or a caller is, by the id of the lead or the call.</summary>
    public static SimulatedPerson PersonOf(Guid id) => People.Of(id);

    /// <summary>All that happened, in order of time, as the product would have told it then.</summary>
    public IEnumerable<CatalogueEvent> Events() => EventsBetween(new TimeRange(plan.Start, plan.End));

    /// <summary>What happens in a stretch of time, which may begin or end after the plan does: life goes on.</summary>
    /// <remarks>
    /// Exactly the events of that stretch of <see cref="Events"/>. To get there, up to two months before are played without being told.
    /// </remarks>
    public IEnumerable<CatalogueEvent> EventsBetween(TimeRange range)
    {
        var agenda = new Agenda();
        var plannedCalls = new Dictionary<DateOnly, List<PlannedCall>>();
        var (leadDay, webDay) = (new LeadDay(plan, this, seasons, roster), new WebDay(plan, seasons, agenda));
        var callDay = new CallDay(plan, this, seasons, roster, agenda);

        // What happens on a day depends on leads of the days before, and these on when they were called.
        var callsFrom = Latest(plan.FirstDay, plan.Zone.ToLocalDay(range.Start).AddDays(-LeadPlanner.MostDays));
        var leadsFrom = Latest(plan.FirstDay, callsFrom.AddDays(-LeadPlanner.MostDays));
        for (var date = leadsFrom; ; date = date.AddDays(1))
        {
            var day = new LocalDay(plan.Zone, date);
            if (day.Start >= range.End)
                yield break;
            foreach (var spend in SpendOn(day))
                agenda.Add(day.Start, EventCatalogue.CampaignSpendRecorded, new Spending(spend));
            webDay.Run(day, leadDay.Create(day, agenda, PlanCall));
            plannedCalls.Remove(date, out var calls);
            if (date >= callsFrom)
                callDay.Run(day, calls ?? []);
            foreach (var happened in agenda.TakeUntil(day.End < range.End ? day.End : range.End, range.Start))
                yield return happened;
        }

        void PlanCall(DateOnly day, PlannedCall call)
        {
            if (!plannedCalls.TryGetValue(day, out var calls))
                plannedCalls[day] = calls = [];
            calls.Add(call);
        }
    }

    private IEnumerable<SpendFact> SpendOn(LocalDay day) => Campaigns.Select(c => campaigns.SpendOf(c, day)).OfType<SpendFact>();

    private static DateOnly Latest(DateOnly one, DateOnly other) => one > other ? one : other;
}
