using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>What becomes of leads. Each milestone is booked where it was reached first.</summary>
public static class LeadMetrics
{
    internal static readonly Aggregate Generated = Count(Facts.Leads, "created_at");
    internal static readonly Aggregate Converted = Count(Facts.Leads, "converted_at");
    internal static readonly Aggregate Qualified = Count(Facts.Leads, "qualified_at");
    private static readonly Aggregate QualifiedBefore = CountMonthBefore(Facts.Leads, "qualified_at");
    internal static readonly Aggregate Revenue = SumMoney(Facts.Leads, "value", "converted_at");

    public static readonly Metric LeadsGenerated = Metric.Additive("leads_generated", "Leads", Unit.Count, Better.Up,
        Generated, "Leads created in the period.");

    public static readonly Metric LeadsContacted = Metric.Additive("leads_contacted", "Leads contacted", Unit.Count,
        Better.Up, Count(Facts.Leads, "contacted_at"), "Leads first contacted in the period.");

    public static readonly Metric LeadsQualified = Metric.Additive("leads_qualified", "Leads qualified", Unit.Count,
        Better.Up, Qualified, "Leads qualified in the period.");

    public static readonly Metric LeadsConverted = Metric.Additive("leads_converted", "Leads converted", Unit.Count,
        Better.Up, Converted, "Leads converted in the period, whenever they were created.");

    public static readonly Metric LeadsLost = Metric.Additive("leads_lost", "Leads lost", Unit.Count, Better.Down,
        Count(Facts.Leads, "lost_at"), "Leads lost in the period.");

    public static readonly Metric ConversionRate = Metric.Ratio("conversion_rate", "Conversion rate", Unit.Percent, Better.Up,
        Converted, Generated,
        "Leads converted in the period of leads created in it. For the same leads followed through, ask a funnel.");

    public static readonly Metric LeadVelocityRate = Metric.Ratio("lead_velocity_rate", "Lead velocity rate", Unit.Percent, Better.Up,
        Qualified - QualifiedBefore, QualifiedBefore,
        "(Leads qualified in the period - leads qualified a calendar month before) of those a month before. Made for whole months; " +
        "none a month before: no value.") with
    {
        Kind = MetricKind.Whole,
    };

    public static readonly Metric TimeToConvert = Metric.Ratio("time_to_convert", "Time to convert", Unit.Seconds, Better.Down,
        SumBetween(Facts.Leads, "created_at", "converted_at", "converted_at").WhereAtMost("created_at", "converted_at"),
        Converted.WhereAtMost("created_at", "converted_at"),
        "From creation to conversion, of leads converted in the period. A conversion dated before the lead is left out.");

    public static readonly Metric TotalRevenue = Metric.Additive("total_revenue", "Revenue", Unit.Money, Better.Up,
        Revenue, "Value of the leads converted in the period.");

    public static readonly Metric AverageLeadValue = Metric.Ratio("average_lead_value", "Average lead value", Unit.Money,
        Better.Up, Revenue, Converted, "Revenue for each lead converted in the period.");

    public static readonly Metric RevenuePerLead = Metric.Ratio("revenue_per_lead", "Revenue per lead", Unit.Money, Better.Up,
        Revenue, Generated, "Revenue of the period for each lead created in it.");
}
