using Callsight.App.Reporting.Alerts;
using Callsight.Core;
using static Callsight.Tests.App.Reporting.Alerts.AlertSeriesOf;

namespace Callsight.Tests.App.Reporting.Alerts;

public sealed class AnomalyBandTests
{
    private const int Weeks = 13;

    /// <summary>
    /// Eight values: median (300 + 310) / 2 = 305; distances 15 5 5 15 25 35 45 45 (sorted 5 5 15 15 25 35 45 45): MAD 20, deviation
    /// 1.4826 × 20 = 29.652; medium of eight values is 7.30 of those: 216.4596.
    /// </summary>
    [Fact]
    public void The_band_is_the_median_and_so_many_median_deviations()
    {
        decimal[] history = [290, 300, 310, 320, 330, 340, 260, 260];
        var band = AnomalyBand.Of(new AlertAnomaly(AnomalySensitivity.Medium, null, null), Metric("average_handle_time"), history, 50)!;
        band.ShouldBe(new AnomalyBand(305m, 88.5404m, 521.4596m));
        // Twelve count at most, the newest: the first four here are far off and change nothing.
        var longer = AnomalyBand.Of(new AlertAnomaly(null, 2, AnomalySide.Above), Metric("average_handle_time"),
            [9_000, 9_000, 9_000, 9_000, .. history, 290, 300, 310, 320], 50)!;
        // Median 305; distances 15 5 5 15 25 35 45 45 15 5 5 15 (sorted 5 5 5 5 15 15 15 15 25 …): MAD 15; 2 × 1.4826 × 15 = 44.478.
        longer.ShouldBe(new AnomalyBand(305m, null, 349.478m));
    }

    [Fact]
    public void Chance_alone_is_never_unusual()
    {
        // A hundred calls at each time before: the next may have 100 ± 2.807 × 10.
        AnomalyBand.Of(Medium, Metric("calls_total"), [.. Enumerable.Repeat(100m, 12)], null).ShouldBe(new AnomalyBand(100, 71.93m, 128.07m));
        // Never a missed call at night, and then one: not more than chance.
        AnomalyBand.Of(Medium, Metric("calls_total"), [.. Enumerable.Repeat(0m, 12)], null)!.High.ShouldBe(2.807m);
        // Nobody abandoned, of one call: (0 + 1) / 3, ± 2.807 × √(1/3 × 2/3 / 1) = 132 %.
        AnomalyBand.Of(Medium, Metric("abandonment_rate"), [.. Enumerable.Repeat(0m, 12)], 1)!.High!.Value.ShouldBe(132.323m, 0.001m);
        // Of 200 calls: 1/202 ± 2.807 × √(1/202 × 201/202 / 200) = 1.393 %.
        AnomalyBand.Of(Medium, Metric("abandonment_rate"), [.. Enumerable.Repeat(0m, 12)], 200)!.High!.Value.ShouldBe(1.393m, 0.001m);
    }

    [Fact]
    public void Too_little_history_is_no_verdict()
    {
        AnomalyBand.Of(Medium, Metric("calls_total"), [1, 2, 3, 4, 5], null).ShouldBeNull();
        // Noughts before the first thing happened are no history: it began in the ninth of thirteen weeks.
        var began = Days(Enumerable.Range(0, Weeks * 7).Select(d => (decimal?)(d < 8 * 7 ? 0 : 40)));
        JudgeIntervals.Apply(Anomaly(AnomalySensitivity.Medium, AlertInterval.Day), Metric("calls_total"), began, 1).Single()
            .ShouldSatisfyAllConditions(j => j.Verdict.ShouldBe(AlertVerdict.None), j => j.Reason.ShouldBe(NoVerdict.TooLittleHistory));
    }

    /// <summary>Busy by day and quiet at night, and weekends are other days: one hour of 13 weeks is three times what it should be.</summary>
    [Theory]
    [InlineData(AnomalySide.Either, 3, true)]
    [InlineData(AnomalySide.Above, 3, true)]
    [InlineData(AnomalySide.Below, 3, false)]
    [InlineData(AnomalySide.Below, 0, true)]
    public void A_planted_outlier_is_found_and_no_other(AnomalySide side, int times, bool isFound)
    {
        var random = new Random(7);
        var hours = Seasonal(random, Weeks * 168, noise: 0.05).ToList();
        var planted = hours.Count - 31; // A Saturday, 17:00.
        hours[planted] *= times;
        var alert = Anomaly(AnomalySensitivity.Low, side: side);
        var found = JudgeIntervals.Apply(alert, Metric("average_handle_time"), Hours(hours), 168).Where(j => j.Verdict is AlertVerdict.Breach);
        found.Select(j => (int)(j.Start - Start).TotalHours).ShouldBe(isFound ? [planted] : []);
    }

