using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>Whether callers were helped, and what they say of it. Booked where the contact ends.</summary>
public static class ResolutionMetrics
{
    private const string Window = "A repeat is another inbound call of the same caller (the lead, else the number) that starts within " +
        "the tenant's repeat window, 7 days where nothing is said. Calls of unknown callers are left out. Figures are " +
        "provisional until the window is over.";

    private static readonly Aggregate Rated = CallMetrics.Handled.WhereKnown("rating");

    private static readonly Aggregate Answers = Count(Facts.Events, "occurred_at")
        .Where("type", ReportedEvents.SurveyAnswered.Name)
        .WhereNumber("value", Compared.AtLeast, 0).WhereNumber("value", Compared.AtMost, 10);

    public static readonly Metric FirstContactResolution = Gross(MetricSettings.Default);

    public static readonly Metric FirstContactResolutionNet = Net(MetricSettings.Default);

    public static readonly Metric RepeatCallRate = Repeats(MetricSettings.Default);

    public static readonly Metric CustomerRating = Metric.Ratio("customer_rating", "Customer rating", Unit.Rating, Better.Up,
        SumWhole(Facts.Calls, "rating", "ended_at").Where("is_answered").WhereKnown("rating"), Rated,
        "Mean of the ratings given, 1 to 5. The denominator says how many there were.");

    public static readonly Metric CustomerSatisfaction = Metric.Ratio("customer_satisfaction", "Customer satisfaction", Unit.Percent,
        Better.Up, Rated.WhereWhole("rating", Compared.AtLeast, 4), Rated,
        "Ratings of 4 or 5, of all ratings given (CSAT). The denominator says how many there were.");

    public static readonly Metric RatingResponseRate = Metric.Ratio("rating_response_rate", "Rating response rate", Unit.Percent,
        Better.Up, Rated, CallMetrics.Handled, "Handled calls that the caller rated, of all handled calls.");

    public static readonly Metric Nps = Metric.Ratio("nps", "Net promoter score", Unit.Score, Better.Up,
        Answers.WhereNumber("value", Compared.AtLeast, 9) - Answers.WhereNumber("value", Compared.AtMost, 6), Answers,
        "Share of 9 and 10 less share of 0 to 6 among answers to a survey (events survey_answered with a value from 0 to 10). " +
        "The denominator says how many answers there were; booked where they were given.");

    internal static readonly AdjustableMetric[] Adjustable =
    [
        new(FirstContactResolution.Key, false, (settings, _) => Gross(settings)),
        new(FirstContactResolutionNet.Key, false, (settings, _) => Net(settings)),
        new(RepeatCallRate.Key, false, (settings, _) => Repeats(settings)),
    ];

    private static Metric Gross(MetricSettings settings) => Metric.Ratio("first_contact_resolution", "First contact resolution",
        Unit.Percent, Better.Up, Resolved(settings), First(settings),
        "Gross: first contacts resolved at once, of all handled inbound first contacts. Resolved at once is a call that was marked as " +
        "resolved, not transferred and not followed by a repeat; a first contact is no repeat itself. " + Window) with
    {
        Variant = $"gross, repeat window {settings.RepeatWindowDays} d",
        OpenFor = TimeSpan.FromDays(settings.RepeatWindowDays),
    };

    private static Metric Net(MetricSettings settings) => Metric.Ratio("first_contact_resolution_net", "First contact resolution, net",
        Unit.Percent, Better.Up, Resolved(settings), First(settings).Where("is_transferred", false),
        "Net: first contacts resolved at once, of handled inbound first contacts that could be: those transferred are left out. " +
        "Resolved at once is a call that was marked as resolved, not transferred and not followed by a repeat. " + Window) with
    {
        Variant = $"net of transfers, repeat window {settings.RepeatWindowDays} d",
        OpenFor = TimeSpan.FromDays(settings.RepeatWindowDays),
    };

    private static Metric Repeats(MetricSettings settings) => Metric.Ratio("repeat_call_rate", "Repeat call rate", Unit.Percent,
        Better.Down, HandledContacts.With(new RowCondition.Compares("since_previous_us", Compared.AtMost, Dialects.SqlType.Whole,
            Microseconds(settings))), HandledContacts,
        "Handled inbound calls that repeat an earlier call, of all handled inbound calls. " + Window) with
    {
        Variant = $"repeat window {settings.RepeatWindowDays} d",
    };

    private static Aggregate HandledContacts => Count(Facts.Contacts, "ended_at").Where("is_answered");

    private static Aggregate First(MetricSettings settings) =>
        HandledContacts.With(new RowCondition.OverOrUnknown("since_previous_us", Microseconds(settings)));

    private static Aggregate Resolved(MetricSettings settings) => First(settings).Where("is_transferred", false).Where("is_resolved")
        .With(new RowCondition.OverOrUnknown("until_next_us", Microseconds(settings)));

    private static long Microseconds(MetricSettings settings) => settings.RepeatWindowDays * 86_400_000_000L;
}
