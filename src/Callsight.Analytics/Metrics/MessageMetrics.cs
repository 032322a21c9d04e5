using Callsight.Analytics.Schema;
using static Callsight.Analytics.Metrics.Agg;

namespace Callsight.Analytics.Metrics;

/// <summary>What becomes of messages. From events of these types, booked where they happen; each opening and each click counts.</summary>
public static class MessageMetrics
{
    private static readonly Aggregate Sent = Of(ReportedEvents.MessageSent);
    private static readonly Aggregate Delivered = Of(ReportedEvents.MessageDelivered);
    private static readonly Aggregate Opened = Of(ReportedEvents.MessageOpened);
    private static readonly Aggregate Clicked = Of(ReportedEvents.MessageClicked);
    private static readonly Aggregate Failed = Of(ReportedEvents.MessageFailed);
    private static readonly Aggregate Bounced = Of(ReportedEvents.MessageBounced);
    private static readonly Aggregate Unsubscribed = Of(ReportedEvents.MessageUnsubscribed);

    public static readonly Metric MessagesSent = Metric.Additive("messages_sent", "Messages sent", Unit.Count,
        Better.Neither, Sent, "Messages handed to a provider in the period.");

    public static readonly Metric MessagesDelivered = Metric.Additive("messages_delivered", "Messages delivered", Unit.Count,
        Better.Up, Delivered, "Messages that arrived in the period.");

    public static readonly Metric MessagesOpened = Metric.Additive("messages_opened", "Messages opened", Unit.Count,
        Better.Up, Opened, "Openings of messages in the period.");

    public static readonly Metric MessagesClicked = Metric.Additive("messages_clicked", "Messages clicked", Unit.Count,
        Better.Up, Clicked, "Clicks in messages in the period.");

    public static readonly Metric MessagesFailed = Metric.Additive("messages_failed", "Messages failed", Unit.Count,
        Better.Down, Failed, "Messages that could not be delivered, known in the period.");

    public static readonly Metric MessagesBounced = Metric.Additive("messages_bounced", "Messages bounced", Unit.Count,
        Better.Down, Bounced, "Messages that came back, known in the period.");

    public static readonly Metric MessagesUnsubscribed = Metric.Additive("messages_unsubscribed", "Unsubscriptions", Unit.Count,
        Better.Down, Unsubscribed, "Recipients who asked in the period for no more messages.");

    public static readonly Metric MessageDeliveryRate = Metric.Ratio("message_delivery_rate", "Delivery rate", Unit.Percent, Better.Up,
        Delivered, Sent, "Messages delivered in the period, of messages sent in it.");

    public static readonly Metric MessageOpenRate = Metric.Ratio("message_open_rate", "Open rate", Unit.Percent, Better.Up,
        Opened, Delivered, "Openings in the period, of messages delivered in it. Each opening counts.");

    public static readonly Metric MessageClickRate = Metric.Ratio("message_click_rate", "Click rate", Unit.Percent, Better.Up,
        Clicked, Delivered, "Clicks in the period, of messages delivered in it. Each click counts.");

    public static readonly Metric MessageFailureRate = Metric.Ratio("message_failure_rate", "Failure rate", Unit.Percent, Better.Down,
        Failed, Sent, "Messages that failed in the period, of messages sent in it.");

    private static Aggregate Of(EventType type) => Count(Facts.Events, "occurred_at").Where("type", type.Name);
}
