using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>What was recorded, of any type.</summary>
public static class EventMetrics
{
    public static readonly Metric EventsTotal = Metric.Additive("events_total", "Events", Unit.Count, Better.Neither,
        Count(Facts.Events, "occurred_at"), "Events that happened in the period.");

    public static readonly Metric UniqueUsers = Metric.Distinct("unique_users", "Unique users", Better.Up,
        CountDistinct(Facts.Events, "user_id", "occurred_at"), "Different users with any event in the period.");
}
