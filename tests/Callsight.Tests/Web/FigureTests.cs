using Bunit;
using Callsight.Analytics.Metrics;
using Callsight.App.Reporting;
using Callsight.Web.Components;
using Callsight.Web.Components.Shared;

namespace Callsight.Tests.Web;

/// <summary>A figure never says more than is known, and its colour never stands alone.</summary>
public sealed class FigureTests : BunitContext
{
    private static readonly MetricView Handle = View("average_handle_time", Unit.Seconds, MetricKind.Ratio, Better.Down);

    [Fact]
    public void Nothing_to_divide_by_is_a_dash_with_its_reason()
    {
        var text = Shown(Handle, value: null, rate: null).Find(".figure-value").TextContent;
        text.ShouldContain("–");
        text.ShouldContain("Nothing to divide by");
        text.ShouldNotContain("0");
    }

    [Theory]
    [InlineData(Better.Down, -5.0, "good", "−5.0 %", "better")]
    [InlineData(Better.Down, 5.0, "bad", "+5.0 %", "worse")]
    [InlineData(Better.Up, 5.0, "good", "+5.0 %", "better")]
    [InlineData(Better.Up, -5.0, "bad", "−5.0 %", "worse")]
    [InlineData(Better.Neither, 5.0, "idle", "+5.0 %", "neither better nor worse")]
    [InlineData(Better.Up, 0.01, "idle", "0.0 %", "no change")]
    public void A_change_is_coloured_by_which_way_is_good_and_says_so_in_words(
        Better better, double rate, string tone, string sign, string meaning)
    {
        var change = Render<Change>(p => p.Add(c => c.Rate, (decimal)rate).Add(c => c.Better, better)).Find(".change");
        change.ClassList.ShouldContain(tone);
        change.TextContent.ShouldContain(sign);
        change.TextContent.ShouldContain(meaning);
        change.QuerySelector("svg").ShouldNotBeNull();
    }

    [Fact]
    public void A_change_from_nothing_is_a_dash_not_infinity() =>
        Render<Change>(p => p.Add(c => c.Rate, null)).Find(".change").TextContent.ShouldStartWith("–");

    [Fact]
    public void A_gap_in_a_sparkline_stays_a_gap() =>
        Render<Sparkline>(p => p.Add(s => s.Values, [1, 2, null, 4, 5])).FindAll("polyline").Count.ShouldBe(2);

    [Fact]
    public void The_title_opens_what_is_behind()
    {
        MetricView? opened = null;
        Render<Figure>(p => p.Add(f => f.Metric, Handle).Add(f => f.Show, new Show("UTC", "EUR")).Add(f => f.OnOpen, m => opened = m))
            .Find("button").Click();
        opened.ShouldBe(Handle);
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(9.5, "9.5 s")]
    [InlineData(362, "6m 02s")]
    [InlineData(3_661, "1h 01m")]
    [InlineData(363_600, "101 h")]
    public void Lengths_of_time_are_written_as_people_say_them(double seconds, string words) =>
        Show.Duration((decimal)seconds).ShouldBe(words);

    private IRenderedComponent<Figure> Shown(MetricView metric, decimal? value, decimal? rate) => Render<Figure>(p => p
        .Add(f => f.Metric, metric).Add(f => f.Show, new Show("UTC", "EUR")).Add(f => f.Value, value).Add(f => f.Rate, rate)
        .Add(f => f.CompareWords, "vs the days before"));

    private static MetricView View(string name, Unit unit, MetricKind kind, Better better) =>
        new(name, "Average handle time", unit, kind, better, 1, "", null, "a / b", [], false, [], null);
}
