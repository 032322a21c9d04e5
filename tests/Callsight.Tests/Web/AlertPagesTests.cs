using System.Text.Json;
using Bunit;
using Callsight.App.Http;
using Callsight.App.Reporting.Alerts;
using Callsight.Core;
using Callsight.Web.Components;
using Callsight.Web.Components.Shared;
using Callsight.Web.Pages.Alerts;

namespace Callsight.Tests.Web;

/// <summary>What pages say of alerts, and that a form sends what it was given.</summary>
public sealed class AlertPagesTests : BunitContext
{
    private static readonly Show Show = new("UTC", "EUR");
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"op":"gt","value":10}""", "above 10.0 %")]
    [InlineData("""{"op":"lte","value":80,"clear_value":85,"for_intervals":2}""", "at or below 80.0 % for 2 hours, over again at 85.0 %")]
    [InlineData("""{"anomaly":{}}""", "unusual for its time (medium sensitivity)")]
    [InlineData("""{"anomaly":{"deviations":3.5,"side":"below"},"for_intervals":3}""", "unusually low for its time for 3 hours (3.5 deviations)")]
    public void A_condition_is_said_in_words(string condition, string words) =>
        AlertWords.Of(JsonSerializer.Deserialize<AlertCondition>(condition, JsonShape.Api)!, AlertInterval.Hour, "percent", Show).ShouldBe(words);

    [Theory]
    [InlineData("""{"op":"lt","value":80,"clear_value":85,"for_intervals":2}""", null)]
    [InlineData("""{"op":"gt","value":0.5}""", """{"field":"queue_id","op":"eq","value":"0190a000-0000-7000-8000-000000000001"}""")]
    [InlineData("""{"anomaly":{"sensitivity":"low","side":"above"}}""", """{"all":[{"field":"queue_id","op":"eq","value":"a"},{"field":"direction","op":"eq","value":"inbound"}]}""")]
    [InlineData("""{"anomaly":{"deviations":4,"side":"either"}}""", """{"any":[{"field":"source","op":"eq","value":"web"},{"field":"value","op":"gt","value":5}]}""")]
    [InlineData("""{"op":"gt","value":1}""", """{"field":"direction","op":"ne","value":"inbound"}""")]
    public void What_a_form_does_not_change_stays_as_it_was(string condition, string? filter)
    {
        var alert = View(JsonSerializer.Deserialize<AlertCondition>(condition, JsonShape.Api)!, filter is null ? null : JsonElement.Parse(filter));
        var request = AlertDraft.Of(alert).ToRequest(isRatio: true);
        request.ToDefinition().Write().ShouldBe(new AlertDefinition(alert.Metric, alert.Filter, alert.Condition, alert.Interval, alert.MinDenominator).Write());
        JsonSerializer.Serialize(request.Channels, JsonShape.Api).ShouldBe(JsonSerializer.Serialize(alert.Channels, JsonShape.Api));
        (request.Name, request.Enabled).ShouldBe((alert.Name, false));
    }

    [Fact]
    public void The_chart_of_an_anomaly_has_what_is_usual_in_its_table_and_marks_what_is_not()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var picture = Picture(new AlertCondition(null, null, null, null, new AlertAnomaly(null, null, null)),
            Evaluation(0, 12, AlertVerdict.Ok, 10, 5, 15), Evaluation(1, 40, AlertVerdict.Breach, 11, 6, 16));
        picture.Series.Single(s => s.IsDots).Values.ShouldBe([null, 40m]);
        var chart = Render<Chart>(p => p.Add(c => c.Title, "Calls").Add(c => c.Show, Show).Add(c => c.Labels, picture.Labels)
            .Add(c => c.Series, picture.Series).Add(c => c.Band, picture.Band));
        chart.FindAll("thead th").Select(h => h.TextContent).ShouldBe(["Time", "Calls", "Beyond", "Usual"]);
        chart.FindAll("tbody tr")[1].Children.Select(c => c.TextContent).ShouldBe(["2 Mar 13:00", "40", "40", "6 to 16"]);
    }

    [Fact]
    public void The_chart_of_a_threshold_has_its_limits_and_says_why_there_is_no_verdict()
    {
        var silent = Evaluation(1, null, AlertVerdict.None, null, null, 10) with { Reason = NoVerdict.NoValue };
        var picture = Picture(new AlertCondition(AlertOperator.Gt, 10, 6, null, null), Evaluation(0, 5, AlertVerdict.Ok, null, null, 10), silent);
        picture.Series.Where(s => s.IsLimit).Select(s => (s.Name, s.Values[0])).ShouldBe([("Limit", 10m), ("Over again at", 6m)]);
        picture.Series[0].Notes!.ShouldBe([null, "nothing to divide by"]);
        picture.Band.ShouldBeNull();
    }

    [Theory]
    [InlineData(AlertState.Ok, "good", "All well")]
    [InlineData(AlertState.Firing, "bad", "Firing")]
    [InlineData(AlertState.OwnerWithoutRights, "bad", "Without rights")]
    [InlineData(AlertState.NoVerdict, "", "No verdict")]
    public void A_state_has_a_word_and_a_sign_besides_its_colour(AlertState state, string tone, string word)
    {
        var tag = Render<Status>(p => p.Add(s => s.Word, AlertWords.Of(state))).Find(".tag");
        tag.ClassName!.Trim().ShouldBe($"tag {tone}".Trim());
        tag.TextContent.Trim().ShouldBe(word);
        tag.QuerySelector("svg").ShouldNotBeNull();
    }

    private static AlertPicture Picture(AlertCondition condition, params EvaluationView[] evaluations) =>
        AlertPicture.Of(evaluations, condition, AlertInterval.Hour, "Calls", "count", Show);

    private static EvaluationView Evaluation(int hour, decimal? value, AlertVerdict verdict, decimal? expected, decimal? low, decimal? high) =>
        new(Noon.AddHours(hour), Noon.AddHours(hour + 1), value, null, expected, low, high, verdict, null, 0, Noon);

    private static AlertView View(AlertCondition condition, JsonElement? filter) => new(
        Id<Alert>.New(), "Alert", "service_level@30", filter, condition, AlertInterval.Week, 25,
        new AlertChannels(true, ["admin", "supervisor"], ["ann@example.com", "bob@example.com"], "https://example.com/hook"), false,
        AlertState.Ok, null, [], null, null, null, null, null, Noon, Noon, 1);
}
