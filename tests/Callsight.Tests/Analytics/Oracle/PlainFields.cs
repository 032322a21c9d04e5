using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>What filters and dimensions see of a row, and which facts have which dimensions: written down again, by hand.</summary>
internal static class PlainFields
{
    public static readonly Dictionary<string, string[]> DimensionsOfFact = new()
    {
        ["calls"] = ["agent", "team", "queue", "campaign", "direction", "status", "outcome", "rating", "is_resolved", "properties.topic"],
        ["leads"] = ["agent", "team", "campaign", "source", "status", "stage", "priority", "properties.topic"],
        ["states"] = ["agent", "team", "status", "reason"],
        ["activity"] = ["agent", "team"],
        ["spend"] = ["campaign", "channel"],
        ["contacts"] = ["agent", "team", "queue", "campaign", "status", "outcome", "is_resolved", "properties.topic"],
        ["work"] = ["agent", "team", "queue", "campaign", "direction", "outcome"],
        ["status_stays"] = ["agent", "team", "campaign", "source", "status"],
        ["stage_stays"] = ["agent", "team", "campaign", "source", "stage"],
        ["events"] = ["agent", "team", "campaign", "event_type", "user_id", "source", "channel", "status", "properties.topic"],
    };

    public static object? Of(object row, string name)
    {
        if (row is PlainContact contact)
            return Of(contact.Call, name);
        if (row is PlainPiece piece)
            return Of(piece.Call, name);
        if (row is PlainStay stay)
            return name is "status" or "stage" ? stay.Place : Of(stay.Came, name);
        if (name.StartsWith("properties.", StringComparison.Ordinal))
            return Property(row, name["properties.".Length..]) is { } node ? JsonSerializer.SerializeToElement(node) : null;
        return (row, name.Replace("_id", "", StringComparison.Ordinal)) switch
        {
            (CallFact c, "agent") => c.AgentId,
            (CallFact c, "team") => c.TeamId,
            (CallFact c, "queue") => c.QueueId,
            (CallFact c, "campaign") => c.CampaignId,
            (CallFact c, "direction") => c.Direction,
            (CallFact c, "status") => c.Status,
            (CallFact c, "outcome") => c.Outcome,
            (CallFact c, "rating") => c.Rating,
            (CallFact c, "is_answered") => c.IsAnswered,
            (CallFact c, "is_resolved") => c.IsResolved,
            (CallFact c, "started_at") => c.StartedAt,
            (CallFact c, "ended_at") => c.EndedAt,
            (LeadFact l, "agent") => l.AgentId,
            (LeadFact l, "team") => l.TeamId,
            (LeadFact l, "campaign") => l.CampaignId,
            (LeadFact l, "source") => l.Source,
            (LeadFact l, "status") => l.Status,
            (LeadFact l, "stage") => l.Stage,
            (LeadFact l, "priority") => l.Priority,
            (LeadFact l, "value") => l.Value,
            (LeadFact l, "score") => l.Score,
            (LeadFact l, "tags") => l.Tags,
            (LeadFact l, "created_at") => l.CreatedAt,
            (LeadFact l, "converted_at") => l.ConvertedAt,
            (AgentStateFact s, "agent") => s.AgentId,
            (AgentStateFact s, "team") => s.TeamId,
            (AgentStateFact s, "status") => s.Status,
            (AgentStateFact s, "reason") => s.Reason,
            (SpendFact s, "campaign") => s.CampaignId,
            (SpendFact s, "channel") => s.Channel,
            (SpendFact s, "amount") => s.Amount,
            (CatalogueEvent e, "agent") => e.AgentId,
            (CatalogueEvent e, "team") => e.TeamId,
            (CatalogueEvent e, "campaign") => e.CampaignId,
            (CatalogueEvent e, "event_type") => e.Type,
            (CatalogueEvent e, "user") => e.UserId,
            (CatalogueEvent e, "source") => e.Source,
            (CatalogueEvent e, "channel") => e.Channel,
            (CatalogueEvent e, "status") => e.Status,
            (CatalogueEvent e, "value") => e.Value,
            (CatalogueEvent e, "occurred_at") => e.OccurredAt,
            _ => throw new ArgumentException($"The oracle knows no {name} of a {row.GetType().Name}."),
        };
    }

    /// <summary>The value of a dimension as a text that tells values apart; absent is a sign of its own.</summary>
    public static string Key(object? value) => value switch
    {
        null => "(absent)",
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement json => json.GetRawText(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static JsonNode? Property(object row, string name) => (row switch
    {
        CallFact c => c.Properties,
        LeadFact l => l.Properties,
        CatalogueEvent e => e.Properties,
        _ => throw new ArgumentException($"A {row.GetType().Name} has no properties."),
    })?[name];
}
