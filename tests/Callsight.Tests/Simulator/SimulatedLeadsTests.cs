using Callsight.Core;

namespace Callsight.Tests.Simulator;

public sealed class SimulatedLeadsTests
{
    [Fact]
    public void Every_converted_lead_was_created_contacted_and_qualified_before()
    {
        var seen = new HashSet<(Guid, string)>();
        foreach (var happened in SimulatedSpring.Events.Where(e => e.Lead is not null))
        {
            var id = happened.LeadId!.Value;
            if (happened.Type != "lead_created")
                seen.Contains((id, "lead_created")).ShouldBeTrue();
            if (happened.Type == "lead_converted")
                seen.Contains((id, "lead_qualified")).ShouldBeTrue();
            if (happened.Type == "lead_qualified")
                seen.Contains((id, "lead_contacted")).ShouldBeTrue();
            seen.Add((id, happened.Type));
        }

        seen.Count(s => s.Item2 == "lead_converted").ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Some_are_won_some_are_lost_and_some_stay_open()
    {
        var old = SimulatedSpring.Leads.Where(l => l.CreatedAt < SimulatedSpring.Plan.End.AddDays(-60)).ToList();
        (old.Count(l => l.Status == "converted") / (double)old.Count).ShouldBeInRange(0.1, 0.3);
        (old.Count(l => l.Status == "lost") / (double)old.Count).ShouldBeInRange(0.4, 0.85);
        old.ShouldContain(l => l.Status == "new" || l.Status == "contacted" || l.Status == "qualified");
    }

    [Fact]
    public void A_lead_is_contacted_by_a_call_of_its_own_agent()
    {
        var calls = SimulatedSpring.Calls.Where(c => c.LeadId is not null).ToLookup(c => c.LeadId);
        foreach (var lead in SimulatedSpring.Leads.Where(l => l.ContactedAt is not null))
            calls[lead.LeadId].Any(c => c.AnsweredAt == lead.ContactedAt && c.AgentId == lead.AgentId).ShouldBeTrue();
    }

    [Fact]
    public void Conversions_take_days()
    {
        var days = SimulatedSpring.Leads.Where(l => l.ConvertedAt is not null)
            .Select(l => (l.ConvertedAt!.Value - l.CreatedAt).TotalDays).Order().ToList();
        days[days.Count / 2].ShouldBeInRange(4, 20);
        days[^1].ShouldBeInRange(20, 80);
    }

    [Fact]
    public void Friends_of_customers_convert_better_than_those_who_saw_a_banner()
    {
        Conversion("referral").ShouldBeGreaterThan(2 * Conversion("display"));

        static double Conversion(string source) =>
            SimulatedSpring.Leads.Where(l => l.Source == source).Average(l => l.ConvertedAt is null ? 0.0 : 1);
    }

    [Fact]
    public void A_lead_from_the_web_site_submitted_the_form_after_looking_at_pages()
    {
        var visits = SimulatedSpring.Events.Where(e => e.SessionId is not null).ToLookup(e => e.SessionId);
        var submitted = SimulatedSpring.Events.Where(e => e.Type == "form_submitted").ToList();
        submitted.Count.ShouldBeGreaterThan(500);
        var leads = SimulatedSpring.Leads.ToDictionary(l => l.LeadId);
        foreach (var form in submitted)
        {
            form.OccurredAt.ShouldBeLessThan(leads[form.LeadId!.Value].CreatedAt);
            visits[form.SessionId].First().Type.ShouldBe("page_viewed");
            visits[form.SessionId].Select(e => e.UserId).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void Spending_is_listed_as_it_is_told() =>
        SimulatedSpring.Centre.Spend.ShouldBe(SimulatedSpring.Events.Select(e => e.Spend).OfType<SpendFact>());
}
