using Callsight.Simulator;

namespace Callsight.Tests.Simulator;

public sealed class SimulationPlanTests
{
    [Theory]
    [InlineData(20_000, 1)]
    [InlineData(50_000, 12)]
    [InlineData(100_000, 1)]
    public void A_plan_for_so_many_events_gives_about_so_many(long events, int months)
    {
        var plan = SimulationPlan.ForEvents(events, SimulatedSpring.Plan.End, SimulatedSpring.Zone, months);
        SimulatedCallCentre.Create(plan).Events().LongCount().ShouldBeInRange((long)(events * 0.85), (long)(events * 1.15));
    }

    [Fact]
    public void Calls_and_leads_come_as_often_as_planned()
    {
        var plan = SimulatedSpring.Plan;
        var days = (plan.End - plan.Start).TotalDays;
        (SimulatedSpring.Calls.Count(c => c.Direction == "inbound") / days).ShouldBe(plan.CallsPerDay, plan.CallsPerDay * 0.08);
        (SimulatedSpring.Leads.Count / days).ShouldBe(plan.LeadsPerDay, plan.LeadsPerDay * 0.1);
    }

    [Fact]
    public void A_plan_begins_at_a_local_midnight() =>
        SimulatedSpring.Zone.ToLocal(SimulatedSpring.Plan.Start).TimeOfDay.ShouldBe(TimeSpan.Zero);
}
