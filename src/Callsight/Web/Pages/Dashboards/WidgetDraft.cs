using System.Text.Json;
using Callsight.App.Reporting.Dashboards;
using Callsight.App.Reporting.Funnels;
using Callsight.Core;

namespace Callsight.Web.Pages.Dashboards;

/// <summary>A widget while somebody fills in its form.</summary>
public sealed class WidgetDraft
{
    private WidgetConfig kept = new();

    /// <summary>The widget that is changed; null for a new one.</summary>
    public Id<Widget>? Id { get; private init; }
    public string Title { get; set; } = "";
    public WidgetType Type { get; set; } = WidgetType.Metric;
    public IReadOnlyList<string> Metrics { get; set; } = [];
    public string Dimension { get; set; } = "";
    public string Interval { get; set; } = "";
    public string Period { get; set; } = "";
    public JsonElement? Filter { get; set; }
    public FunnelDefinition? Funnel { get; set; }
    public string Text { get; set; } = "";

    /// <summary>How many figures a type shows.</summary>
    public int MostMetrics => Type switch
    {
        WidgetType.Text or WidgetType.Funnel => 0,
        WidgetType.Metric or WidgetType.Heatmap or WidgetType.Pie => 1,
        WidgetType.Line or WidgetType.Bar when Dimension.Length > 0 => 1,
        _ => 8,
    };

    public bool TakesDimension => Type is WidgetType.Line or WidgetType.Bar or WidgetType.Pie or WidgetType.Table or WidgetType.Leaderboard;

    /// <summary>Whether it is nothing without a dimension.</summary>
    public bool NeedsDimension => Type is WidgetType.Pie or WidgetType.Leaderboard || (Type is WidgetType.Bar && Interval.Length == 0);

    public bool TakesInterval => Type is WidgetType.Line or WidgetType.Bar or WidgetType.Table;

    public static WidgetDraft Of(WidgetView widget) => new()
    {
        Id = widget.Id,
        Title = widget.Title,
        Type = widget.WidgetType,
        Metrics = widget.Config.Metrics ?? [],
        Dimension = widget.Config.Dimensions is [var first, ..] ? first : "",
        Interval = widget.Config.Interval is { } interval ? Components.Show.Key(interval) : "",
        Period = widget.Config.Period ?? "",
        Filter = widget.Config.Filter,
        Funnel = widget.Config.Funnel,
        Text = widget.Config.Text ?? "",
        kept = widget.Config,
    };

    /// <summary>What the API is sent. What the form does not show stays as it was, unless the type has no use for it.</summary>
    public WidgetRequest ToRequest(WidgetPosition? place = null) => new(Title, Type, Config(), place, null);

    private WidgetConfig Config()
    {
        if (Type is WidgetType.Text)
            return new WidgetConfig(Text: Text);
        if (Type is WidgetType.Funnel)
            return new WidgetConfig(Funnel: Funnel, Period: Null(Period), Filter: Filter);
        var dimension = TakesDimension ? Null(Dimension) : null;
        // A table of several dimensions keeps those the form does not show.
        var dimensions = dimension is null ? null
            : kept.Dimensions is [var first, _, ..] && first == dimension && Type is WidgetType.Table ? kept.Dimensions : [dimension];
        return kept with
        {
            Metrics = [.. Metrics.Take(MostMetrics)],
            Dimensions = dimensions,
            Interval = TakesInterval && Enum.TryParse<Interval>(Interval, ignoreCase: true, out var interval) ? interval : null,
            Filter = Filter,
            Period = Null(Period),
            OrderBy = kept.Metrics is { } before && before.SequenceEqual(Metrics) ? kept.OrderBy : null,
            Funnel = null,
            Text = null,
        };
    }

    private static string? Null(string text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
