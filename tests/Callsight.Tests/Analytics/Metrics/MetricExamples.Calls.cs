namespace Callsight.Tests.Analytics.Metrics;

internal static partial class MetricExamples
{
    private static Example[] OfCalls =>
    [
        new("""
            call 09:00 09:05
            call 10:00
            call 11:00 11:04 outbound
            call 12:00 abandoned wait=30
            call 13:00 missed
            call 23:50 03-03T00:10
            """,
        [
            new("calls_total", 6, "All six started in the day."),
            new("calls_offered", 5, "All but the one dialled at 11:00."),
            new("calls_answered", 3, "Inbound and answered: 09:00, 10:00, 23:50."),
            new("calls_handled", 2, "Answered and ended in the day: 09:00 and 11:00. One goes on, one ends the next day."),
            new("calls_missed", 1, "13:00. The caller of 12:00 gave up, which is not a miss."),
            new("calls_abandoned", 1, "12:00."),
            new("abandonment_rate", 20, 1, 5, "1 abandoned / 5 inbound."),
        ]),
        new("""
            call 09:00 09:10 talk=240 hold=60 wrap_up=30 transferred
            call 10:00 10:05 talk=120 resolved rating=5
            call 11:00 11:05 talk=180 hold=30 wrap_up=60 resolved rating=2
            call 12:00 12:05 talk=60 rating=4
            call 13:00 talk=500
            """,
        [
            new("transfers", 1, "The call of 09:00."),
            new("transfer_rate", 25, 1, 4, "1 transferred / 4 handled; that of 13:00 still goes on."),
            new("resolution_rate", 50, 2, 4, "2 marked as resolved / 4 handled."),
            new("customer_rating", 3.6667m, 11, 3, "(5 + 2 + 4) / 3 ratings."),
            new("customer_satisfaction", 66.6667m, 2, 3, "5 and 4 are satisfied, of 3 ratings."),
            new("rating_response_rate", 75, 3, 4, "3 ratings / 4 handled calls."),
            new("talk_time", 600, "240 + 120 + 180 + 60 s."),
            new("hold_time", 90, "60 + 30 s."),
            new("wrap_up_time", 90, "30 + 60 s."),
            new("handle_time", 780, "600 + 90 + 90 s."),
            new("average_call_time", 150, 600, 4, "600 s / 4 handled calls."),
            new("average_handle_time", 195, 780, 4, "780 s / 4 handled calls."),
            new("average_hold_time", 22.5m, 90, 4, "90 s / all 4 handled calls."),
            new("average_hold_time_of_held", 45, 90, 2, "90 s / the 2 calls that were on hold."),
            new("hold_rate", 50, 2, 4, "2 on hold / 4 handled."),
            new("average_wrap_up_time", 22.5m, 90, 4, "90 s / 4 handled calls."),
            new("handle_time_p50", 195, "60, 120, 270, 330: halfway between 120 and 270."),
            new("handle_time_p90", 312, "Place 2.7 of 60, 120, 270, 330, counted from 0: 270 + 0.7 × 60."),
            new("handle_time_p95", 321, "Place 2.85: 270 + 0.85 × 60."),
            new("talk_time_p50", 150, "60, 120, 180, 240: halfway between 120 and 180."),
            new("talk_time_p90", 222, "Place 2.7 of 60, 120, 180, 240: 180 + 0.7 × 60."),
            new("talk_time_p95", 231, "Place 2.85: 180 + 0.85 × 60."),
            new("shortest_talk", 60, "The call of 12:00."),
            new("longest_talk", 240, "The call of 09:00; that of 13:00 is not over."),
        ]),
        new("""
            call 09:00 09:05 resolved caller=111
            call 03-05T09:00 03-05T09:05 resolved caller=111
            call 09:10 09:15 resolved caller=222
            call 02-26T09:20 02-26T09:25 caller=333
            call 09:20 09:25 resolved caller=333
            call 09:30 09:35 resolved transferred caller=444
            call 09:40 09:45 caller=555
            call 09:50 09:55 resolved
            """,
        [
            new("first_contact_resolution", 25, 1, 4,
                "First contacts: 111, 222, 444, 555. 333 called 4 days before, so that is a repeat; nobody knows who called at 09:50. " +
                "Only 222 was helped at once: 111 called again after 3 days, 444 was transferred, 555 not resolved."),
            new("first_contact_resolution_net", 33.3333m, 1, 3, "The same 1, of 3: 444 was transferred."),
            new("repeat_call_rate", 20, 1, 5, "333, of the 5 handled calls of the day whose caller is known."),
        ]),
        new("""
            event call_held 09:01
            event call_held 09:03
            event call_not_answered_by_agent 10:00
            event call_not_answered_by_agent 10:01
            event call_not_answered_by_agent 10:02
            """,
        [
            new("holds", 2, "Two holds, whether in one call or two."),
            new("agent_non_responses", 3, "Three offers that no agent took."),
        ]),
    ];

