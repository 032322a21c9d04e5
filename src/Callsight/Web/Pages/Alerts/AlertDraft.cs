using System.Text.Json;
using Callsight.App.Reporting.Alerts;

namespace Callsight.Web.Pages.Alerts;

/// <summary>An alert as a form has it: texts and choices, of which a request is made.</summary>
public sealed class AlertDraft
{
    public string Name { get; set; } = "";
    public string Metric { get; set; } = "abandonment_rate";
    public AlertInterval Interval { get; set; } = AlertInterval.Hour;
    public bool IsAnomaly { get; set; }
    public AlertOperator Op { get; set; } = AlertOperator.Gt;
    public decimal? Value { get; set; } = 10;
    public decimal? ClearValue { get; set; }
    public int InARow { get; set; } = 1;
    public AnomalySensitivity Sensitivity { get; set; } = AnomalySensitivity.Medium;
    public AnomalySide Side { get; set; } = AnomalySide.Either;
    public decimal? MinDenominator { get; set; } = 20;

    /// <summary>What rows are about, by field: <c>queue_id</c>, <c>campaign_id</c>, <c>direction</c>.</summary>
    public Dictionary<string, string> Only { get; } = new(StringComparer.Ordinal);

    /// <summary>A filter that choices cannot show; it stays what it is.</summary>
    public JsonElement? OtherFilter { get; set; }
    public bool IsLive { get; set; } = true;
    public HashSet<string> Roles { get; } = new(StringComparer.Ordinal);
    public string Email { get; set; } = "";
    public string Webhook { get; set; } = "";
    public bool Enabled { get; set; } = true;

    private decimal? Deviations { get; set; }

    public static AlertDraft Of(AlertView alert)
    {
        var (condition, channels) = (alert.Condition, alert.Channels);
        var draft = new AlertDraft
        {
            Name = alert.Name,
            Metric = alert.Metric,
            Interval = alert.Interval,
            IsAnomaly = condition.Anomaly is not null,
            Op = condition.Op ?? AlertOperator.Gt,
            Value = condition.Value,
            ClearValue = condition.ClearValue,
            InARow = condition.ForIntervals ?? 1,
            Sensitivity = condition.Anomaly?.Sensitivity ?? AnomalySensitivity.Medium,
            Deviations = condition.Anomaly?.Deviations,
            Side = condition.Anomaly?.Side ?? AnomalySide.Either,
            MinDenominator = alert.MinDenominator,
            IsLive = channels.Live is true,
            Email = string.Join(", ", channels.Email ?? []),
            Webhook = channels.Webhook ?? "",
            Enabled = alert.Enabled,
        };
        draft.Roles.UnionWith(channels.Roles ?? []);
        if (alert.Filter is { ValueKind: JsonValueKind.Object } filter && !draft.Take(filter))
            draft.OtherFilter = filter;
        return draft;
    }

    /// <param name="isRatio">Whether the metric has a denominator to be enough.</param>
    public AlertRequest ToRequest(bool isRatio) => new(
        Name, Metric, Filter, Condition, Interval, isRatio ? MinDenominator : null,
        new AlertChannels(IsLive, Roles.Count == 0 ? null : [.. Roles.Order(StringComparer.Ordinal)], Addresses,
            Webhook.Trim() is { Length: > 0 } webhook ? webhook : null), Enabled);

    public AlertPreviewRequest ToPreview(bool isRatio) => new(Metric, Filter, Condition, Interval, isRatio ? MinDenominator : null);

    private AlertCondition Condition => IsAnomaly
        ? new AlertCondition(null, null, null, Row, new AlertAnomaly(Deviations is null ? Sensitivity : null, Deviations, Side))
        : new AlertCondition(Op, Value, ClearValue, Row, null);

    private int? Row => InARow > 1 ? InARow : null;

    private List<string>? Addresses =>
        Email.Split([',', ';', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } some
            ? [.. some.Distinct(StringComparer.OrdinalIgnoreCase)] : null;

    private JsonElement? Filter
    {
        get
        {
            var tests = Only.Where(o => o.Value.Length > 0).Select(o => new { field = o.Key, op = "eq", value = o.Value }).ToList();
            return OtherFilter ?? tests.Count switch
            {
                0 => null,
                1 => JsonSerializer.SerializeToElement(tests[0]),
                _ => JsonSerializer.SerializeToElement(new { all = tests }),
            };
        }
    }

    /// <summary>Reads a filter of plain equalities; false where it is more than that.</summary>
    private bool Take(JsonElement filter)
    {
        List<JsonElement> tests = filter.TryGetProperty("all", out var all) ? [.. all.EnumerateArray()]
            : filter.EnumerateObject().Any() ? [filter] : [];
        foreach (var test in tests)
        {
            if (!test.TryGetProperty("field", out var field) || !test.TryGetProperty("op", out var op) || !op.ValueEquals("eq")
                || !test.TryGetProperty("value", out var value) || value.ValueKind is not JsonValueKind.String
                || !AlertChoices.Fields.Contains(field.GetString()) || !Only.TryAdd(field.GetString()!, value.GetString()!))
            {
                Only.Clear();
                return false;
            }
        }

        return true;
    }
}
