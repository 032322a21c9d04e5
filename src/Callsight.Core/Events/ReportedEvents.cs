namespace Callsight.Core;

/// <summary>Types of event the product understands when others report them: the metrics of tasks, messages and surveys count these.</summary>
public static class ReportedEvents
{
    public static readonly EventType CallNotAnsweredByAgent = new("call_not_answered_by_agent", "Call not answered by agent",
        "A call was offered to an agent who did not take it.", "call", "agent_id");

    public static readonly EventType SurveyAnswered = new("survey_answered", "Survey answered",
        "A customer said from 0 to 10 how likely a recommendation is.", "survey", "value");

    public static readonly EventType TaskCreated = new("task_created", "Task created", "There is something to do.", "task", "agent_id");

    public static readonly EventType TaskCompleted = new("task_completed", "Task completed", "It was done.", "task", "agent_id");

    public static readonly EventType TaskOverdue = new("task_overdue", "Task overdue",
        "It was not done when it was due.", "task", "agent_id");

    public static readonly EventType TaskCancelled = new("task_cancelled", "Task cancelled",
        "It need not be done any more.", "task", "agent_id");

    public static readonly EventType MessageSent = new("message_sent", "Message sent",
        "A message was handed to a provider.", "message", "lead_id", "campaign_id", "channel");

    public static readonly EventType MessageDelivered = new("message_delivered", "Message delivered",
        "A message arrived.", "message", "lead_id", "campaign_id", "channel");

    public static readonly EventType MessageOpened = new("message_opened", "Message opened",
        "The recipient opened a message.", "message", "lead_id", "campaign_id", "channel");

    public static readonly EventType MessageClicked = new("message_clicked", "Message clicked",
        "The recipient followed a link in a message.", "message", "lead_id", "campaign_id", "channel");

    public static readonly EventType MessageFailed = new("message_failed", "Message failed",
        "A message could not be delivered.", "message", "lead_id", "campaign_id", "channel");

    public static readonly EventType MessageBounced = new("message_bounced", "Message bounced",
        "A message came back.", "message", "lead_id", "campaign_id", "channel");

    public static readonly EventType MessageUnsubscribed = new("message_unsubscribed", "Message unsubscribed",
        "The recipient wants no more messages.", "message", "lead_id", "campaign_id", "channel");

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, EventType> All { get; } = typeof(ReportedEvents)
        .GetFields()
        .Where(field => field.FieldType == typeof(EventType))
        .Select(field => (EventType)field.GetValue(null)!)
        .ToDictionary(type => type.Name, StringComparer.Ordinal);
}
