using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Schema;

namespace Callsight.App.Reporting.OwnMetrics;

/// <summary>What of an event can be measured or told apart, by the names the API has for it.</summary>
internal static class EventMeasures
{
    private const string Free = "properties.";

    private static readonly Dictionary<string, (string Column, SqlType Type, decimal Scale)> Numbers = new(StringComparer.Ordinal)
    {
        ["value"] = ("value", SqlType.Number, 1),
        ["amount"] = ("amount", SqlType.Money, 1),
        ["duration_seconds"] = ("duration_ms", SqlType.Whole, 0.001m),
    };

    private static readonly string[] Identities =
        ["user_id", "session_id", "agent_id", "team_id", "queue_id", "lead_id", "campaign_id", "call_id", "source", "channel", "outcome"];

    /// <summary>What can be summed up.</summary>
    public static string NumbersShown => string.Join(", ", Numbers.Keys) + " or properties.NAME";

    /// <summary>What can be told apart.</summary>
    public static string IdentitiesShown => string.Join(", ", Identities) + " or properties.NAME";

    public static bool IsNumber(string? field) => field is not null && (Numbers.ContainsKey(field) || IsFree(field));

    public static bool IsIdentity(string? field) => field is not null && (Identities.Contains(field) || IsFree(field));

    /// <summary>An aggregate of a field over events; of the events themselves where there is none.</summary>
    public static Aggregate Of(AggregateKind kind, string? field)
    {
        var (column, type, scale) = field is null || kind is AggregateKind.CountDistinct ? (field, SqlType.Whole, 1m)
            : Numbers.TryGetValue(field, out var known) ? known
            : (field, SqlType.Number, 1m);
        return new Aggregate(Facts.Events, kind, "occurred_at", column is null ? null : new Measure(column),
            kind is AggregateKind.Quantile ? SqlType.Number : type, scale, []);
    }

    /// <summary>The column behind a field, for asking whether it has a value.</summary>
    public static string ColumnOf(string field) => Numbers.TryGetValue(field, out var known) ? known.Column : field;

    private static bool IsFree(string field) =>
        Facts.Events.Dimension(field) is not null && field.StartsWith(Free, StringComparison.Ordinal);
}
