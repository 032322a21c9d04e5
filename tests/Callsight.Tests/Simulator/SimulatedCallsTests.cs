using Callsight.Core;
using Callsight.Simulator;

namespace Callsight.Tests.Simulator;

public sealed class SimulatedCallsTests
{
    [Fact]
    public void No_agent_is_on_two_calls_at_once()
    {
        foreach (var calls in SimulatedSpring.Calls.Where(c => c.AgentId is not null).GroupBy(c => c.AgentId))
        {
            var free = DateTimeOffset.MinValue;
            foreach (var call in calls.OrderBy(Begin))
            {
                Begin(call).ShouldBeGreaterThanOrEqualTo(free);
                free = (call.EndedAt ?? SimulatedSpring.Plan.End).AddMilliseconds(call.WrapUpMilliseconds ?? 0);
            }
        }

        static DateTimeOffset Begin(CallFact call) => call.Direction == "outbound" ? call.StartedAt : call.AnsweredAt!.Value;
    }

    [Fact]
    public void Callers_give_up_more_often_in_the_thinnest_staffed_hours()
    {
        var hours = SimulatedSpring.Calls
            .GroupBy(c => (Day: SimulatedSpring.Zone.ToLocalDay(c.StartedAt), SimulatedSpring.Zone.ToLocal(c.StartedAt).Hour))
            .Select(g => (Calls: g.ToList(), Load: g.Count(c => c.Direction == "inbound") / OnDuty(g.Key.Day, g.Key.Hour)))
            .Where(h => h.Calls.Count(c => c.Status is "completed" or "abandoned") >= 5)
            .OrderBy(h => h.Load).ToList();
        var best = SimulatedSpring.Abandonment(hours.Take(hours.Count / 4).SelectMany(h => h.Calls));
        var worst = SimulatedSpring.Abandonment(hours.TakeLast(hours.Count / 4).SelectMany(h => h.Calls));
        worst.ShouldBeGreaterThan(3 * best);
    }

    [Fact]
    public void Few_call_at_weekends()
    {
        var days = SimulatedSpring.Calls.Where(c => c.Direction == "inbound")
            .GroupBy(c => SimulatedSpring.Zone.ToLocalDay(c.StartedAt)).ToDictionary(g => g.Key, g => g.Count());
        days.Where(d => d.Key.DayOfWeek is DayOfWeek.Sunday).Average(d => d.Value)
            .ShouldBeLessThan(days.Where(d => d.Key.DayOfWeek is DayOfWeek.Monday).Average(d => d.Value) / 3);
    }

    [Fact]
    public void The_day_has_two_peaks()
    {
        var hours = SimulatedSpring.Calls.Where(c => c.Direction == "inbound")
            .CountBy(c => SimulatedSpring.Zone.ToLocal(c.StartedAt).Hour).ToDictionary();
        hours[10].ShouldBeGreaterThan(hours[12]);
        hours[15].ShouldBeGreaterThan(hours[12]);
        hours[15].ShouldBeGreaterThan(hours[18]);
    }

    [Fact]
    public void Skilled_agents_are_quicker_and_better_liked()
    {
        var answered = SimulatedSpring.Calls.Where(c => c is { Direction: "inbound", Status: "completed" }).ToLookup(c => c.AgentId!.Value);
        foreach (var queue in SimulatedSpring.Centre.Queues)
        {
            var agents = SimulatedSpring.Centre.Agents.Where(a => a.QueueId == queue.Id).OrderBy(a => a.Skill).ToList();
            var (least, most) = (answered[agents[0].Id], answered[agents[^1].Id]);
            most.Average(c => c.TalkMilliseconds)!.Value.ShouldBeLessThan(least.Average(c => c.TalkMilliseconds)!.Value);
            most.Average(c => c.Rating)!.Value.ShouldBeGreaterThan(least.Average(c => c.Rating)!.Value);
        }
    }

    [Fact]
    public void The_parts_of_a_call_add_up()
    {
        foreach (var call in SimulatedSpring.Calls.Where(c => c.EndedAt is not null))
            ((call.WaitMilliseconds ?? 0) + (call.TalkMilliseconds ?? 0) + (call.HoldMilliseconds ?? 0))
                .ShouldBe((long)(call.EndedAt!.Value - call.StartedAt).TotalMilliseconds);
    }

    [Fact]
    public void Every_fate_of_a_call_occurs_and_none_is_out_of_proportion()
    {
        var inbound = SimulatedSpring.Calls.Where(c => c.Direction == "inbound").ToList();
        SimulatedSpring.Abandonment(inbound).ShouldBeInRange(0.02, 0.15);
        Share(c => c.Status == "missed").ShouldBeInRange(0.01, 0.05);
        Share(c => c.Status == "failed").ShouldBeInRange(0.001, 0.02);
        Share(c => c.Rating is not null).ShouldBeInRange(0.1, 0.4);
        Share(c => c.IsTransferred).ShouldBeInRange(0.02, 0.1);
        Share(c => c.HoldMilliseconds > 0).ShouldBeInRange(0.05, 0.2);

        double Share(Func<CallFact, bool> isSo) => inbound.Count(isSo) / (double)inbound.Count;
    }

    private static double OnDuty(DateOnly day, int hour)
    {
        var (roster, middle) = (new Roster(SimulatedSpring.Plan.Seed), hour + 0.5);
        return Math.Max(1, SimulatedSpring.Centre.Agents.Count(
            a => roster.ShiftOf(a, day) is { } shift && shift.FromHour <= middle && shift.UntilHour > middle));
    }
}
