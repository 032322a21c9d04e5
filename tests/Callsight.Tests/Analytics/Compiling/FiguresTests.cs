using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;

namespace Callsight.Tests.Analytics.Compiling;

public sealed class FiguresTests
{
    [Theory]
    [InlineData("calls_per_hour", 7, 25_200, 1)]
    [InlineData("calls_per_hour", 1, 3, 1_200)]
    [InlineData("conversion_rate", 3, 3, 100)]
    [InlineData("conversion_rate", 7, 25, 28)]
    public void A_figure_that_comes_out_even_is_even(string key, int numerator, int denominator, int value)
    {
        // 7 / 25,200 does not come out even, 7 x 3,600 / 25,200 does.
        var metric = MetricCatalogue.Find(key, "metric").Value;
        var halves = metric.Numerator.Terms.Select((t, i) => (t.Aggregate, Value: i == 0 ? (decimal?)numerator : 0))
            .Concat(metric.Denominator!.Terms.Select((t, i) => (t.Aggregate, Value: i == 0 ? (decimal?)denominator : 0)))
            .ToDictionary(h => h.Aggregate, h => h.Value);
        Figures.Of(metric, halves).Value.ShouldBe(value);
    }

    [Theory]
    [InlineData(12, 10, 2, 20, "up")]
    [InlineData(5, 10, -5, -50, "down")]
    [InlineData(-5, -10, 5, 50, "up")]
    [InlineData(10, 10, 0, 0, "flat")]
    [InlineData(0, 0, 0, null, "flat")]
    [InlineData(5, 0, 5, null, "up")]
    [InlineData(5, null, null, null, "flat")]
    [InlineData(null, 5, null, null, "flat")]
    public void A_change_is_of_what_was(int? current, int? previous, int? change, int? rate, string status) =>
        Changes.Between(current, previous).ShouldBe(new Comparison(current, previous, change, rate, status));

    [Fact]
    public void A_change_too_great_for_a_number_has_no_rate() =>
        Changes.Between(1_000_000_000_000_000_000m, 0.000000000000000001m).ChangeRate.ShouldBeNull();
}
