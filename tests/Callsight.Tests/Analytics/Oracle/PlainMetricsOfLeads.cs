using Callsight.Core;
using static Callsight.Tests.Analytics.Oracle.PlainMetricsOfCalls;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>More of leads, and of what is reported: tasks and messages.</summary>
internal static class PlainMetricsOfLeads
{
    public static readonly Dictionary<string, PlainMetric> All = new()
    {
        ["lead_velocity_rate"] = new("leads",
            cut => cut.Leads.Count(l => cut.Has(l.QualifiedAt)) - cut.Leads.Count(l => cut.HadAMonthBefore(l.QualifiedAt)),
            cut => cut.Leads.Count(l => cut.HadAMonthBefore(l.QualifiedAt)), 100),
        ["lead_response_time_median"] = PlainMetric.One("leads", cut => Quantile(0.5m, Responses(cut))),
        ["lead_response_time_p90"] = PlainMetric.One("leads", cut => Quantile(0.9m, Responses(cut))),
        ["lead_response_within_5_minutes"] = new("leads",
            cut => Created(cut).Count(l => l.ContactedAt >= l.CreatedAt && l.ContactedAt <= l.CreatedAt.AddMinutes(5)),
            cut => Created(cut).Count(), 100),
        ["lead_response_time_business"] = new("leads",
            cut => cut.Leads.Where(l => cut.Has(l.ContactedAt)).Sum(l => PlainMetrics.Seconds(l.ResponseBusinessMilliseconds)),
            cut => cut.Leads.Count(l => cut.Has(l.ContactedAt) && l.ResponseBusinessMilliseconds is not null)),
        ["revenue_per_lead"] = new("leads", cut => cut.Revenue, cut => Created(cut).Count()),
        ["average_time_in_stage"] = new("stage_stays", cut => Ended(cut, cut.Rows.StageStays).Sum(Lasted), cut => Leads(cut, cut.Rows.StageStays)),
        ["median_time_in_stage"] = PlainMetric.One("stage_stays", cut => Quantile(0.5m, Ended(cut, cut.Rows.StageStays).Select(Lasted))),
        ["leads_in_stage_open"] = new("stage_stays", cut => cut.Rows.StageStays.Count(s => s.Left is null && cut.Has(s.Came.OccurredAt))),
        ["average_time_in_status"] = new("status_stays", cut => Ended(cut, cut.Rows.StatusStays).Sum(Lasted), cut => Leads(cut, cut.Rows.StatusStays)),
        ["median_time_in_status"] = PlainMetric.One("status_stays", cut => Quantile(0.5m, Ended(cut, cut.Rows.StatusStays).Select(Lasted))),
        ["leads_in_status_open"] = new("status_stays", cut => cut.Rows.StatusStays.Count(s => s.Left is null && cut.Has(s.Came.OccurredAt))),
        ["tasks_created"] = new("events", cut => Events(cut, "task_created")),
        ["tasks_completed"] = new("events", cut => Events(cut, "task_completed")),
        ["tasks_overdue"] = new("events", cut => Events(cut, "task_overdue")),
        ["tasks_cancelled"] = new("events", cut => Events(cut, "task_cancelled")),
        ["task_completion_rate"] = new("events", cut => Events(cut, "task_completed"), cut => Events(cut, "task_created"), 100),
        ["messages_sent"] = new("events", cut => Events(cut, "message_sent")),
        ["messages_delivered"] = new("events", cut => Events(cut, "message_delivered")),
        ["messages_opened"] = new("events", cut => Events(cut, "message_opened")),
        ["messages_clicked"] = new("events", cut => Events(cut, "message_clicked")),
        ["messages_failed"] = new("events", cut => Events(cut, "message_failed")),
        ["messages_bounced"] = new("events", cut => Events(cut, "message_bounced")),
        ["messages_unsubscribed"] = new("events", cut => Events(cut, "message_unsubscribed")),
        ["message_delivery_rate"] = new("events", cut => Events(cut, "message_delivered"), cut => Events(cut, "message_sent"), 100),
        ["message_open_rate"] = new("events", cut => Events(cut, "message_opened"), cut => Events(cut, "message_delivered"), 100),
        ["message_click_rate"] = new("events", cut => Events(cut, "message_clicked"), cut => Events(cut, "message_delivered"), 100),
        ["message_failure_rate"] = new("events", cut => Events(cut, "message_failed"), cut => Events(cut, "message_sent"), 100),
    };

    private static IEnumerable<LeadFact> Created(PlainCut cut) => cut.Leads.Where(l => cut.Has(l.CreatedAt));

    private static IEnumerable<decimal> Responses(PlainCut cut) =>
        cut.Answers.Select(l => Seconds(l.ContactedAt!.Value - l.CreatedAt));

    private static IEnumerable<PlainStay> Ended(PlainCut cut, IEnumerable<PlainStay> stays) => stays.Where(s => cut.Has(s.Left));

    private static decimal Leads(PlainCut cut, IEnumerable<PlainStay> stays) =>
        Ended(cut, stays).Select(s => s.Came.LeadId).Distinct().Count();

    private static decimal Lasted(PlainStay stay) => Seconds(stay.Left!.Value - stay.Came.OccurredAt);

    private static decimal Seconds(TimeSpan time) => time.Ticks / 10_000_000m;
}
