using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>A metric as a person would work it out from a list of rows.</summary>
internal sealed record PlainMetric(string Facts, Func<PlainCut, decimal> Top, Func<PlainCut, decimal>? Bottom = null, decimal Factor = 1)
{
    /// <summary>A figure that has no value where there is nothing; null for a sum or a ratio.</summary>
    public Func<PlainCut, decimal?>? Single { get; init; }

    public static PlainMetric One(string facts, Func<PlainCut, decimal?> value) => new(facts, _ => 0) { Single = value };
}

/// <summary>The definitions, written from the glossary and not from the product's own halves.</summary>
internal static class PlainMetrics
{
    public static readonly Dictionary<string, PlainMetric> All = new(PlainMetricsOfCalls.All.Concat(PlainMetricsOfLeads.All))
    {
        ["calls_total"] = new("calls", cut => cut.Started.Count()),
        ["calls_offered"] = new("calls", cut => cut.Inbound.Count()),
        ["calls_handled"] = new("calls", cut => cut.Handled.Count()),
        ["calls_missed"] = new("calls", cut => cut.Started.Count(c => c.Status == "missed")),
        ["calls_abandoned"] = new("calls", cut => cut.Abandoned.Count()),
        ["abandonment_rate"] = new("calls", cut => cut.Abandoned.Count(), cut => cut.Inbound.Count(), 100),
        ["transfer_rate"] = new("calls", cut => cut.Handled.Count(c => c.IsTransferred), cut => cut.Handled.Count(), 100),
        ["resolution_rate"] = new("calls", cut => cut.Handled.Count(c => c.IsResolved is true), cut => cut.Handled.Count(), 100),
        ["customer_rating"] = new("calls", cut => cut.Handled.Sum(c => c.Rating ?? 0), cut => cut.Handled.Count(c => c.Rating is not null)),
        ["average_speed_of_answer"] = new("calls",
            cut => cut.AnsweredAfterAWait.Sum(c => Seconds(c.WaitMilliseconds)), cut => cut.AnsweredAfterAWait.Count()),
        ["service_level"] = new("calls",
            cut => cut.Judged.Count(c => c.WaitMilliseconds <= c.ServiceLevelMilliseconds), cut => cut.Judged.Count(), 100),
        ["average_call_time"] = new("calls", cut => cut.Handled.Sum(c => Seconds(c.TalkMilliseconds)), cut => cut.Handled.Count()),
        ["average_hold_time"] = new("calls", cut => cut.Handled.Sum(c => Seconds(c.HoldMilliseconds)), cut => cut.Handled.Count()),
        ["average_wrap_up_time"] = new("calls", cut => cut.Handled.Sum(c => Seconds(c.WrapUpMilliseconds)), cut => cut.Handled.Count()),
        ["average_handle_time"] = new("calls", cut => cut.OnContact, cut => cut.Handled.Count()),
        ["available_time"] = new("states", cut => cut.SecondsIn("available")),
        ["occupancy"] = new("calls states", cut => cut.OnContact, cut => cut.OnContact + cut.SecondsIn("available"), 100),
        ["calls_per_hour"] = new("calls states",
            cut => cut.Handled.Count(), cut => cut.SecondsIn("available") + cut.SecondsIn("busy"), 3_600),
        ["active_agents"] = new("activity", cut => cut.ActiveAgents.Count()),
        ["leads_generated"] = new("leads", cut => cut.Leads.Count(l => cut.Has(l.CreatedAt))),
        ["leads_contacted"] = new("leads", cut => cut.Leads.Count(l => cut.Has(l.ContactedAt))),
        ["leads_qualified"] = new("leads", cut => cut.Leads.Count(l => cut.Has(l.QualifiedAt))),
        ["leads_converted"] = new("leads", cut => cut.Converted.Count()),
        ["leads_lost"] = new("leads", cut => cut.Leads.Count(l => cut.Has(l.LostAt))),
        ["conversion_rate"] = new("leads", cut => cut.Converted.Count(), cut => cut.Leads.Count(l => cut.Has(l.CreatedAt)), 100),
        ["lead_response_time"] = new("leads",
            cut => cut.Answers.Sum(l => (decimal)(l.ContactedAt!.Value - l.CreatedAt).TotalSeconds), cut => cut.Answers.Count()),
        ["time_to_convert"] = new("leads",
            cut => cut.Gains.Sum(l => (decimal)(l.ConvertedAt!.Value - l.CreatedAt).TotalSeconds), cut => cut.Gains.Count()),
        ["total_revenue"] = new("leads", cut => cut.Revenue),
        ["average_lead_value"] = new("leads", cut => cut.Revenue, cut => cut.Converted.Count()),
        ["cost"] = new("spend", cut => cut.Cost),
        ["cost_per_lead"] = new("spend leads", cut => cut.Cost, cut => cut.Leads.Count(l => cut.Has(l.CreatedAt))),
        ["cost_per_acquisition"] = new("spend leads", cut => cut.Cost, cut => cut.Converted.Count()),
        ["roi"] = new("spend leads", cut => cut.Revenue - cut.Cost, cut => cut.Cost, 100),
        ["roas"] = new("spend leads", cut => cut.Revenue, cut => cut.Cost),
        ["events_total"] = new("events", cut => cut.Events.Count()),
        ["unique_users"] = new("events", cut => cut.Events.Select(e => e.UserId).Where(u => u is not null).Distinct().Count()),
    };

