using System.Text.Json;
using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Leads;
using Callsight.Core;
using Callsight.Web.Components.Filters;

namespace Callsight.Tests.Web;

/// <summary>The editor writes what it read, and never touches what it cannot show.</summary>
public sealed class FilterDraftTests
{
    [Theory]
    [InlineData("""{"field":"source","op":"eq","value":"referral"}""")]
    [InlineData("""{"all":[{"field":"value","op":"gte","value":500},{"field":"tags","op":"contains","value":"hot"}]}""")]
    [InlineData("""{"any":[{"field":"status","op":"in","value":["new","lost"]},{"field":"email","op":"not_exists"}]}""")]
    [InlineData("""{"all":[{"field":"properties.a.b","op":"eq","value":5},{"field":"properties.plan","op":"eq","value":"5"}]}""")]
    [InlineData("""{"field":"properties.vip","op":"eq","value":true}""")]
    [InlineData("""{"field":"created_at","op":"gte","value":"-7d"}""")]
    [InlineData("""{"field":"agent","op":"eq","value":"0197b6c8-0000-7000-8000-000000000001"}""")]
    public void What_rows_can_show_is_written_as_it_was_read(string json) =>
        Written(json).ShouldBe(json);

    [Theory]
    [InlineData("""{"field":"lead.source","op":"eq","value":"a"}""", """{"field":"source","op":"eq","value":"a"}""")]
    [InlineData("""{"field":"agent_id","op":"exists"}""", """{"field":"agent","op":"exists"}""")]
    [InlineData("""{"field":"lead.properties.a.properties.b","op":"exists"}""", """{"field":"properties.a.properties.b","op":"exists"}""")]
    public void Other_names_of_a_field_become_the_usual_one(string json, string written) =>
        Written(json).ShouldBe(written);

    [Theory]
    [InlineData("""{"not":{"field":"source","op":"eq","value":"a"}}""")]
    [InlineData("""{"all":[{"any":[{"field":"source","op":"eq","value":"a"}]}]}""")]
    [InlineData("""{"any":[]}""")]
    [InlineData("""{"field":"nowhere","op":"eq","value":"a"}""")]
    [InlineData("""{"field":"source","op":"eq","value":["a"]}""")]
    [InlineData("""{"field":"created_at","op":"eq","value":"2026-03-01T00:00:00Z"}""")]
    [InlineData("""{"field":"lead_id","op":"exists"}""")]
    public void What_rows_cannot_show_is_left_alone(string json) =>
        FilterDraft.Read(Json(json), FilterSubject.Leads).ShouldBeNull();

    [Fact]
    public void Half_a_condition_is_not_said()
    {
        var draft = new FilterDraft();
        draft.Add(FilterSubject.Leads);
        draft.Write().ShouldBeNull();
        var value = FilterDraft.New(FilterSubject.Leads.Find("value")!.Value.Field);
        value.Value = "many";
        draft.Rows.Add(value);
        draft.Write().ShouldBeNull();
        value.Value = "12.5";
        draft.Write()!.Value.GetRawText().ShouldBe("""{"field":"value","op":"eq","value":12.5}""");
    }

    [Fact]
    public void Every_field_of_the_lists_can_be_chosen_with_every_operator_and_is_taken()
    {
        foreach (var (subject, fields) in new[]
        {
            (FilterSubject.Leads, LeadFields.All.Filterable), (FilterSubject.Calls, CallFields.All.Filterable),
        })
            foreach (var field in subject.Fields)
                foreach (var op in FilterDraft.OperatorsOf(field.Kind))
                {
                    var row = FilterDraft.New(field);
                    (row.Operator, row.Property) = (op, "plan");
                    if (!row.TakesNoValue)
                        row.Value = row.ValueKind switch
                        {
                            FieldKind.Number => "1",
                            FieldKind.Truth => "true",
                            FieldKind.Instant => "today",
                            FieldKind.Identity => Guid.Empty.ToString(),
                            _ => "a",
                        };
                    var json = new FilterDraft(false, row).Write().ShouldNotBeNull();
                    FilterParser.Parse(json).Then(filter => FilterValidator.Validate(filter, fields)).Problem.ShouldBeNull(json.GetRawText());
                }
    }

    private static string? Written(string json) => FilterDraft.Read(Json(json), FilterSubject.Leads).ShouldNotBeNull().Write()?.GetRawText();

    private static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
