using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>
/// How long leads stay in a status or a stage, from the events that moved them. Stays that are over are booked where they end; those
/// still going on are counted apart, since nobody knows yet how long they will be. A stage that was skipped has no stay.
/// </summary>
public static class LeadStageMetrics
{
    public static readonly Metric AverageTimeInStage = Average("average_time_in_stage", "Average time in stage", Facts.StageStays,
        "Time in stages that leads left in the period, for each such lead; stays of one lead in one stage add up. Group by stage.");

    public static readonly Metric MedianTimeInStage = Median("median_time_in_stage", "Median time in stage", Facts.StageStays,
        "Half of the stays in a stage that ended in the period were no longer than this. Group by stage.");

    public static readonly Metric LeadsInStageOpen = Open("leads_in_stage_open", "Leads still in a stage", Facts.StageStays,
        "Leads that came into a stage in the period and are still there. Group by stage.");

    public static readonly Metric AverageTimeInStatus = Average("average_time_in_status", "Average time in status", Facts.StatusStays,
        "Time in statuses that leads left in the period, for each such lead; stays of one lead in one status add up. Group by status.");

    public static readonly Metric MedianTimeInStatus = Median("median_time_in_status", "Median time in status", Facts.StatusStays,
        "Half of the stays in a status that ended in the period were no longer than this. Group by status.");

    public static readonly Metric LeadsInStatusOpen = Open("leads_in_status_open", "Leads still in a status", Facts.StatusStays,
        "Leads that came into a status in the period and are still there. Group by status.");

    private static Metric Average(string key, string title, Fact stays, string description) => Metric.Ratio(key, title, Unit.Seconds,
        Better.Down, SumBetween(stays, "entered_at", "left_at", "left_at"), CountDistinct(stays, "lead_id", "left_at"), description) with
    {
        // A lead may leave several stages, and counts once in the whole.
        Kind = MetricKind.Whole,
    };

    private static Metric Median(string key, string title, Fact stays, string description) => Metric.Single(key, title, Unit.Seconds,
        Better.Down, QuantileBetween(0.5, stays, "entered_at", "left_at", "left_at"), description);

    private static Metric Open(string key, string title, Fact stays, string description) => Metric.Additive(key, title, Unit.Count,
        Better.Neither, Count(stays, "entered_at").WhereUnknown("left_at"), description);
}
