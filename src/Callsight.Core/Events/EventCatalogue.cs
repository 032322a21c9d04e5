namespace Callsight.Core;

/// <summary>Every type of event the product itself raises. Tenants may record others; those need not be declared.</summary>
public static class EventCatalogue
{
    public static readonly EventType CallStarted = new("call_started", "Call started",
        "A call came in or was dialled.", "call", "direction", "queue_id", "campaign_id", "lead_id");

    public static readonly EventType CallAnswered = new("call_answered", "Call answered",
        "An agent took the call.", "call", "agent_id", "duration_seconds");

    public static readonly EventType CallHeld = new("call_held", "Call put on hold",
        "The agent put the caller on hold.", "call", "agent_id");

    public static readonly EventType CallResumed = new("call_resumed", "Call resumed",
        "The agent came back to the caller.", "call", "agent_id", "duration_seconds");

    public static readonly EventType CallTransferred = new("call_transferred", "Call transferred",
        "The agent passed the call on.", "call", "agent_id");

    public static readonly EventType CallEnded = new("call_ended", "Call ended",
        "An answered call is over.", "call", "agent_id", "duration_seconds", "outcome");

    public static readonly EventType CallMissed = new("call_missed", "Call missed",
        "Nobody took the call and the caller was not to blame.", "call", "duration_seconds");

    public static readonly EventType CallAbandoned = new("call_abandoned", "Call abandoned",
        "The caller gave up waiting.", "call", "duration_seconds");

    public static readonly EventType CallFailed = new("call_failed", "Call failed",
        "The call could not be put through.", "call");

    public static readonly EventType CallWrappedUp = new("call_wrapped_up", "Call wrapped up",
        "The agent finished the work after the call.", "call", "agent_id", "duration_seconds", "outcome");

    public static readonly EventType CallRated = new("call_rated", "Call rated",
        "The caller said how good it was, from 1 to 5.", "call", "agent_id", "value");

    public static readonly EventType CallUpdated = new("call_updated", "Call updated",
        "Details of a call were changed or corrected.", "call");

    public static readonly EventType CallDeleted = new("call_deleted", "Call deleted",
        "A call was taken out of the records; its figures go with it.", "call");

    public static readonly EventType LeadCreated = new("lead_created", "Lead created",
        "A possible customer became known.", "lead", "source", "campaign_id");

    public static readonly EventType LeadUpdated = new("lead_updated", "Lead updated",
        "Details of a lead were changed.", "lead");

    public static readonly EventType LeadContacted = new("lead_contacted", "Lead contacted",
        "Somebody reached out to the lead.", "lead", "agent_id");

    public static readonly EventType LeadQualified = new("lead_qualified", "Lead qualified",
        "The lead is worth pursuing.", "lead", "agent_id");

    public static readonly EventType LeadConverted = new("lead_converted", "Lead converted",
        "The lead became a customer.", "lead", "agent_id", "amount");

    public static readonly EventType LeadLost = new("lead_lost", "Lead lost",
        "The lead will not become a customer.", "lead", "agent_id");

    public static readonly EventType LeadReopened = new("lead_reopened", "Lead reopened",
        "A lead is new again.", "lead");

    public static readonly EventType LeadAssigned = new("lead_assigned", "Lead assigned",
        "An agent became responsible for the lead.", "lead", "agent_id");

    public static readonly EventType LeadDeleted = new("lead_deleted", "Lead deleted",
        "A lead was taken out of the records; its figures go with it.", "lead");

    public static readonly EventType AgentCreated = new("agent_created", "Agent created",
        "Somebody who takes calls was added.", "agent", "agent_id");

    public static readonly EventType AgentUpdated = new("agent_updated", "Agent updated",
        "Details of an agent were changed.", "agent", "agent_id");

    public static readonly EventType AgentAvailabilityChanged = new("agent_availability_changed", "Availability changed",
        "An agent became available, busy, away or went offline.", "agent", "agent_id", "status");

    public static readonly EventType AgentDeleted = new("agent_deleted", "Agent deleted",
        "An agent was taken out; past figures stay.", "agent", "agent_id");

    public static readonly EventType TeamCreated = new("team_created", "Team created", "A team was added.", "team");

    public static readonly EventType TeamUpdated = new("team_updated", "Team updated", "Details of a team were changed.", "team");

    public static readonly EventType TeamDeleted = new("team_deleted", "Team deleted", "A team was taken out.", "team");

    public static readonly EventType QueueCreated = new("queue_created", "Queue created", "A queue was added.", "queue");

    public static readonly EventType QueueUpdated = new("queue_updated", "Queue updated", "Details of a queue were changed.", "queue");

    public static readonly EventType QueueDeleted = new("queue_deleted", "Queue deleted", "A queue was taken out.", "queue");

    public static readonly EventType CampaignCreated = new("campaign_created", "Campaign created",
        "A campaign was added.", "campaign", "campaign_id", "channel");

    public static readonly EventType CampaignUpdated = new("campaign_updated", "Campaign updated",
        "Details of a campaign were changed.", "campaign", "campaign_id");

    public static readonly EventType CampaignStatusChanged = new("campaign_status_changed", "Campaign status changed",
        "A campaign was started, paused or completed.", "campaign", "campaign_id", "status");

    public static readonly EventType CampaignDeleted = new("campaign_deleted", "Campaign deleted",
        "A campaign was taken out; past figures stay.", "campaign", "campaign_id");

    public static readonly EventType CampaignSpendRecorded = new("campaign_spend_recorded", "Campaign spend recorded",
        "Money was spent on a campaign.", "campaign", "campaign_id", "amount");

    public static readonly EventType CampaignSpendDeleted = new("campaign_spend_deleted", "Campaign spend deleted",
        "Spending was taken out of the records; its figures go with it.", "campaign", "campaign_id");

    public static readonly EventType ImportCompleted = new("import_completed", "Import completed",
        "A file was taken in.", "import");

    public static readonly EventType ImportUndone = new("import_undone", "Import undone",
        "What a file had brought was taken out again.", "import");

    public static readonly EventType PersonErased = new("person_erased", "Person erased",
        "Somebody was taken out of all records. Whom, nobody knows any more.", "privacy");

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, EventType> All { get; } = typeof(EventCatalogue)
        .GetFields()
        .Where(field => field.FieldType == typeof(EventType))
        .Select(field => (EventType)field.GetValue(null)!)
        .ToDictionary(type => type.Name, StringComparer.Ordinal);
}
