namespace Callsight.Simulator;

/// <summary>All the calls of a day, queue by queue.</summary>
internal sealed class CallDay(SimulationPlan plan, SimulatedCallCentre centre, Seasons seasons, Roster roster, Agenda agenda)
{
    private readonly Dictionary<Guid, AgentLog> logs = centre.Agents.ToDictionary(a => a.Id, a => new AgentLog(a));

    public void Run(LocalDay day, IReadOnlyList<PlannedCall> plannedCalls)
    {
        foreach (var (index, queue) in centre.Queues.Index())
        {
            var queueDay = new QueueDay(agenda);
            foreach (var agent in centre.Agents.Where(a => a.QueueId == queue.Id))
                if (roster.ShiftOf(agent, day.Date) is { } shift)
                    queueDay.Add(AgentDay.Create(agent, logs[agent.Id], shift, day, plannedCalls, plan.Seed));
            var random = new SeededRandom(plan.Seed, Chance.Calls, day.Date.DayNumber, index);
            var expected = plan.CallsPerDay * queue.Share * seasons.Of(day.Date);
            foreach (var at in Seasons.CallTimes(day, expected, random))
                Receive(queueDay, queue, at, day, random);
            queueDay.Run();
        }
    }

    private void Receive(QueueDay queueDay, SimulatedQueue queue, DateTimeOffset at, LocalDay day, SeededRandom random)
    {
        var running = queue.Name == "Sales" && random.Happens(0.3) ? centre.Campaigns.Where(c => c.IsRunning(at)).ToList() : [];
        var call = new SimulatedCall
        {
            Id = SeededIds.At(at, random.Bits()),
            Traits = CallTraits.Incoming(queue, random),
            StartedAt = at,
            Queue = queue,
            CampaignId = running.Count > 0 ? random.OneOf(running, c => c.Share).Id : null,
            Properties = CallTraits.Properties(queue, random),
        };
        var fate = random.Unit();
        if (!Roster.IsOpen(day, at))
            call.EndUnanswered("missed", at + random.SecondsBetween(8, 25));
        else if (fate < 0.012)
            call.EndUnanswered("missed", at + random.SecondsBetween(28, 50));
        else if (fate < 0.018)
            call.EndUnanswered("failed", at + random.SecondsBetween(1, 4));
        else
            queueDay.Add(call);
        if (!call.IsWaiting)
            CallStory.Enter(agenda, call);
    }
}
