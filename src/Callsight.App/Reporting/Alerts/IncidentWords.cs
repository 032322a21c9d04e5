using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Metrics;
using Callsight.App.Http;
using Callsight.App.Reporting.Reports;
using Callsight.App.Reporting.Reports.Writing;

namespace Callsight.App.Reporting.Alerts;

/// <summary>What is said of an incident, to people and to programs.</summary>
internal sealed record IncidentWords(Incident Incident, AlertDefinition Definition, Metric? Metric, TenantZone Zone, string Currency)
{
    public string Title(IncidentNews news) => $"{Incident.AlertName}: {(news is IncidentNews.Opened ? "alert" : "over")}";

    /// <summary>What happened, in two or three sentences.</summary>
    public string Text(IncidentNews news)
    {
        var (opened, worst) = (AlertFigures.Read(Incident.Opened), AlertFigures.Read(Incident.Worst));
        var last = AlertFigures.Read(Incident.Last);
        var begun = $"{Name} was {Figure(opened.Value)} in the {Interval} from {Moment(opened.IntervalStart)}; {Bound(opened)}.";
        if (news is IncidentNews.Opened)
            return Incident.Openings > 1 ? $"Late data shows that it was not over. {begun}" : begun;
        var end = Incident.Ending switch
        {
            IncidentEnding.Cleared => $"It is over: {Figure(last.Value)} in the {Interval} from {Moment(last.IntervalStart)}.",
            IncidentEnding.Withdrawn => "Late data has changed the figure: it was no incident after all.",
            IncidentEnding.AlertChanged => "The alert was changed or taken out, so it is not followed any further.",
            _ => "Somebody has resolved it" + (Incident.Note is { Length: > 0 } note ? $": {note}" : "."),
        };
        return $"{end} {begun} The worst was {Figure(worst.Value)} in the {Interval} from {Moment(worst.IntervalStart)}.";
    }

    public JsonObject Data(IncidentNews news, int opening) => new()
    {
        ["alert_id"] = Incident.AlertId.Value,
        ["alert"] = Incident.AlertName,
        ["incident_id"] = Incident.Id.Value,
        ["status"] = Data(Incident.Status),
        ["ending"] = Incident.Ending is { } ending ? Data(ending) : null,
        ["opening"] = opening,
        ["metric"] = Definition.Metric,
        ["unit"] = Metric is null ? null : ReportBuilder.Word(Metric.Unit),
        ["interval"] = Data(Definition.Interval),
        ["started_at"] = JsonValue.Create(Incident.StartedAt),
        ["opened_at"] = JsonValue.Create(Incident.OpenedAt),
        ["ended_at"] = Incident.EndedAt is { } at ? JsonValue.Create(at) : null,
        ["opened"] = JsonNode.Parse(Incident.Opened),
        ["worst"] = JsonNode.Parse(Incident.Worst),
        ["last"] = JsonNode.Parse(Incident.Last),
        ["text"] = Text(news),
        ["page"] = $"/alerts/{Incident.AlertId}",
    };

    private static JsonNode? Data<T>(T word) => JsonSerializer.SerializeToNode(word, JsonShape.Api);

    private string Name => Metric?.Title ?? Definition.Metric;

    private string Interval => Data(Definition.Interval)!.GetValue<string>();

    private string Bound(AlertFigures figures) => figures switch
    {
        { Expected: { } usual } => $"usual is {Figure(usual)}, from {Figure(figures.Low)} to {Figure(figures.High)}",
        _ => $"the limit is {Figure(figures.High ?? figures.Low)}",
    };

    private string Figure(decimal? value) => FigureText.Of(value, Metric is null ? null : ReportBuilder.Word(Metric.Unit), Currency);

    private string Moment(DateTimeOffset at)
    {
        var form = Definition.Interval is AlertInterval.Hour ? "ddd d MMM yyyy, HH:mm" : "ddd d MMM yyyy";
        return $"{Zone.ToLocal(at).ToString(form, CultureInfo.InvariantCulture)} ({Zone.Id})";
    }
}
