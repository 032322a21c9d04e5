using Callsight.Core;

namespace Callsight.Tests.Simulator;

public sealed class SimulatedAgentsTests
{
    private static readonly ILookup<Guid, CatalogueEvent> Changes =
        SimulatedSpring.Events.Where(e => e.AgentStates.Count > 0).ToLookup(e => e.AgentId!.Value);

    [Fact]
    public void The_states_of_an_agent_meet_without_gap_or_overlap()
    {
        Changes.Count.ShouldBe(SimulatedSpring.Plan.Agents);
        foreach (var changes in Changes)
        {
            AgentStateFact? open = null;
            foreach (var change in changes)
            {
                var next = change.AgentStates[^1];
                (next.StartedAt, next.EndedAt).ShouldBe((change.OccurredAt, null));
                if (open is not null)
                {
                    change.AgentStates[0].ShouldBe(open with { EndedAt = next.StartedAt });
                    next.Status.ShouldNotBe(open.Status);
                    next.StartedAt.ShouldBeGreaterThan(open.StartedAt);
                }

                open = next;
            }
        }
    }

    [Fact]
    public void An_agent_is_busy_from_the_answer_until_the_call_is_wrapped_up()
    {
        foreach (var changes in Changes)
        {
            var states = changes.SelectMany(c => c.AgentStates).Where(s => s.EndedAt is not null && s.Status == "busy").ToList();
            foreach (var call in SimulatedSpring.Calls.Where(c => c.AgentId == changes.Key && c.WrapUpMilliseconds is not null).Take(200))
                states.Any(s => s.StartedAt <= call.AnsweredAt
                    && s.EndedAt >= call.EndedAt!.Value.AddMilliseconds(call.WrapUpMilliseconds!.Value)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Agents_work_and_rest_as_people_do()
    {
        var hours = Changes.SelectMany(c => c).SelectMany(c => c.AgentStates).Where(s => s.EndedAt is not null)
            .GroupBy(s => s.Status).ToDictionary(g => g.Key, g => g.Sum(s => (s.EndedAt!.Value - s.StartedAt).TotalHours));
        hours.Keys.ShouldBe(["available", "busy", "on_break", "in_meeting", "away", "offline"], ignoreOrder: true);
        var atWork = hours.Where(h => h.Key != "offline").Sum(h => h.Value);
        (hours["busy"] / atWork).ShouldBeInRange(0.25, 0.85);
        (hours["on_break"] / atWork).ShouldBeInRange(0.05, 0.2);
        (hours["offline"] / (hours["offline"] + atWork)).ShouldBeInRange(0.65, 0.85);
    }

    [Fact]
    public void Agents_have_names_and_addresses_of_their_own()
    {
        var agents = SimulatedSpring.Centre.Agents;
        agents.Select(a => a.Name).ShouldBeUnique();
        agents.Select(a => a.Email).ShouldBeUnique();
        agents.Select(a => a.TeamId).Except(SimulatedSpring.Centre.Teams.Select(t => t.Id)).ShouldBeEmpty();
    }
}
