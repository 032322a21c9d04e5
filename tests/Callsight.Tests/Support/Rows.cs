using System.Globalization;
using Callsight.Core;

namespace Callsight.Tests.Support;

/// <summary>Facts in one line each, durations in seconds.</summary>
/// <remarks>A time such as <c>09:30</c> is of Monday, 2 March 2026, in UTC; <c>03-05 09:30</c> or a full date names its day.</remarks>
internal static class Rows
{
    public static readonly Guid Ada = Guid.Parse("00000000-0000-0000-0001-000000000001");
    public static readonly Guid Ben = Guid.Parse("00000000-0000-0000-0001-000000000002");
    public static readonly Guid Spring = Guid.Parse("00000000-0000-0000-0002-000000000001");
    public static readonly Guid Autumn = Guid.Parse("00000000-0000-0000-0002-000000000002");

    public static DateTimeOffset At(string time) => DateTimeOffset.Parse(
        time[2] switch { ':' => $"2026-03-02 {time}Z", '-' => $"2026-{time}Z", _ => time + "Z" },
        CultureInfo.InvariantCulture);

    /// <summary>A call somebody answered; without an end it is still going on.</summary>
    public static CatalogueEvent Call(
        string start, string? end = null, double? wait = null, double? talk = null, double? hold = null,
        double? wrapUp = null, double promised = 20, string direction = "inbound", bool transferred = false,
        bool? resolved = null, int? rating = null, Guid? agent = null, Guid? campaign = null) =>
        Event("call_started", start) with
        {
            Call = new CallFact
            {
                CallId = Guid.CreateVersion7(),
                Direction = direction,
                Status = end is null ? "in_progress" : "completed",
                IsAnswered = true,
                StartedAt = At(start),
                EndedAt = MaybeAt(end),
                WaitMilliseconds = Milliseconds(wait),
                TalkMilliseconds = Milliseconds(talk),
                HoldMilliseconds = Milliseconds(hold),
                WrapUpMilliseconds = Milliseconds(wrapUp),
                ServiceLevelMilliseconds = (long)(promised * 1_000),
                IsTransferred = transferred,
                IsResolved = resolved,
                Rating = rating,
                AgentId = agent ?? Ada,
                CampaignId = campaign,
            },
        };

    /// <summary>A call nobody answered.</summary>
    public static CatalogueEvent Unanswered(
        string start, string status, double? wait = null, string? end = null, string direction = "inbound",
        double promised = 20, Guid? agent = null)
    {
        var e = Call(start, end, wait, promised: promised, direction: direction);
        return e with { Call = e.Call! with { Status = status, IsAnswered = false, AgentId = agent } };
    }

    public static CatalogueEvent Lead(
        string created, string? contacted = null, string? qualified = null, string? converted = null, string? lost = null,
        decimal? value = null, Guid? campaign = null, string? source = null) =>
        Event("lead_created", created) with
        {
            Lead = new LeadFact
            {
                LeadId = Guid.CreateVersion7(),
                Status = converted is null ? "new" : "converted",
                Source = source,
                CampaignId = campaign,
                Value = value,
                CreatedAt = At(created),
                ContactedAt = MaybeAt(contacted),
                QualifiedAt = MaybeAt(qualified),
                ConvertedAt = MaybeAt(converted),
                LostAt = MaybeAt(lost),
            },
        };

    /// <summary>A stretch of availability; without an end it is still going on.</summary>
    public static CatalogueEvent State(string status, string start, string? end = null, Guid? agent = null) =>
        Event("agent_availability_changed", start) with
        {
            AgentStates =
            [
                new AgentStateFact
                {
                    StateId = Guid.CreateVersion7(),
                    AgentId = agent ?? Ada,
                    Status = status,
                    StartedAt = At(start),
                    EndedAt = MaybeAt(end),
                },
            ],
        };

    public static CatalogueEvent Spend(decimal amount, string day = "03-02 00:00", Guid? campaign = null) =>
        Event("campaign_spend_recorded", day) with
        {
            Spend = new SpendFact
            {
                SpendId = Guid.CreateVersion7(),
                CampaignId = campaign ?? Spring,
                Day = DateOnly.FromDateTime(At(day).DateTime),
                SpentAt = At(day),
                Amount = amount,
            },
        };

    public static CatalogueEvent Event(string type, string at, string? user = null, Guid? lead = null) =>
        new() { Id = Guid.CreateVersion7(), Type = type, OccurredAt = At(at), UserId = user, LeadId = lead };

    /// <summary>The same rows again and again, each with an id of its own, as somebody else would have them.</summary>
    public static IEnumerable<CatalogueEvent> Copies(IReadOnlyList<CatalogueEvent> rows, int times) =>
        Enumerable.Range(0, times).SelectMany(_ => rows.Select(row => row with
        {
            Id = Guid.CreateVersion7(),
            Retracts = [],
            Call = row.Call is null ? null : row.Call with { CallId = Guid.CreateVersion7() },
            Lead = row.Lead is null ? null : row.Lead with { LeadId = Guid.CreateVersion7() },
            Spend = row.Spend is null ? null : row.Spend with { SpendId = Guid.CreateVersion7() },
            AgentStates = [.. row.AgentStates.Select(s => s with { StateId = Guid.CreateVersion7() })],
        }));

    private static DateTimeOffset? MaybeAt(string? time) => time is null ? null : At(time);

    private static long? Milliseconds(double? seconds) => seconds is null ? null : (long)(seconds * 1_000);
}