    internal static decimal Seconds(long? milliseconds) => (milliseconds ?? 0) / 1_000m;
}

/// <summary>The rows of one group, and the question which of them lie in one interval.</summary>
internal sealed record PlainCut(PlainRows Rows, PlainCalendar Calendar, PlainInterval Interval, DateTimeOffset Now)
{
    public IEnumerable<CallFact> Started => Rows.Calls.Where(c => Has(c.StartedAt));
    public IEnumerable<CallFact> Inbound => Started.Where(c => c.Direction == "inbound");
    public IEnumerable<CallFact> Abandoned => Inbound.Where(c => c.Status == "abandoned");
    public IEnumerable<CallFact> Handled => Rows.Calls.Where(c => c.IsAnswered && Has(c.EndedAt));
    public IEnumerable<CallFact> AnsweredAfterAWait => Inbound.Where(c => c.IsAnswered && c.WaitMilliseconds is not null);
    public IEnumerable<CallFact> Judged =>
        Inbound.Where(c => (c.IsAnswered || c.Status == "abandoned") && c.WaitMilliseconds is not null);
    public decimal OnContact => Handled.Sum(c =>
        PlainMetrics.Seconds(c.TalkMilliseconds) + PlainMetrics.Seconds(c.HoldMilliseconds) + PlainMetrics.Seconds(c.WrapUpMilliseconds));
    public IEnumerable<LeadFact> Leads => Rows.Leads;
    public IEnumerable<LeadFact> Converted => Leads.Where(l => Has(l.ConvertedAt));
    public IEnumerable<LeadFact> Answers => Leads.Where(l => Has(l.ContactedAt) && l.ContactedAt >= l.CreatedAt);
    public IEnumerable<LeadFact> Gains => Converted.Where(l => l.ConvertedAt >= l.CreatedAt);
    public decimal Revenue => Converted.Sum(l => l.Value ?? 0);
    public decimal Cost => Rows.Spends.Where(s => Has(s.SpentAt)).Sum(s => s.Amount);
    public IEnumerable<CatalogueEvent> Events => Rows.Events.Where(e => Has(e.OccurredAt));

    public IEnumerable<Guid> ActiveAgents => Rows.States.Where(s => s.Status != "offline" && Touches(s)).Select(s => s.AgentId)
        .Concat(Rows.Calls.Where(c => c.AgentId is not null && (Has(c.StartedAt) || Has(c.EndedAt))).Select(c => c.AgentId!.Value))
        .Distinct();

    public bool Has(DateTimeOffset? moment) => moment is { } at && Calendar.LabelOf(at) == Interval.Label;

    public decimal SecondsIn(string status) => Rows.States.Where(s => s.Status == status)
        .Sum(InsideOf);

    /// <summary>Whether it happened in the interval as it was a month earlier, by the local calendar.</summary>
    public bool HadAMonthBefore(DateTimeOffset? moment) => moment is { } at
        && at.UtcDateTime >= Calendar.MonthBefore(Interval.From) && at.UtcDateTime < Calendar.MonthBefore(Interval.To);

    public decimal LoggedIn => Rows.States.Where(s => s.Status != "offline").Sum(InsideOf);

    public decimal SecondsOn(params string[] activities) => Rows.Pieces.Where(p => activities.Contains(p.Activity))
        .Sum(p => Inside(p.From, p.To));

    private bool Touches(AgentStateFact state) => Has(state.StartedAt) || InsideOf(state) > 0;

    /// <summary>The seconds of a state inside the interval; one still going on goes on until now.</summary>
    private decimal InsideOf(AgentStateFact state) => Inside(state.StartedAt, state.EndedAt);

    private decimal Inside(DateTimeOffset from, DateTimeOffset? to)
    {
        var ended = (to ?? Now).UtcDateTime;
        var ticks = Math.Min(ended.Ticks, Interval.To.Ticks) - Math.Max(from.UtcTicks, Interval.From.Ticks);
        return ticks <= 0 ? 0 : ticks / 10_000_000m;
    }
}
