using System.Text.Json;
using Callsight.Analytics.Metrics;
using Callsight.App.Reporting;
using Callsight.App.Reporting.OwnMetrics;
using Callsight.Web.Components;

namespace Callsight.Web.Pages.Settings;

/// <summary>A metric of the tenant's own while it is written.</summary>
public sealed class OwnMetricDraft
{
    private const int MostLetters = 60;

    public string Name { get; set; } = "";
    public string Title { get; set; } = "";
    public string Description { get; set; } = "";
    public Unit Unit { get; set; } = Unit.Count;
    public Better Better { get; set; } = Better.Up;

    /// <summary>Whether one metric is divided by another; else it is made from events.</summary>
    public bool IsRatio { get; set; }
    public string Event { get; set; } = "";
    public JsonElement? Filter { get; set; }
    public OwnAggregate Aggregate { get; set; } = OwnAggregate.Count;
    public string Field { get; set; } = "";
    public string Numerator { get; set; } = "";
    public string Denominator { get; set; } = "";

    public static OwnMetricDraft Of(MetricView metric, MetricDefinition definition) => new()
    {
        Name = metric.Name,
        Title = metric.Title,
        Description = definition.Description ?? "",
        Unit = metric.Unit,
        Better = metric.Better,
        IsRatio = definition.Numerator is not null,
        Event = definition.Event ?? "",
        Filter = definition.Filter,
        Aggregate = definition.Aggregate ?? OwnAggregate.Count,
        Field = definition.Field ?? "",
        // The newest version of a part is taken with each new version.
        Numerator = definition.Numerator?.Split('@')[0] ?? "",
        Denominator = definition.Denominator?.Split('@')[0] ?? "",
    };

    /// <summary>A name that questions can use, made of a title.</summary>
    public static string NameOf(string title)
    {
        var letters = string.Concat(title.Trim().ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        var name = string.Join('_', letters.Split('_', StringSplitOptions.RemoveEmptyEntries));
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
            name = "m_" + name;
        return name.Length > MostLetters ? name[..MostLetters] : name;
    }

    public object ToRequest() => IsRatio
        ? new
        {
            name = Name,
            title = Title,
            description = Text(Description),
            unit = Show.Key(Unit),
            better = Show.Key(Better),
            numerator = Text(Numerator),
            denominator = Text(Denominator),
        }
        : new
        {
            name = Name,
            title = Title,
            description = Text(Description),
            unit = Show.Key(Unit),
            better = Show.Key(Better),
            @event = Text(Event),
            filter = Filter,
            aggregate = Show.Key(Aggregate),
            field = Aggregate is OwnAggregate.Count ? null : Text(Field),
        };

    private static string? Text(string text) => text.Trim().Length == 0 ? null : text.Trim();
}
