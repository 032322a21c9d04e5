using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Core;
using CsCheck;
using static Callsight.Core.FilterOperator;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>Random questions that have an answer: all metrics asked together have the dimensions and the filter's fields.</summary>
internal static class RandomQuestions
{
    private static readonly string[] Keys = [.. PlainMetrics.All.Keys];

    private static readonly Dictionary<string, Filter[]> Tests = new()
    {
        ["agent"] = [Is("agent_id", Eq, RandomRows.Agents[0]), Is("agent_id", Ne, RandomRows.Agents[0]), Without("agent_id")],
        ["team"] = [Is("team_id", Eq, RandomRows.Teams[0]), With("team_id")],
        ["queue"] = [Is("queue_id", Eq, RandomRows.Queues[0])],
        ["campaign"] = [Is("campaign_id", Eq, RandomRows.Campaigns[0]), Without("campaign_id")],
        ["direction"] = [Is("direction", Eq, "inbound")],
        ["status"] = [Is("status", Eq, "completed"), OneOf("status", NotIn, "lost", "available"), Is("status", StartsWith, "A")],
        ["outcome"] = [Is("outcome", Contains, "AL"), Is("outcome", Eq, ""), With("outcome"), Is("outcome", Ne, "sale")],
        ["rating"] = [Number("rating", Gte, 3), Number("rating", Ne, 3), Since("started_at", "-2d"), Since("ended_at", "today")],
        ["is_resolved"] = [Truth("is_resolved", Eq, true), Truth("is_resolved", Ne, true), Without("is_resolved")],
        ["source"] = [Is("source", Eq, "web"), Is("source", EndsWith, "EB"), OneOf("source", In, "web", "ads"), Is("source", Lt, "b")],
        ["priority"] = [Number("value", Gt, 99.95m), Number("value", Eq, 99.95m), Number("score", Lte, 0.5m), With("tags"),
            Without("tags"), Is("tags", Contains, "a"), Since("created_at", "yesterday"), Since("converted_at", "-3h")],
        ["event_type"] = [Is("event_type", Eq, "form_sent"), Number("value", Lt, 7), Since("occurred_at", "-1d")],
        ["channel"] = [Is("channel", Eq, "search"), Without("channel")],
        ["properties.topic"] = [Is("properties.topic", Eq, "billing"), Is("properties.topic", Contains, "BILL"),
            Number("properties.topic", Gte, 2.5m), Number("properties.topic", Eq, 5), Truth("properties.topic", Eq, true),
            With("properties.topic"), Without("properties.topic"), Is("properties.topic", Ne, "5")],
    };

    /// <summary>Without a tenant, which the fixture adds.</summary>
    public static Gen<AnalyticsQuery> About(Place place) =>
        from metrics in Gen.OneOf(Keys).Array[1, 4]
        let known = Shared(metrics)
        from dimensions in known.Length == 0 ? Gen.Const(Array.Empty<string>()) : Gen.OneOf(known).Array[0, 2]
        from filter in Filters([.. known.Where(Tests.ContainsKey).SelectMany(name => Tests[name])])
        from interval in Gen.Enum<Interval>()
        from days in Days(place, interval)
        from more in Gen.Select(Gen.Int[-60, 120], Gen.Enum<Compare>(), Gen.Bool, Gen.Int[0, 5])
        let columns = metrics.Concat(dimensions).ToArray()
        select new AnalyticsQuery
        {
            Tenant = default,
            Metrics = [.. metrics.Distinct().Select(key => MetricCatalogue.Find(key, "metrics").Value)],
            Dimensions = [.. dimensions.Distinct()],
            Filter = filter,
            Days = days,
            Zone = TenantZone.Find(place.Zone).Value,
            Interval = interval,
            Compare = more.Item2,
            Now = place.Noon.AddHours(more.Item1),
            Order = more.Item4 == 0 ? null : new QueryOrder(columns[more.Item4 % columns.Length], more.Item3),
            Limit = 10_000,
        };

    /// <summary>Questions that rollups can answer in part or in whole: by what they are kept by, and not by the hour.</summary>
    public static Gen<AnalyticsQuery> AboutDays(Place place) =>
        from question in About(place)
        from kept in Gen.OneOf("agent", "team", "queue", "campaign", "source", "")
        let known = Shared(question.Metrics.Select(m => m.Key))
        let dimensions = known.Contains(kept) ? new[] { kept } : []
        from filter in dimensions.Length == 0 || kept == "source"
            ? Gen.Const(Filter.Everything) : Gen.OneOf([Filter.Everything, .. Tests[kept]])
        select question with
        {
            Dimensions = [.. dimensions],
            Filter = filter,
            Interval = question.Interval is Interval.Hour ? Interval.Day : question.Interval,
            Order = null,
        };

    /// <summary>The dimensions that all facts of all the metrics have.</summary>
    public static string[] Shared(IEnumerable<string> metrics) => [.. metrics
        .SelectMany(key => PlainMetrics.All[key].Facts.Split(' ')).Distinct()
        .Select(fact => PlainFields.DimensionsOfFact[fact].AsEnumerable()).Aggregate((left, right) => left.Intersect(right))];

    private static Gen<DayRange> Days(Place place, Interval interval)
    {
        var most = interval switch { Interval.Hour => 4, Interval.Day => 40, Interval.Week => 90, _ => 500 };
        return Gen.Select(Gen.Int[0, most], Gen.Int[0, most], (before, after) =>
            new DayRange(place.Day.AddDays(-before), place.Day.AddDays(after)));
    }

    private static Gen<Filter> Filters(Filter[] tests)
    {
        if (tests.Length == 0)
            return Gen.Const(Filter.Everything);
        var test = Gen.OneOf(tests);
        return Gen.Frequency(
            (3, Gen.Const(Filter.Everything)),
            (3, test),
            (1, test.Select(t => (Filter)new Filter.Not(t))),
            (2, test.Array[0, 3].Select(ts => (Filter)new Filter.All([.. ts]))),
            (2, Gen.Select(test, test, test, (a, b, c) => (Filter)new Filter.Any([new Filter.All([a, b]), new Filter.Not(c)]))));
    }

    private static Filter.Test Is(string field, FilterOperator op, string value) => new(field, op, new FilterValue.Text(value));

    private static Filter.Test Is(string field, FilterOperator op, Guid value) => new(field, op, new FilterValue.Identity(value));

    private static Filter.Test Number(string field, FilterOperator op, decimal value) => new(field, op, new FilterValue.Number(value));

    private static Filter.Test Truth(string field, FilterOperator op, bool value) => new(field, op, new FilterValue.Truth(value));

    private static Filter.Test Since(string field, string moment) => new(field, Gte, new FilterValue.Relative(moment));

    private static Filter.Test With(string field) => new(field, Exists, new FilterValue.None());

    private static Filter.Test Without(string field) => new(field, NotExists, new FilterValue.None());

    private static Filter.Test OneOf(string field, FilterOperator op, params string[] values) =>
        new(field, op, new FilterValue.Many([.. values.Select(v => new FilterValue.Text(v))]));
}
