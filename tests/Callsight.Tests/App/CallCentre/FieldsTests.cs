using Callsight.Analytics.Schema;
using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Leads;
using Callsight.Core;

namespace Callsight.Tests.App.CallCentre;

public sealed class FieldsTests
{
    [Fact]
    public void Leads_have_the_fields_analytics_knows() => ShouldAgree(LeadFields.All.Filterable, Facts.Leads, except: ["score"]);

    [Fact]
    public void Calls_have_the_fields_analytics_knows() => ShouldAgree(CallFields.All.Filterable, Facts.Calls);

    [Fact]
    public void What_is_worked_out_of_a_call_is_worked_out_as_its_fact_is()
    {
        foreach (var status in Enum.GetValues<CallStatus>())
            foreach (var isKnown in new[] { true, false })
            {
                var start = new DateTimeOffset(2026, 3, 8, 10, 0, 0, TimeSpan.Zero);
                var call = new Call
                {
                    Id = Id<Call>.New(),
                    Status = status,
                    StartedAt = start,
                    AnsweredAt = isKnown ? start.AddSeconds(7) : null,
                    EndedAt = isKnown ? start.AddSeconds(90) : null,
                    WaitMilliseconds = isKnown ? null : 5_500,
                    TalkMilliseconds = 60_000,
                    TransferredTo = isKnown ? "Ann" : null,
                };
                var fact = call.Event(EventCatalogue.CallEnded, start).Call!;
                CallFields.All.ValueOf(call, "answered_at").ShouldBe(fact.AnsweredAt);
                CallFields.All.ValueOf(call, "ended_at").ShouldBe(fact.EndedAt);
                CallFields.All.ValueOf(call, "is_answered").ShouldBe(fact.IsAnswered);
                CallFields.All.ValueOf(call, "is_transferred").ShouldBe(fact.IsTransferred);
                CallFields.All.ValueOf(call, "status").ShouldBe(fact.Status);
            }
    }

    private static void ShouldAgree(FilterFields fields, Fact fact, params string[] except)
    {
        foreach (var known in fact.Filterable.All.Where(field => !except.Contains(field.Name)))
            foreach (var name in known.Aliases.Prepend(known.Name).Where(name => !name.EndsWith('*')))
            {
                fields.TryFind(name, out var field).ShouldBeTrue(name);
                (field!.Name, field.Kind).ShouldBe((known.Name, known.Kind), name);
            }
    }
}
