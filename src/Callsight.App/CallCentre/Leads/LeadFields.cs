using Callsight.App.Data;

namespace Callsight.App.CallCentre.Leads;

/// <summary>What leads can be filtered by. Names and kinds are those of analytics, wherever both know a field.</summary>
internal static class LeadFields
{
    public static readonly EntityFields<Lead> All = new EntityFields<Lead>("lead")
        .Identity<Lead>("lead_id", l => l.Id, "lead")
        .Identity("agent_id", l => l.AssignedAgentId, "agent")
        .Identity("team_id", l => l.TeamId, "team")
        .Identity("campaign_id", l => l.CampaignId, "campaign")
        .Text("external_id", l => l.ExternalId)
        .Text("first_name", l => l.FirstName)
        .Text("last_name", l => l.LastName)
        .Text("email", l => l.Email)
        .Text("phone", l => l.Phone)
        .Text("company", l => l.Company)
        .Text("source", l => l.Source)
        .Choice<LeadStatus>("status", l => l.Status)
        .Text("stage", l => l.Stage)
        .Text("priority", l => l.Priority)
        .Money("value", l => l.Value)
        .Texts("tags", l => l.Tags)
        .Instant("created_at", l => l.CreatedAt)
        .Instant("contacted_at", l => l.ContactedAt)
        .Instant("qualified_at", l => l.QualifiedAt)
        .Instant("converted_at", l => l.ConvertedAt)
        .Instant("lost_at", l => l.LostAt)
        .Properties(l => l.Properties);
}
