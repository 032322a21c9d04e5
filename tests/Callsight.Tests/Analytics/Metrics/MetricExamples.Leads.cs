namespace Callsight.Tests.Analytics.Metrics;

internal static partial class MetricExamples
{
    private static Example[] OfLeads =>
    [
        new("""
            lead 09:00 contacted=09:04 qualified=10:00 converted=12:00 value=250
            lead 10:00 contacted=10:10 lost=11:00
            lead 11:00
            lead 12:00 contacted=12:02 business=120
            lead 03-01T18:00 contacted=09:00 qualified=13:00 converted=14:00 value=100 business=3600
            spend 03-02 140
            """,
        [
            new("leads_generated", 4, "Created in the day: 09:00, 10:00, 11:00, 12:00."),
            new("leads_contacted", 4, "First contacted in the day: 09:04, 10:10, 12:02 and, of the lead of the day before, 09:00."),
            new("leads_qualified", 2, "10:00 and 13:00."),
            new("leads_converted", 2, "12:00 and 14:00."),
            new("leads_lost", 1, "11:00."),
            new("conversion_rate", 50, 2, 4, "2 converted in the day / 4 created in it."),
            new("lead_response_time", 13_740, 54_960, 4, "(240 + 600 + 120 + 54,000) / 4: the last from 18:00 to 09:00."),
            new("lead_response_time_median", 420, "120, 240, 600, 54,000: halfway between 240 and 600."),
            new("lead_response_time_p90", 37_980, "Place 2.7, counted from 0: 600 + 0.7 × 53,400."),
            new("lead_response_within_5_minutes", 50, 2, 4, "After 4 and 2 minutes, of 4 created; the one never contacted is one of the 4."),
            new("lead_response_time_business", 1_860, 3_720, 2, "(120 + 3,600) / 2; the others were contacted when no hours were set."),
            new("time_to_convert", 41_400, 82_800, 2, "(3 h + 20 h) / 2."),
            new("total_revenue", 350, "250 + 100."),
            new("average_lead_value", 175, 350, 2, "350 / 2 converted."),
            new("revenue_per_lead", 87.5m, 350, 4, "350 / 4 created."),
            new("cost", 140, "Spent on the day."),
            new("cost_per_lead", 35, 140, 4, "140 / 4 created."),
            new("cost_per_acquisition", 70, 140, 2, "140 / 2 converted."),
            new("roi", 150, 210, 140, "(350 - 140) / 140."),
            new("roas", 2.5m, 350, 140, "350 / 140."),
        ]),
        new("""
            2 x lead 02-01T09:00 qualified=02-10T09:00
            lead 02-01T09:00 qualified=02-28T23:00
            lead 02-01T09:00 qualified=01-31T09:00
            4 x lead 03-01T09:00 qualified=03-20T09:00
            """,
        [
            new("lead_velocity_rate", 33.3333m, 1, 3, "March 4, February 3: (4 - 3) / 3. The one of January counts in neither."),
        ])
        { First = "2026-03-01", Last = "2026-03-31" },
        new("""
            lead 03-01T09:00 id=1 stage=demo
            event lead_updated 10:00 id=1 stage=offer status=new
            event lead_updated 11:00 id=1 stage=offer status=new
            event lead_updated 12:00 id=1 stage=demo status=new
            event lead_updated 13:00 id=1 stage=signed status=new
            lead 09:00 id=2 stage=demo
            event lead_contacted 09:30 id=2 status=converted
            event lead_converted 11:30 id=2 status=converted
            lead 03-03T09:00 id=3 stage=demo
            """,
        [
            new("average_time_in_stage", 100_800, 100_800, 1,
                "Left in the day, all by lead 1: demo after 25 h, offer after 2 h, demo again after 1 h; 28 h for one lead."),
            new("median_time_in_stage", 7_200, "Stays of 25 h, 2 h and 1 h. That the lead was touched at 11:00 ends none."),
            new("leads_in_stage_open", 2, "Lead 1 in signed since 13:00, lead 2 in demo since 09:00; lead 3 comes the next day."),
            new("average_time_in_status", 9_000, 9_000, 1, "Lead 2: new for 30 minutes, contacted for 2 hours."),
            new("median_time_in_status", 4_500, "Halfway between 1,800 and 7,200 s."),
            new("leads_in_status_open", 1, "Lead 2 is converted since 11:30; lead 1 is new since the day before."),
        ]),
    ];

