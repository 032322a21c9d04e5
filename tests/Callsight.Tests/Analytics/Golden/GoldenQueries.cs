using Callsight.Analytics.Attribution;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Paths;
using Callsight.Analytics.Querying;
using Callsight.Core;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Golden;

/// <summary>Questions of each shape the compilers print, by the name of the file that records their SQL.</summary>
internal static class GoldenQueries
{
    public static readonly TenantId Tenant = new(Guid.Parse("0198f000-0000-7000-8000-0000000000aa"));

    private static readonly AnalyticsQuery Calls = new()
    {
        Tenant = Tenant,
        Metrics = [CallMetrics.CallsTotal],
        Days = Days("2026-03-28", "2026-03-30"),
        Zone = TenantZone.Find("Europe/Berlin").Value,
        Now = At("2026-03-30T12:00Z"),
    };

    private static readonly FunnelQuery Funnel = new()
    {
        Tenant = Tenant,
        Steps = [Step("lead_created"), Step("lead_contacted"), Step("lead_converted")],
        Days = Calls.Days,
        Zone = Calls.Zone,
        Now = Calls.Now,
    };

    public static readonly IReadOnlyDictionary<string, Func<Dialect, SqlStatement>> All = new Dictionary<string, Func<Dialect, SqlStatement>>
    {
        ["count"] = Of(Calls),
        ["count-by-hour-over-a-clock-change"] = Of(Calls with { Interval = Interval.Hour }),
        ["count-by-week"] = Of(Calls with { Interval = Interval.Week }),
        ["ratio-of-one-fact"] = Of(Calls with { Metrics = [ServiceLevelMetrics.ServiceLevel], Dimensions = ["agent"] }),
        ["ratio-of-two-facts-by-month"] = Of(Calls with { Metrics = [CampaignMetrics.Roi], Interval = Interval.Month }),
        ["distinct"] = Of(Calls with { Metrics = [EventMetrics.UniqueUsers], Interval = Interval.Day }),
        ["sum-of-time-between"] = Of(Calls with { Metrics = [LeadMetrics.TimeToConvert], Dimensions = ["source", "agent"] }),
        ["stretches-by-hour"] = Of(Calls with { Metrics = [AgentMetrics.AvailableTime, AgentMetrics.ActiveAgents], Interval = Interval.Hour }),
        ["percentiles"] = Of(Calls with { Metrics = [HandleTimeMetrics.HandleTimeP90, WaitMetrics.LongestWait], Dimensions = ["queue"] }),
        ["threshold"] = Of(Calls with { Metrics = [MetricCatalogue.Find("service_level_variant_5@30", "").Value] }),
        ["repeats"] = Of(Calls with { Metrics = [ResolutionMetrics.FirstContactResolution], Dimensions = ["agent"] }),
        ["stays"] = Of(Calls with { Metrics = [LeadStageMetrics.MedianTimeInStage], Dimensions = ["stage"] }),
        ["month-before"] = Of(Calls with { Metrics = [LeadMetrics.LeadVelocityRate], Interval = Interval.Month }),
        ["activities-by-hour"] = Of(Calls with { Metrics = [ActivityMetrics.OnContactTimeByActivity], Interval = Interval.Hour }),
        ["group-by-property"] = Of(Calls with { Dimensions = ["properties.topic"] }),
        ["filter-of-columns"] = Of(Calls with
        {
            Filter = new Filter.All(
            [
                Test("direction", FilterOperator.Eq, new FilterValue.Text("inbound")),
                Test("outcome", FilterOperator.NotIn, new FilterValue.Many([new FilterValue.Text("lost"), new FilterValue.Text("won")])),
                Test("rating", FilterOperator.Gte, new FilterValue.Number(4)),
                Test("ended_at", FilterOperator.Lt, new FilterValue.Relative("today")),
                new Filter.Not(Test("is_resolved", FilterOperator.Eq, new FilterValue.Truth(true))),
                Test("status", FilterOperator.Contains, new FilterValue.Text("Done")),
            ]),
        }),
        ["filter-of-properties-and-lists"] = Of(Calls with
        {
            Metrics = [LeadMetrics.LeadsGenerated],
            Filter = new Filter.Any(
            [
                Test("tags", FilterOperator.Contains, new FilterValue.Text("vip")),
                Test("tags", FilterOperator.NotExists, new FilterValue.None()),
                Test("properties.plan", FilterOperator.StartsWith, new FilterValue.Text("Pro")),
                Test("properties.seats", FilterOperator.Gt, new FilterValue.Number(10)),
                Test("properties.trial", FilterOperator.Eq, new FilterValue.Truth(false)),
                Test("properties.plan", FilterOperator.Exists, new FilterValue.None()),
            ]),
        }),
        ["funnel"] = Rows(Funnel),
        ["funnel-rows"] = Rows(Funnel with
        {
            Steps =
            [
                Step("lead_created") with { Filter = Test("source", FilterOperator.Eq, new FilterValue.Text("referral")) },
                Step("lead_converted"),
            ],
            Exclude = [new FunnelExclusion("lead_lost", Filter.Everything)],
            HoldConstant = ["campaign"],
            FirstTimeOnly = true,
            Breakdown = "properties.plan",
        }),
        ["attribution-rows"] = dialect => AttributionRunner.Rows(new AttributionQuery
        {
            Tenant = Tenant,
            Conversion = new Wanted("lead_converted", Filter.Everything),
            Touches = [new Wanted("visit", Test("channel", FilterOperator.Eq, new FilterValue.Text("ads")))],
            Dimension = "properties.it's; DROP TABLE events --",
            Days = Calls.Days,
            Zone = Calls.Zone,
            Now = Calls.Now,
        }).Compile(dialect),
        ["path-rows"] = dialect => PathRunner.Rows(new PathQuery
        {
            Tenant = Tenant,
            Exclude = [new Wanted("noise", Filter.Everything)],
            Days = Calls.Days,
            Zone = Calls.Zone,
            Now = Calls.Now,
        }).Compile(dialect),
        ["funnel-rows-strict"] = Rows(Funnel with { Order = FunnelOrder.Strict }),
    };

    private static Func<Dialect, SqlStatement> Of(AnalyticsQuery query) =>
        dialect => QueryCompiler.Compile(QueryCompiler.Prepare(query).Value, dialect).Statement;

    private static Func<Dialect, SqlStatement> Rows(FunnelQuery query) =>
        dialect => new EntityWays(CheckFunnel.Apply(query).Value).Rows().Compile(dialect);

    private static FunnelStep Step(string type) => new(type, Filter.Everything, type);

    private static Filter.Test Test(string field, FilterOperator filterOperator, FilterValue value) => new(field, filterOperator, value);
}
