using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Hours of the wall clock: what lies in them is what the hours say one by one, over clock changes too.</summary>
public sealed class WindowTests
{
    private static readonly Gen<TimeWindow> Window = Gen.Select(Gen.Int[0, 23], Gen.Int[0, 23], Gen.Enum<DayOfWeek>().Array[1, 5],
        (from, to, days) => new TimeWindow([.. days.Distinct()], new TimeOnly(from, 0), new TimeOnly(to, 0)));

    [Theory, EveryEngine]
    public async Task A_window_holds_what_its_hours_hold(string engineName)
    {
        var engine = await OracleStore.OpenAsync(engineName);
        var gen = from place in Gen.OneOf(Place.All)
                  from events in RandomRows.Events(place, 60)
                  from questions in RandomQuestions.About(place).Array[3]
                  from windows in Window.Array[1, 2]
                  select (place, events, questions, windows);
        await gen.SampleAsync(async sample =>
        {
            var tenant = TenantId.New();
            await engine.LoadAsync(tenant, sample.events);
            foreach (var question in sample.questions)
            {
                var hourly = question with
                {
                    Tenant = tenant,
                    Dimensions = [],
                    Days = new DayRange(sample.place.Day.AddDays(-4), sample.place.Day.AddDays(4)),
                    Interval = Interval.Hour,
                    Compare = Compare.None,
                    Order = null,
                };
                var hours = (await Asked.AskAsync(engine, hourly)).Rows
                    .Where(row => sample.windows.Any(w => w.Contains(row.Timestamp!.Value.DateTime))).ToList();
                var inside = await Asked.AskAsync(engine, hourly with { Interval = Interval.None, Windows = [.. sample.windows] });
                foreach (var (metric, m) in hourly.Metrics.Select((metric, m) => (metric, m)).Where(p => p.metric.Kind is MetricKind.Additive or MetricKind.Ratio))
                    (inside.Totals[m].Numerator ?? 0).ShouldBe(hours.Sum(r => r.Figures[m].Numerator ?? 0),
                        $"{metric.Key} in {string.Join(", ", sample.windows.AsEnumerable())}: {QueryOracleTests.Describe(hourly)}");
            }
        }, iter: 20, time: OracleStore.Seconds(engineName), threads: 1,
            print: s => $"{string.Join(", ", s.windows.AsEnumerable())}\n{QueryOracleTests.Print(s.events, s.questions)}");
    }

    [Fact]
    public void Stretches_of_a_window_are_the_minutes_the_clock_shows_it() => Gen.Select(Gen.OneOf(Place.All), Window.Array[1, 3]).Sample(
        (place, windows) =>
        {
            var zone = TenantZone.Find(place.Zone).Value;
            var range = new TimeRange(place.Noon.AddDays(-3), place.Noon.AddDays(3));
            var stretches = TimeWindow.Cut(range, windows, zone);
            for (var at = range.Start; at < range.End; at = at.AddMinutes(15))
                stretches.Count(s => s.Contains(at)).ShouldBe(windows.Any(w => w.Contains(zone.ToLocal(at).DateTime)) ? 1 : 0, $"{at:O}");
        }, iter: 100);
}
