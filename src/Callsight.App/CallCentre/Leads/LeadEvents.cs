using Callsight.App.Data;

namespace Callsight.App.CallCentre.Leads;

/// <summary>What is told of leads, with the whole picture of each.</summary>
internal static class LeadEvents
{
    public static readonly IReadOnlyList<LeadStatus> Milestones =
        [LeadStatus.New, LeadStatus.Contacted, LeadStatus.Qualified, LeadStatus.Converted, LeadStatus.Lost];

    public static EventType TypeOf(LeadStatus status) => status switch
    {
        LeadStatus.New => EventCatalogue.LeadCreated,
        LeadStatus.Contacted => EventCatalogue.LeadContacted,
        LeadStatus.Qualified => EventCatalogue.LeadQualified,
        LeadStatus.Converted => EventCatalogue.LeadConverted,
        _ => EventCatalogue.LeadLost,
    };

    /// <summary>The event of a milestone. Its id belongs to lead and milestone, so a corrected time takes the place of the wrong one.</summary>
    public static CatalogueEvent Milestone(this Lead lead, LeadStatus status, bool replaces) =>
        lead.Event(TypeOf(status), lead.ReachedAt(status)!.Value) with
        {
            Id = MilestoneIds.Of(lead.Id.Value, TypeOf(status)),
            Replaces = replaces,
        };

    public static CatalogueEvent Event(this Lead lead, EventType type, DateTimeOffset at) =>
        type.Happened(at) with
        {
            LeadId = lead.Id.Value,
            AgentId = lead.AssignedAgentId?.Value,
            TeamId = lead.TeamId?.Value,
            CampaignId = lead.CampaignId?.Value,
            Source = lead.Source,
            Status = SnakeCase.Of(lead.Status.ToString()),
            Stage = lead.Stage,
            Amount = type == EventCatalogue.LeadConverted ? lead.Value : null,
            Properties = lead.Properties,
            Lead = new LeadFact
            {
                LeadId = lead.Id.Value,
                ExternalId = lead.ExternalId,
                Source = lead.Source,
                Status = SnakeCase.Of(lead.Status.ToString()),
                Stage = lead.Stage,
                Priority = lead.Priority,
                CampaignId = lead.CampaignId?.Value,
                AgentId = lead.AssignedAgentId?.Value,
                TeamId = lead.TeamId?.Value,
                Value = lead.Value,
                CreatedAt = lead.CreatedAt,
                ContactedAt = lead.ContactedAt,
                QualifiedAt = lead.QualifiedAt,
                ConvertedAt = lead.ConvertedAt,
                LostAt = lead.LostAt,
                ResponseBusinessMilliseconds = lead.ResponseBusinessMilliseconds,
                Tags = lead.Tags,
                Properties = lead.Properties,
                IsRemoved = type == EventCatalogue.LeadDeleted,
            },
        };
}
