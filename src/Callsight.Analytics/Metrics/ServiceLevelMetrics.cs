using System.Globalization;

namespace Callsight.Analytics.Metrics;

/// <summary>
/// How many callers were answered soon enough: seven formulas in use, from the same counters. X is the threshold behind the @ or, without
/// one, the time each call's queue promised; S is the tenant's limit of short abandons. Booked where the call starts.
/// </summary>
public static class ServiceLevelMetrics
{
    private static readonly string[] Formulas =
    [
        "(answered within X + abandoned within X) / (answered + abandoned)",
        "answered within X / answered",
        "answered within X / (answered + abandoned)",
        "answered within X / (answered + abandoned after X)",
        "(answered within X + abandoned within S) / (answered + abandoned)",
        "answered within X / (answered + abandoned - abandoned within S)",
        "answered within X / (answered + abandoned + missed)",
    ];

    public static readonly Metric ServiceLevel = Chosen(MetricSettings.Default, null);

    public static readonly Metric[] Variants =
        [.. Enumerable.Range(1, 7).Select(variant => ByNumber(variant, MetricSettings.Default, null))];

    public static readonly Metric AnsweredWithin = Answered(MetricSettings.Default, null);

    public static readonly Metric AbandonedWithin = Abandoned(MetricSettings.Default, null);

    internal static readonly AdjustableMetric[] Adjustable =
    [
        new(ServiceLevel.Key, true, Chosen),
        .. Variants.Index().Select(v =>
            new AdjustableMetric(v.Item.Key, true, (settings, threshold) => ByNumber(v.Index + 1, settings, threshold))),
        new(AnsweredWithin.Key, true, Answered),
        new(AbandonedWithin.Key, true, Abandoned),
    ];

    private static Metric Chosen(MetricSettings settings, long? threshold) =>
        Of("service_level", "Service level", settings.ServiceLevelVariant, settings, threshold,
            "The variant the tenant chose, 1 where nothing is said.");

    private static Metric ByNumber(int variant, MetricSettings settings, long? threshold) =>
        Of($"service_level_variant_{variant}", $"Service level, variant {variant}", variant, settings, threshold, "");

    private static Metric Of(string key, string title, int variant, MetricSettings settings, long? threshold, string which)
    {
        var (answered, abandoned) = (WaitMetrics.AnsweredWaits, WaitMetrics.AbandonedWaits);
        var inTime = Within(answered, threshold);
        var isShort = abandoned.WhereWhole("wait_ms", Compared.AtMost, WaitMetrics.Limit(settings, null));
        var (top, bottom) = variant switch
        {
            1 => (inTime + Within(abandoned, threshold), answered + abandoned),
            2 => ((Half)inTime, (Half)answered),
            3 => (inTime, answered + CallMetrics.Abandoned),
            4 => (inTime, answered + abandoned - Within(abandoned, threshold)),
            5 => (inTime + isShort, answered + abandoned),
            6 => (inTime, answered + abandoned - isShort),
            _ => (inTime, answered + CallMetrics.Abandoned + CallMetrics.Missed),
        };
        var formula = $"variant {variant}: {Formulas[variant - 1]}";
        string[] sentences =
        [
            which, $"V{formula[1..]}.", "X is the threshold behind the @ or else what the queue promised.",
            variant is 5 or 6 ? "S is the tenant's limit of short abandons, 5 seconds where nothing is said." : "",
            variant is 7 ? "Missed calls are those that left the queue without an answer, the caller not giving up." : "",
            "A call whose wait is not known is left out wherever its wait matters.",
        ];
        return Metric.Ratio(key, title, Unit.Percent, Better.Up, top, bottom, string.Join(' ', sentences.Where(s => s.Length > 0))) with
        {
            Variant = string.Create(CultureInfo.InvariantCulture,
                $"{formula}, X = {(threshold is { } milliseconds ? $"{milliseconds / 1_000m} s" : "the queue's promise")}{ShortLimit()}"),
        };

        string ShortLimit() => variant is 5 or 6 ? $", S = {settings.ShortAbandonSeconds} s" : "";
    }

    private static Metric Answered(MetricSettings settings, long? threshold) => Metric.Additive("calls_answered_within",
        "Calls answered in time", Unit.Count, Better.Up, Within(WaitMetrics.AnsweredWaits, threshold),
        "Inbound calls answered within X: the threshold behind the @ or else what the queue promised.");

    private static Metric Abandoned(MetricSettings settings, long? threshold) => Metric.Additive("calls_abandoned_within",
        "Calls abandoned in time", Unit.Count, Better.Neither, Within(WaitMetrics.AbandonedWaits, threshold),
        "Inbound calls whose caller gave up within X: the threshold behind the @ or else what the queue promised.");

    private static Aggregate Within(Aggregate calls, long? threshold) => threshold is { } milliseconds
        ? calls.WhereWhole("wait_ms", Compared.AtMost, milliseconds)
        : calls.WhereAtMost("wait_ms", "service_level_ms");
}