    private static Example[] OfEvents =>
    [
        new("""
            event page_viewed 00:00 user=ann
            event page_viewed 23:59 user=bob
            event form_sent 12:00 user=ann
            event page_viewed 12:00
            event page_viewed 03-03T00:00 user=eve
            """,
        [
            new("events_total", 4, "All but that of the next day."),
            new("unique_users", 2, "Ann and Bob; an event without a user is nobody's."),
        ]),
        new("""
            5 x event survey_answered 09:00 value=10
            event survey_answered 10:00 value=9
            2 x event survey_answered 11:00 value=8
            event survey_answered 12:00 value=6
            event survey_answered 13:00 value=0
            event survey_answered 14:00 value=11
            event survey_answered 15:00
            """,
        [
            new("nps", 40, 4, 10, "(6 promoters - 2 detractors) / 10 answers; 11 and nothing are no answers."),
        ]),
        new("""
            4 x event task_created 09:00
            3 x event task_completed 10:00
            2 x event task_overdue 11:00
            event task_cancelled 12:00
            event task_completed 03-03T09:00
            """,
        [
            new("tasks_created", 4, "Four of 09:00."),
            new("tasks_completed", 3, "Three of 10:00; one was done the next day."),
            new("tasks_overdue", 2, "Two."),
            new("tasks_cancelled", 1, "One."),
            new("task_completion_rate", 75, 3, 4, "3 completed / 4 created."),
        ]),
        new("""
            10 x event message_sent 09:00
            8 x event message_delivered 09:01
            4 x event message_opened 10:00
            2 x event message_clicked 10:05
            event message_failed 09:01
            event message_bounced 09:02
            event message_unsubscribed 11:00
            """,
        [
            new("messages_sent", 10, "Ten."),
            new("messages_delivered", 8, "Eight of the ten."),
            new("messages_opened", 4, "Four openings, by whomever."),
            new("messages_clicked", 2, "Two clicks."),
            new("messages_failed", 1, "One."),
            new("messages_bounced", 1, "One."),
            new("messages_unsubscribed", 1, "One."),
            new("message_delivery_rate", 80, 8, 10, "8 delivered / 10 sent."),
            new("message_open_rate", 50, 4, 8, "4 openings / 8 delivered."),
            new("message_click_rate", 25, 2, 8, "2 clicks / 8 delivered."),
            new("message_failure_rate", 10, 1, 10, "1 failed / 10 sent."),
        ]),
    ];

    private static Example[] OfAgents =>
    [
        new("""
            state busy 09:00 09:15
            state available 09:15 09:30
            state on_break 09:30 09:40
            state in_meeting 09:40 09:50
            state away 09:50 10:00
            state offline 10:00 11:00
            state available 09:00 10:00 agent=ben
            call 09:00 09:10 talk=500 hold=100 wrap_up=300
            call 09:40 09:45 talk=300 agent=ben
            """,
        [
            new("available_time", 4_500, "15 minutes of Ada, an hour of Ben."),
            new("busy_time", 900, "15 minutes."),
            new("break_time", 600, "10 minutes."),
            new("meeting_time", 600, "10 minutes."),
            new("away_time", 600, "10 minutes."),
            new("offline_time", 3_600, "An hour."),
            new("logged_in_time", 7_200, "An hour of each."),
            new("occupancy", 21.0526m, 1_200, 5_700, "(900 + 300) / (1,200 + 4,500)."),
            new("utilisation", 79.1667m, 5_700, 7_200, "(1,200 + 4,500) / 7,200."),
            new("calls_per_hour", 1.3333m, 2, 5_400, "2 calls in 4,500 + 900 s = 1.5 h."),
            new("active_agents", 2, "Ada and Ben."),
        ]),
        new("""
            call 03-01T23:50 00:10 wait=60 talk=900 hold=240 wrap_up=120
            call 23:40 03-03T00:01 talk=1260 wrap_up=60
            state available 01:00 02:00
            state offline 02:00 03:00
            """,
        [
            new("talk_time_by_activity", 1_560, "Of the first call 00:00 to 00:06, answered at 23:51 and talked for 15 minutes; of the second 23:40 to midnight."),
            new("on_contact_time_by_activity", 1_920, "1,560 s of talk, hold 00:06 to 00:10, wrap-up 00:10 to 00:12."),
            new("occupancy_by_activity", 34.7826m, 1_920, 5_520, "1,920 / (1,920 + 3,600)."),
            new("utilisation_by_activity", 153.3333m, 5_520, 3_600, "(1,920 + 3,600) / 3,600: on these calls nobody was logged in."),
        ]),
    ];
}