    [Fact]
    public void Days_are_held_against_the_same_weekday()
    {
        // Weekends have a tenth of the calls: a Sunday as any Sunday is usual, a Monday as a Sunday is not.
        var random = new Random(3);
        var days = Enumerable.Range(0, Weeks * 7).Select(d => (decimal?)Math.Round((d % 7 >= 5 ? 100 : 1_000) + (10 * random.Normal()))).ToList();
        days[^7] = 100;
        var judged = JudgeIntervals.Apply(Anomaly(AnomalySensitivity.Medium, AlertInterval.Day), Metric("calls_total"), Days(days), 7);
        judged.Where(j => j.Verdict is AlertVerdict.Breach).Select(j => j.Reading.Bucket.LocalStart.DayOfWeek).ShouldBe([DayOfWeek.Monday]);
        judged[^1].Expected!.Value.ShouldBe(100, 15);
    }

    /// <summary>Normal noise, as many verdicts as it takes: the share of false alarms is the one that is stated, within four standard errors.</summary>
    [Theory]
    [InlineData(AnomalySensitivity.Low, 0.001, 13, 160)]
    [InlineData(AnomalySensitivity.Medium, 0.005, 13, 60)]
    [InlineData(AnomalySensitivity.High, 0.02, 13, 60)]
    [InlineData(AnomalySensitivity.High, 0.02, 7, 60)]
    [InlineData(AnomalySensitivity.Medium, 0.005, 9, 60)]
    public void False_alarms_are_as_rare_as_stated(AnomalySensitivity sensitivity, double rate, int weeks, int series)
    {
        var random = new Random(20260301);
        var (verdicts, alarms) = (0, 0);
        for (var i = 0; i < series; i++)
        {
            var judged = JudgeIntervals.Apply(Anomaly(sensitivity), Metric("average_handle_time"),
                Hours(Seasonal(random, weeks * 168, noise: 0.1).Select(v => (decimal?)v)), 168);
            verdicts += judged.Count(j => j.Verdict is not AlertVerdict.None);
            alarms += judged.Count(j => j.Verdict is AlertVerdict.Breach);
        }

        verdicts.ShouldBe(series * 168);
        ((double)alarms / verdicts).ShouldBe(rate, 4 * Math.Sqrt(rate * (1 - rate) / verdicts));
    }

    /// <summary>The same by the definition, worked out anew for each interval.</summary>
    [Fact]
    public void Any_series_has_the_bands_of_a_plain_computation()
    {
        var random = new Random(11);
        var hours = Seasonal(random, 10 * 168, noise: 0.4).Select(v => random.Next(9) == 0 ? null : (decimal?)v).ToList();
        var judged = JudgeIntervals.Apply(Anomaly(null, deviations: 3), Metric("average_handle_time"), Hours(hours), 168);
        foreach (var (j, i) in judged.Select((j, i) => (j, hours.Count - 168 + i)))
        {
            var before = Enumerable.Range(1, i / 168).Select(week => hours[i - (week * 168)]).OfType<decimal>().Take(12).Select(v => (double)v).ToList();
            if (before.Count < 6)
            {
                (j.Verdict, j.Expected).ShouldBe((AlertVerdict.None, null));
                continue;
            }

            var middle = Middle(before);
            var width = 3 * Math.Max(1.4826 * Middle([.. before.Select(v => Math.Abs(v - middle))]), middle / 100);
            ((double)j.Expected!.Value).ShouldBe(middle, 1e-5);
            ((double)j.High!.Value).ShouldBe(middle + width, 1e-5);
            ((double)j.Low!.Value).ShouldBe(Math.Max(0, middle - width), 1e-5);
        }

        static double Middle(List<double> values)
        {
            values = [.. values];
            values.Sort();
            return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
        }
    }

    private static readonly AlertAnomaly Medium = new(AnomalySensitivity.Medium, null, null);

    private static IEnumerable<decimal?> Seasonal(Random random, int hours, double noise) => Enumerable.Range(0, hours).Select(i =>
    {
        var usual = (i % 24 is >= 8 and < 18 ? 300 : 120) * (i % 168 >= 120 ? 0.5 : 1);
        return (decimal?)Math.Round((decimal)(usual * (1 + (noise * random.Normal()))), 6);
    });
}
