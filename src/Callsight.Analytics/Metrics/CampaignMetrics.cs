using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>What campaigns cost and bring. Spending counts on its day, leads and revenue where they happen.</summary>
public static class CampaignMetrics
{
    private static readonly Aggregate Spent = SumMoney(Facts.Spend, "amount", "spent_at");

    public static readonly Metric Cost = Metric.Additive("cost", "Cost", Unit.Money, Better.Down, Spent,
        "Money spent on campaigns in the period.");

    public static readonly Metric CostPerLead = Metric.Ratio("cost_per_lead", "Cost per lead", Unit.Money, Better.Down,
        Spent, LeadMetrics.Generated, "Cost of the period for each lead created in it.");

    public static readonly Metric CostPerAcquisition = Metric.Ratio("cost_per_acquisition", "Cost per acquisition", Unit.Money,
        Better.Down, Spent, LeadMetrics.Converted, "Cost of the period for each lead converted in it.");

    public static readonly Metric Roi = Metric.Ratio("roi", "Return on investment", Unit.Percent, Better.Up,
        LeadMetrics.Revenue - Spent, Spent, "(Revenue - cost) of cost. No cost: no value.");

    public static readonly Metric Roas = Metric.Ratio("roas", "Return on ad spend", Unit.Ratio, Better.Up,
        LeadMetrics.Revenue, Spent, "Revenue for each unit of money spent.");
}
