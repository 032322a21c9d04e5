using Callsight.Core;
using static Callsight.Tests.Analytics.Oracle.PlainMetrics;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>More of calls and of agents: waits, service levels, repeats, what agents do.</summary>
internal static class PlainMetricsOfCalls
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static readonly Dictionary<string, PlainMetric> All = new()
    {
        ["calls_answered"] = new("calls", cut => cut.Inbound.Count(c => c.IsAnswered)),
        ["transfers"] = new("calls", cut => cut.Handled.Count(c => c.IsTransferred)),
        ["agent_non_responses"] = new("events", cut => Events(cut, "call_not_answered_by_agent")),
        ["holds"] = new("events", cut => Events(cut, "call_held")),
        ["wait_time_p50"] = PlainMetric.One("calls", cut => Quantile(0.5m, AnsweredWaits(cut))),
        ["wait_time_p90"] = PlainMetric.One("calls", cut => Quantile(0.9m, AnsweredWaits(cut))),
        ["wait_time_p95"] = PlainMetric.One("calls", cut => Quantile(0.95m, AnsweredWaits(cut))),
        ["longest_wait"] = PlainMetric.One("calls", cut => Largest(Waits(cut.Inbound))),
        ["average_abandon_time"] = new("calls", cut => Waits(cut.Abandoned).Sum(), cut => Waits(cut.Abandoned).Count()),
        ["short_abandons"] = new("calls", cut => Waits(cut.Abandoned).Count(s => s <= 5)),
        ["abandonment_rate_without_short"] = new("calls", cut => cut.Abandoned.Count(c => !(c.WaitMilliseconds <= 5_000)),
            cut => cut.Inbound.Count(c => !(c.Status == "abandoned" && c.WaitMilliseconds <= 5_000)), 100),
        ["calls_answered_within"] = new("calls", cut => cut.AnsweredAfterAWait.Count(InTime)),
        ["calls_abandoned_within"] = new("calls", cut => cut.Abandoned.Count(InTime)),
        ["service_level_variant_1"] = new("calls", cut => cut.Judged.Count(InTime), cut => cut.Judged.Count(), 100),
        ["service_level_variant_2"] = new("calls", InTime, cut => cut.AnsweredAfterAWait.Count(), 100),
        ["service_level_variant_3"] = new("calls", InTime, cut => cut.AnsweredAfterAWait.Count() + cut.Abandoned.Count(), 100),
        ["service_level_variant_4"] = new("calls", InTime,
            cut => cut.AnsweredAfterAWait.Count() + cut.Abandoned.Count(c => c.WaitMilliseconds > c.ServiceLevelMilliseconds), 100),
        ["service_level_variant_5"] = new("calls", cut => InTime(cut) + Waits(cut.Abandoned).Count(s => s <= 5), cut => cut.Judged.Count(), 100),
        ["service_level_variant_6"] = new("calls", InTime,
            cut => cut.AnsweredAfterAWait.Count() + Waits(cut.Abandoned).Count(s => s > 5), 100),
        ["service_level_variant_7"] = new("calls", InTime, cut => cut.AnsweredAfterAWait.Count()
            + cut.Inbound.Count(c => c.Status is "abandoned" or "missed"), 100),
        ["talk_time"] = new("calls", cut => cut.Handled.Sum(c => Seconds(c.TalkMilliseconds))),
        ["hold_time"] = new("calls", cut => cut.Handled.Sum(c => Seconds(c.HoldMilliseconds))),
        ["wrap_up_time"] = new("calls", cut => cut.Handled.Sum(c => Seconds(c.WrapUpMilliseconds))),
        ["handle_time"] = new("calls", cut => cut.OnContact),
        ["average_hold_time_of_held"] = new("calls",
            cut => cut.Handled.Sum(c => Seconds(c.HoldMilliseconds)), cut => cut.Handled.Count(c => c.HoldMilliseconds > 0)),
        ["hold_rate"] = new("calls", cut => cut.Handled.Count(c => c.HoldMilliseconds > 0), cut => cut.Handled.Count(), 100),
        ["handle_time_p50"] = PlainMetric.One("calls", cut => Quantile(0.5m, cut.Handled.Select(Handle))),
        ["handle_time_p90"] = PlainMetric.One("calls", cut => Quantile(0.9m, cut.Handled.Select(Handle))),
        ["handle_time_p95"] = PlainMetric.One("calls", cut => Quantile(0.95m, cut.Handled.Select(Handle))),
        ["talk_time_p50"] = PlainMetric.One("calls", cut => Quantile(0.5m, Talks(cut))),
        ["talk_time_p90"] = PlainMetric.One("calls", cut => Quantile(0.9m, Talks(cut))),
        ["talk_time_p95"] = PlainMetric.One("calls", cut => Quantile(0.95m, Talks(cut))),
        ["shortest_talk"] = PlainMetric.One("calls", cut => Talks(cut).Select(s => (decimal?)s).Min()),
        ["longest_talk"] = PlainMetric.One("calls", cut => Largest(Talks(cut))),
        ["customer_satisfaction"] = new("calls",
            cut => cut.Handled.Count(c => c.Rating is 4 or 5), cut => cut.Handled.Count(c => c.Rating is not null), 100),
        ["rating_response_rate"] = new("calls", cut => cut.Handled.Count(c => c.Rating is not null), cut => cut.Handled.Count(), 100),
        ["nps"] = new("events", cut => Scores(cut).Count(s => s >= 9) - Scores(cut).Count(s => s <= 6), cut => Scores(cut).Count(), 100),
        ["first_contact_resolution"] = new("contacts", cut => First(cut).Count(IsResolvedAtOnce), cut => First(cut).Count(), 100),
        ["first_contact_resolution_net"] = new("contacts",
            cut => First(cut).Count(IsResolvedAtOnce), cut => First(cut).Count(c => !c.Call.IsTransferred), 100),
        ["repeat_call_rate"] = new("contacts",
            cut => Handled(cut).Count() - First(cut).Count(), cut => Handled(cut).Count(), 100),
        ["busy_time"] = new("states", cut => cut.SecondsIn("busy")),
        ["break_time"] = new("states", cut => cut.SecondsIn("on_break")),
        ["meeting_time"] = new("states", cut => cut.SecondsIn("in_meeting")),
        ["away_time"] = new("states", cut => cut.SecondsIn("away")),
        ["offline_time"] = new("states", cut => cut.SecondsIn("offline")),
        ["logged_in_time"] = new("states", cut => cut.LoggedIn),
        ["utilisation"] = new("calls states", cut => cut.OnContact + cut.SecondsIn("available"), cut => cut.LoggedIn, 100),
        ["talk_time_by_activity"] = new("work", cut => cut.SecondsOn("talk")),
        ["on_contact_time_by_activity"] = new("work", OnContact),
        ["occupancy_by_activity"] = new("work states", OnContact, cut => OnContact(cut) + cut.SecondsIn("available"), 100),
        ["utilisation_by_activity"] = new("work states", cut => OnContact(cut) + cut.SecondsIn("available"), cut => cut.LoggedIn, 100),
    };

    /// <summary>By the textbook: place (n - 1) × share in the sorted list, counted from 0, and the way on to the next in proportion.</summary>
    internal static decimal? Quantile(decimal share, IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
            return null;
        var place = (sorted.Count - 1) * share;
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    internal static int Events(PlainCut cut, string type) => cut.Events.Count(e => e.Type == type);

    private static bool InTime(CallFact call) => call.WaitMilliseconds <= call.ServiceLevelMilliseconds;

    private static decimal InTime(PlainCut cut) => cut.AnsweredAfterAWait.Count(InTime);

    private static IEnumerable<decimal> Waits(IEnumerable<CallFact> calls) =>
        calls.Where(c => c.WaitMilliseconds is not null).Select(c => Seconds(c.WaitMilliseconds));

    private static IEnumerable<decimal> AnsweredWaits(PlainCut cut) => Waits(cut.AnsweredAfterAWait);

    private static IEnumerable<decimal> Talks(PlainCut cut) =>
        cut.Handled.Where(c => c.TalkMilliseconds is not null).Select(c => Seconds(c.TalkMilliseconds));

    private static decimal Handle(CallFact c) => Seconds(c.TalkMilliseconds) + Seconds(c.HoldMilliseconds) + Seconds(c.WrapUpMilliseconds);

    private static decimal? Largest(IEnumerable<decimal> values) => values.Select(v => (decimal?)v).Max();

    private static IEnumerable<double> Scores(PlainCut cut) =>
        cut.Events.Where(e => e is { Type: "survey_answered", Value: >= 0 and <= 10 }).Select(e => e.Value!.Value);

    private static IEnumerable<PlainContact> Handled(PlainCut cut) =>
        cut.Rows.Contacts.Where(c => c.Call.IsAnswered && cut.Has(c.Call.EndedAt));

    private static IEnumerable<PlainContact> First(PlainCut cut) => Handled(cut).Where(c => !(c.SincePrevious <= Week));

    private static bool IsResolvedAtOnce(PlainContact contact) =>
        contact.Call is { IsResolved: true, IsTransferred: false } && !(contact.UntilNext <= Week);

    private static decimal OnContact(PlainCut cut) => cut.SecondsOn("talk", "hold", "wrap_up");
}
