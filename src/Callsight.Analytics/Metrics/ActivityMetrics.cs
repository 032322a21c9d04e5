using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>
/// Time on calls where it passes, cut at the edges of the interval, instead of all of it where the contact ends. Talk is taken to come
/// first in a call, then hold; wrap-up follows its end. Calls still going on count until now.
/// </summary>
public static class ActivityMetrics
{
    private static readonly Aggregate OnContact = TimeInside(Facts.Activities);
    private static readonly Aggregate Talk = OnContact.Where("activity", "talk");

    public static readonly Metric TalkTimeByActivity = Metric.Additive("talk_time_by_activity", "Talk time by activity", Unit.Seconds,
        Better.Neither, Talk, "Talk time that passed inside the interval, whenever the contact ends.");

    public static readonly Metric OnContactTimeByActivity = Metric.Additive("on_contact_time_by_activity", "Time on contacts by activity",
        Unit.Seconds, Better.Neither, OnContact,
        "Talking, on hold and writing up that passed inside the interval, whenever the contact ends.");

    public static readonly Metric OccupancyByActivity = Metric.Ratio("occupancy_by_activity", "Occupancy by activity", Unit.Percent,
        Better.Neither, OnContact, OnContact + AgentMetrics.Available,
        "Time on contacts of (time on contacts + time available), both where they pass.") with
    {
        Variant = "on contact / (on contact + available), both by activity",
    };

    public static readonly Metric UtilisationByActivity = Metric.Ratio("utilisation_by_activity", "Utilisation by activity", Unit.Percent,
        Better.Neither, OnContact + AgentMetrics.Available, AgentMetrics.LoggedIn,
        "(Time on contacts + time available) of time logged in, all where they pass.") with
    {
        Variant = "(on contact + available) / logged in, all by activity",
    };
}
