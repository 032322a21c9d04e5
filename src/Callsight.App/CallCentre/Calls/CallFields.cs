using Callsight.App.Data;

namespace Callsight.App.CallCentre.Calls;

/// <summary>What calls can be filtered by. Names and kinds are those of analytics, wherever both know a field.</summary>
/// <remarks>What analytics works out of a call, such as an end nobody noted, is worked out here in the same way.</remarks>
internal static class CallFields
{
    public static readonly EntityFields<Call> All = new EntityFields<Call>("call")
        .Identity("agent_id", c => c.AgentId, "agent")
        .Identity("team_id", c => c.TeamId, "team")
        .Identity("queue_id", c => c.QueueId, "queue")
        .Identity("campaign_id", c => c.CampaignId, "campaign")
        .Identity("lead_id", c => c.LeadId, "lead")
        .Choice<CallDirection>("direction", c => c.Direction)
        .Choice<CallStatus>("status", c => c.Status)
        .Text("outcome", c => c.Outcome)
        .Text("external_id", c => c.ExternalId)
        .Text("phone_number", c => c.PhoneNumber)
        .Number("rating", c => c.Rating)
        .Truth("is_answered", c => c.Status == CallStatus.InProgress || c.Status == CallStatus.Completed)
        .Truth("is_resolved", c => c.Resolved)
        .Truth("is_transferred", c => c.TransferredTo != null)
        .Instant("started_at", c => c.StartedAt)
        .Instant("answered_at", c => c.Status == CallStatus.InProgress || c.Status == CallStatus.Completed
            ? c.AnsweredAt ?? FilterFunctions.After(c.StartedAt, c.WaitMilliseconds ?? 0)
            : null)
        .Instant("ended_at", c => c.EndedAt ?? (c.Status == CallStatus.Completed || c.Status == CallStatus.Missed
            || c.Status == CallStatus.Abandoned || c.Status == CallStatus.Failed
            ? FilterFunctions.After(c.StartedAt, (c.WaitMilliseconds ?? 0) + (c.TalkMilliseconds ?? 0) + (c.HoldMilliseconds ?? 0))
            : null))
        .Properties(c => c.Properties);
}
