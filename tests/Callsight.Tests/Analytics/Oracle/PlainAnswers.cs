using Callsight.Analytics.Querying;
using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Answers questions slowly: every figure of every group and interval from the whole list of rows.</summary>
internal sealed class PlainAnswers(PlainRows rows, AnalyticsQuery query)
{
    private readonly PlainRows filtered = Where(rows, (fact, row) => !Facts(query).Contains(fact)
        || FilterEvaluator.Holds(query.Filter, name => PlainFields.Of(row, name), new RelativeTime(query.Now, query.Zone)));

    /// <summary>The groups that any row belongs to, whenever it happened; one without dimensions.</summary>
    public IEnumerable<string> Groups => query.Dimensions.Count == 0 ? [""] : Facts(query)
        .SelectMany(fact => RowsOf(filtered, fact)).Select(GroupOf).Distinct();

    /// <summary>Figures by group and by where the interval begins.</summary>
    public Dictionary<(string Group, DateTimeOffset? At), List<Figure>> All()
    {
        var calendar = new PlainCalendar(query.Zone.Id, query.Days, query.Interval);
        var all = new Dictionary<(string, DateTimeOffset?), List<Figure>>();
        foreach (var group in Groups)
        {
            var own = Where(filtered, (fact, row) => !Facts(query).Contains(fact) || query.Dimensions.Count == 0 || GroupOf(row) == group);
            foreach (var interval in calendar.Intervals)
                all[(group, query.Interval is Interval.None ? null : interval.Start)] = FiguresOf(own, calendar, interval);
        }

        return all;
    }

    public List<Figure> Totals() => Totals(query.Days);

    public List<Comparison>? Comparison()
    {
        if (query.Compare is Compare.None)
            return null;
        var length = query.Days.Last.DayNumber - query.Days.First.DayNumber + 1;
        var before = Totals(query.Compare is Compare.PreviousYear
            ? new DayRange(query.Days.First.AddYears(-1), query.Days.Last.AddYears(-1))
            : new DayRange(query.Days.First.AddDays(-length), query.Days.Last.AddDays(-length)));
        return [.. Totals().Zip(before, (now, then) => new Comparison(now.Value, then.Value, now.Value - then.Value,
            then.Value is null or 0 ? null : (now.Value - then.Value) * 100 / Math.Abs(then.Value.Value),
            now.Value > then.Value ? "up" : now.Value < then.Value ? "down" : "flat"))];
    }

    private List<Figure> Totals(DayRange days)
    {
        var calendar = new PlainCalendar(query.Zone.Id, days, Interval.None);
        return FiguresOf(filtered, calendar, calendar.Intervals.Single());
    }

    private List<Figure> FiguresOf(PlainRows own, PlainCalendar calendar, PlainInterval interval)
    {
        var cut = new PlainCut(own, calendar, interval, query.Now);
        return [.. query.Metrics.Select(metric =>
        {
            var plain = PlainMetrics.All[metric.Key];
            if (plain.Single is { } single)
                return new Figure(single(cut) is { } one ? Math.Round(one, 5) : null, null, null);
            var (top, bottom) = (plain.Top(cut), plain.Bottom?.Invoke(cut));
            return new Figure(bottom is null ? top : bottom == 0 ? null : top * plain.Factor / bottom, top, bottom);
        })];
    }

    private string GroupOf(object row) =>
        string.Join(" | ", query.Dimensions.Select(dimension => PlainFields.Key(PlainFields.Of(row, dimension))));

    private static HashSet<string> Facts(AnalyticsQuery query) =>
        [.. query.Metrics.SelectMany(metric => PlainMetrics.All[metric.Key].Facts.Split(' '))];

    private static IEnumerable<object> RowsOf(PlainRows rows, string fact) => fact switch
    {
        "calls" => rows.Calls,
        "leads" => rows.Leads,
        "states" => rows.States,
        "spend" => rows.Spends,
        "contacts" => rows.Contacts,
        "work" => rows.Pieces,
        "status_stays" => rows.StatusStays,
        "stage_stays" => rows.StageStays,
        "activity" => [.. rows.States, .. rows.Calls],
        _ => rows.Events,
    };

    private static PlainRows Where(PlainRows rows, Func<string, object, bool> holds)
    {
        var some = new PlainRows();
        some.Calls.AddRange(rows.Calls.Where(c => holds("calls", c) && holds("activity", c)));
        some.Leads.AddRange(rows.Leads.Where(l => holds("leads", l)));
        some.States.AddRange(rows.States.Where(s => holds("states", s) && holds("activity", s)));
        some.Spends.AddRange(rows.Spends.Where(s => holds("spend", s)));
        some.Contacts.AddRange(rows.Contacts.Where(c => holds("contacts", c)));
        some.Pieces.AddRange(rows.Pieces.Where(p => holds("work", p)));
        some.StatusStays.AddRange(rows.StatusStays.Where(s => holds("status_stays", s)));
        some.StageStays.AddRange(rows.StageStays.Where(s => holds("stage_stays", s)));
        some.Events.AddRange(rows.Events.Where(e => holds("events", e)));
        return some;
    }
}
