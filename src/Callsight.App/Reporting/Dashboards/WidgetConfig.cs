using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.Analytics.Querying;
using Callsight.App.Http;
using Callsight.App.Reporting.Funnels;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>What a widget asks: a question without its days, a funnel, or words.</summary>
/// <param name="Period">Days of its own, whatever the board shows; those of the board where not said.</param>
/// <param name="Funnel">For widgets of the type <c>funnel</c>.</param>
/// <param name="Text">For widgets of the type <c>text</c>: Markdown.</param>
public sealed record WidgetConfig(
    [property: MaxLength(20), ShortTexts] IReadOnlyList<string>? Metrics = null,
    [property: MaxLength(4), ShortTexts(150)] IReadOnlyList<string>? Dimensions = null,
    JsonElement? Filter = null,
    Interval? Interval = null,
    IReadOnlyList<WindowRequest>? Windows = null,
    Compare? Compare = null,
    [property: MaxLength(150)] string? OrderBy = null,
    [property: Range(1, 1_000)] int? Limit = null,
    bool? Other = null,
    [property: MaxLength(40)] string? Period = null,
    FunnelDefinition? Funnel = null,
    [property: MaxLength(10_000)] string? Text = null) : IValidated
{
    private static readonly string[] Ranked = ["agent", "team", "queue", "campaign", "source"];

    /// <summary>What does not fit the type; null when all does. Whether its words mean anything is seen by asking it.</summary>
    internal FieldError? Fault(WidgetType type)
    {
        var (metrics, dimensions) = (Metrics?.Count ?? 0, Dimensions?.Count ?? 0);
        return type switch
        {
            WidgetType.Text => Text is { Length: > 0 } ? null : new FieldError("config.text", "A text widget needs a text."),
            WidgetType.Funnel => Funnel is not null ? null
                : new FieldError("config.funnel", "A funnel widget needs a funnel with its steps."),
            _ when metrics == 0 => new FieldError("config.metrics", "The widget needs a metric. GET /analytics/metrics lists them."),
            WidgetType.Metric or WidgetType.Heatmap when metrics > 1 || dimensions > 0 =>
                new FieldError("config.metrics", "The widget shows one metric, without dimensions."),
            WidgetType.Pie when metrics > 1 || dimensions != 1 =>
                new FieldError("config.dimensions", "A pie shows one metric by one dimension."),
            WidgetType.Line when dimensions > 1 => new FieldError("config.dimensions", "A line chart has one dimension at most."),
            WidgetType.Bar when dimensions > 1 || (dimensions == 0 && Interval is null or Core.Interval.None) =>
                new FieldError("config.dimensions", "A bar chart has one dimension, or an interval."),
            WidgetType.Leaderboard when dimensions != 1 || !Ranked.Contains(Dimensions![0]) =>
                new FieldError("config.dimensions", $"A leaderboard has one dimension, of {string.Join(", ", Ranked)}."),
            _ => null,
        };
    }
}
