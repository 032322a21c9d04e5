namespace Callsight.Simulator;

/// <summary>Sets the stage: queues, teams, agents and campaigns of a plan.</summary>
internal static class Stage
{
    private const int MostAgentsInTeam = 12;

    private sealed record Kind(
        string Name, double Share, double Work, double TalkSeconds, int ServiceLevelSeconds, string[] Topics);

    private static readonly Kind[] QueueKinds =
    [
        new("Support", 0.5, 0.42, 265, 20, ["login", "delivery", "setup", "defect", "cancellation"]),
        new("Sales", 0.3, 0.37, 310, 15, ["offer", "order", "product_question", "upgrade"]),
        new("Billing", 0.2, 0.21, 205, 30, ["invoice", "payment", "refund", "address_change"]),
    ];

    /// <summary>Three queues where there are people enough for them; the first ones otherwise.</summary>
    public static List<SimulatedQueue> Queues(SimulationPlan plan)
    {
        var count = plan.Agents < 6 ? 1 : plan.Agents < 12 ? 2 : 3;
        var all = QueueKinds.Take(count).Sum(q => q.Share);
        return [.. QueueKinds.Take(count).Select((q, i) => new SimulatedQueue(
            Id(plan, Chance.Calls, i), q.Name, $"Q{i + 1}", q.ServiceLevelSeconds)
        {
            Share = q.Share / all,
            Work = q.Work,
            TalkSeconds = q.TalkSeconds,
            Topics = q.Topics,
        })];
    }

    public static (List<SimulatedTeam> Teams, List<SimulatedAgent> Agents) Staff(
        SimulationPlan plan, List<SimulatedQueue> queues)
    {
        var (teams, agents, left) = (new List<SimulatedTeam>(), new List<SimulatedAgent>(), plan.Agents);
        var work = queues.Sum(q => q.Work);
        foreach (var (i, queue) in queues.Index())
        {
            var size = i == queues.Count - 1 ? left : Math.Max(1, (int)Math.Round(plan.Agents * queue.Work / work));
            left -= size;
            var teamCount = (size + MostAgentsInTeam - 1) / MostAgentsInTeam;
            var first = teams.Count;
            for (var team = 0; team < teamCount; team++)
                teams.Add(new SimulatedTeam(Id(plan, Chance.States, teams.Count),
                    teamCount == 1 ? queue.Name : $"{queue.Name} {team + 1}", queue.Id));
            for (var place = 0; place < size; place++)
                agents.Add(Agent(plan, agents.Count, teams[first + (place % teamCount)].Id, queue.Id, place, size));
        }

        return (teams, agents);
    }

    private static SimulatedAgent Agent(SimulationPlan plan, int index, Guid team, Guid queue, int place, int size)
    {
        var skill = Math.Clamp(1 + (0.13 * new SeededRandom(plan.Seed, Chance.Agents, 0, index).Normal()), 0.7, 1.35);
        var (name, email) = People.Agent(index);
        return new SimulatedAgent(
            Id(plan, Chance.Agents, index), name, email, $"A{index + 1:000}", team, queue, Math.Round(skill, 3))
        {
            Index = index,
            PlaceInQueue = place,
            QueueSize = size,
        };
    }

    public static Guid Id(SimulationPlan plan, Chance purpose, int index) =>
        SeededIds.At(plan.Start, new SeededRandom(plan.Seed, purpose, -7, index).Bits());
}
