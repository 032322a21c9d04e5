using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>How soon somebody reaches out to a new lead. Booked where the lead is first contacted, where nothing else is said.</summary>
public static class LeadResponseMetrics
{
    private const long FiveMinutes = 300_000_000;

    private static readonly Aggregate Contacted =
        Count(Facts.Leads, "contacted_at").WhereAtMost("created_at", "contacted_at");

    public static readonly Metric LeadResponseTime = Metric.Ratio("lead_response_time", "Lead response time", Unit.Seconds,
        Better.Down,
        SumBetween(Facts.Leads, "created_at", "contacted_at", "contacted_at").WhereAtMost("created_at", "contacted_at"), Contacted,
        "From creation to the first contact, of leads first contacted in the period.");

    public static readonly Metric LeadResponseTimeMedian = Response("lead_response_time_median", "Median lead response time", 0.5,
        "Half of the leads first contacted in the period waited no longer than this.");

    public static readonly Metric LeadResponseTimeP90 = Response("lead_response_time_p90", "Lead response time, 90th percentile", 0.9,
        "Nine of ten leads first contacted in the period waited no longer than this.");

    public static readonly Metric LeadResponseWithinFiveMinutes = Metric.Ratio("lead_response_within_5_minutes",
        "Leads answered within 5 minutes", Unit.Percent, Better.Up,
        LeadMetrics.Generated.With(new RowCondition.Within("created_at", "contacted_at", FiveMinutes)), LeadMetrics.Generated,
        "Leads first contacted within 5 minutes of their creation, of all leads created in the period, those never contacted included. " +
        "Booked where the lead was created.");

    public static readonly Metric LeadResponseTimeBusiness = Metric.Ratio("lead_response_time_business",
        "Lead response time in business hours", Unit.Seconds, Better.Down,
        SumMilliseconds(Facts.Leads, "response_business_ms", "contacted_at"),
        Count(Facts.Leads, "contacted_at").WhereKnown("response_business_ms"),
        "From creation to the first contact, counting only the business hours the tenant had when the contact was recorded. Leads " +
        "contacted while no business hours were set are left out.");

    private static Metric Response(string key, string title, double fraction, string description) => Metric.Single(key, title,
        Unit.Seconds, Better.Down, QuantileBetween(fraction, Facts.Leads, "created_at", "contacted_at", "contacted_at")
            .WhereAtMost("created_at", "contacted_at"), description);
}