    /// <summary>Of the field's textbooks: 1,000 answered, 860 of them within 20 s; 60 gave up: 10 within 5 s, 20 within 20 s.</summary>
    private const string OneDataSet = """
        860 x call 09:00 09:05 wait=20
        140 x call 09:00 09:05 wait=21
        10 x call 09:00 abandoned wait=5
        10 x call 09:00 abandoned wait=20
        40 x call 09:00 abandoned wait=60
        15 x call 09:00 missed wait=90
        """;

    private static Example[] OfWaits =>
    [
        new(OneDataSet,
        [
            new("service_level", 83.0189m, 880, 1_060, "Variant 1, as nobody chose another."),
            new("service_level_variant_1", 83.0189m, 880, 1_060, "(860 + 20) / (1,000 + 60)."),
            new("service_level_variant_2", 86, 860, 1_000, "860 / 1,000."),
            new("service_level_variant_3", 81.1321m, 860, 1_060, "860 / (1,000 + 60)."),
            new("service_level_variant_4", 82.6923m, 860, 1_040, "860 / (1,000 + 40)."),
            new("service_level_variant_5", 82.0755m, 870, 1_060, "(860 + 10) / (1,000 + 60)."),
            new("service_level_variant_6", 81.9048m, 860, 1_050, "860 / (1,000 + 60 - 10)."),
            new("service_level_variant_7", 80, 860, 1_075, "860 / (1,000 + 60 + 15 missed)."),
            new("service_level@60", 100, 1_060, 1_060, "Within 60 s: all 1,000 answered and all 60 who gave up."),
            new("service_level_variant_3@20", 81.1321m, 860, 1_060, "As each queue here promised 20 s, the same as without a threshold."),
            new("calls_answered_within", 860, "Within the 20 s that were promised."),
            new("calls_answered_within@21", 1_000, "Within 21 s: all."),
            new("calls_abandoned_within", 20, "10 within 5 s and 10 within 20 s."),
            new("short_abandons", 10, "Within 5 s, as nobody chose another limit."),
            new("short_abandons@20", 20, "Within 20 s."),
            new("abandonment_rate_without_short", 4.6948m, 50, 1_065, "(60 - 10) / (1,075 inbound - 10)."),
        ]),
        new("""
            call 09:00 09:05 wait=10
            call 09:10 09:15 wait=20
            call 09:20 09:25 wait=40
            call 09:30 09:35 wait=80
            call 09:40 09:45 wait=100
            call 09:50 09:55
            call 10:00 abandoned wait=30
            call 10:10 abandoned wait=120
            call 10:20 abandoned
            call 10:30 10:35 outbound wait=500
            """,
        [
            new("average_speed_of_answer", 50, 250, 5, "(10 + 20 + 40 + 80 + 100) / 5; one wait is not known."),
            new("wait_time_p50", 40, "The middle of 10, 20, 40, 80, 100."),
            new("wait_time_p90", 92, "Place 3.6, counted from 0: 80 + 0.6 × 20."),
            new("wait_time_p95", 96, "Place 3.8: 80 + 0.8 × 20."),
            new("longest_wait", 120, "The caller of 10:10, who gave up."),
            new("average_abandon_time", 75, 150, 2, "(30 + 120) / 2."),
        ]),
    ];
}
