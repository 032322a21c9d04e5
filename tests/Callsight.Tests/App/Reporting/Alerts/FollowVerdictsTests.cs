using Callsight.App.Reporting.Alerts;
using CsCheck;
using static Callsight.Tests.App.Reporting.Alerts.AlertSeriesOf;

namespace Callsight.Tests.App.Reporting.Alerts;

public sealed class FollowVerdictsTests
{
    /// <summary>
    /// Numbers are figures of hours, a dash is an hour without one. Above 10 it begins; with hysteresis it is over at 6 or below. The
    /// expected text has the hour that opened it, the hour that cleared it, and the worst figure.
    /// </summary>
    [Theory]
    [InlineData("5 10 11 12 10 5", null, null, "2-4 12")]
    [InlineData("5 11 9 7 12 8 6 5", 6, null, "1-6 12")]
    [InlineData("5 11 9 7 12 8 6 5", null, null, "1-2 11, 4-5 12")]
    [InlineData("11 11 9 11 11 11 20 9", null, 3, "5-7 20")]
    [InlineData("11 - 11 - - 11 -", null, 3, "5-… 11")]
    [InlineData("11 - 11 5 11", null, 3, "")]
    [InlineData("11 8 11 11", 6, 2, "3-… 11")]
    [InlineData("12 - - 11 - 6", 6, null, "0-5 12")]
    [InlineData("- - -", null, null, "")]
    public void It_begins_and_ends_where_the_hysteresis_says(string hours, int? clear, int? inARow, string expected) =>
        Told(hours, Threshold(AlertOperator.Gt, 10, clear, inARow)).ShouldBe(expected);

    [Theory]
    [InlineData(AlertOperator.Gt, "9 10 11", "2-… 11")]
    [InlineData(AlertOperator.Gte, "9 10 11", "1-… 11")]
    [InlineData(AlertOperator.Lt, "11 10 9", "2-… 9")]
    [InlineData(AlertOperator.Lte, "11 10 9", "1-… 9")]
    [InlineData(AlertOperator.Lt, "9 10 9 11", "0-1 9, 2-3 9")]
    [InlineData(AlertOperator.Lte, "9 10 8 11", "0-3 8")]
    public void The_limit_itself_belongs_to_the_side_that_the_operator_says(AlertOperator op, string hours, string expected) =>
        Told(hours, Threshold(op, 10)).ShouldBe(expected);

    [Fact]
    public void An_incident_from_before_goes_on_until_the_figure_comes_back()
    {
        var judged = JudgeIntervals.Apply(Threshold(AlertOperator.Gt, 10, 6), Metric("calls_total"), Hours([null, 8, 7, 5, 11]), 5);
        var told = FollowVerdicts.Apply(judged, 1, isOn: true);
        told.Count.ShouldBe(2);
        (told[0].Opened, told[0].Cleared!.Reading.Value).ShouldBe((null, 5m));
        (told[1].Opened!.Reading.Value, told[1].Cleared).ShouldBe((11m, null));
    }

    [Fact]
    public void Fewer_things_than_asked_for_are_no_verdict()
    {
        var alert = Threshold(AlertOperator.Gt, 10, least: 20);
        JudgeIntervals.Apply(alert, Metric("abandonment_rate"), Hours([100], denominator: 19), 1).Single()
            .ShouldSatisfyAllConditions(j => j.Verdict.ShouldBe(AlertVerdict.None), j => j.Reason.ShouldBe(NoVerdict.TooFew));
        JudgeIntervals.Apply(alert, Metric("abandonment_rate"), Hours([100], denominator: 20), 1).Single().Verdict.ShouldBe(AlertVerdict.Breach);
    }

    /// <summary>The same by the definition alone: a machine with two states, stepped through hour by hour.</summary>
    [Fact]
    public void Any_series_tells_what_a_plain_machine_tells() => Gen.Select(
        Gen.Int[-1, 15].Array[0, 60], Gen.Int[3, 10], Gen.Int[1, 4]).Sample((hours, clear, inARow) =>
    {
        var (expected, isOn, row) = (new List<string>(), false, 0);
        for (var i = 0; i < hours.Length; i++)
        {
            if (hours[i] < 0)
                continue;
            row = hours[i] > 10 ? row + 1 : 0;
            var turns = isOn ? hours[i] <= clear : row >= inARow;
            if (turns)
                expected.Add($"{((isOn = !isOn) ? "on" : "off")} {i}");
            row = isOn ? 0 : row;
        }

        var judged = JudgeIntervals.Apply(Threshold(AlertOperator.Gt, 10, clear, inARow), Metric("calls_total"),
            Hours(hours.Select(h => h < 0 ? (decimal?)null : h)), hours.Length);
        var told = FollowVerdicts.Apply(judged, inARow, isOn: false)
            .SelectMany(e => new[] { ("on", e.Opened), ("off", e.Cleared) }).Where(e => e.Item2 is not null)
            .Select(e => $"{e.Item1} {(e.Item2!.Start - Start).TotalHours}");
        told.ShouldBe(expected);
    });

    private static string Told(string hours, AlertDefinition alert)
    {
        var readings = Hours(hours.Split(' ').Select(h => decimal.TryParse(h, out var value) ? value : (decimal?)null));
        var judged = JudgeIntervals.Apply(alert, Metric("calls_total"), readings, readings.Count);
        return string.Join(", ", FollowVerdicts.Apply(judged, alert.Condition.InARow, isOn: false).Select(e =>
            $"{Hour(e.Opened)}-{Hour(e.Cleared)} {e.Worst!.Reading.Value}"));

        static string Hour(Judgement? j) => j is null ? "…" : (j.Start - Start).TotalHours.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
