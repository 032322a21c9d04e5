using System.Text.Json.Nodes;
using Callsight.Core;
using CsCheck;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>A zone and a day there at which something is odd, or nothing.</summary>
internal sealed record Place(string Zone, DateOnly Day)
{
    public static readonly Place[] All =
    [
        new("UTC", new(2026, 12, 31)),
        new("America/New_York", new(2026, 3, 8)),
        new("America/New_York", new(2026, 11, 1)),
        new("Asia/Kathmandu", new(2026, 3, 31)),
        new("Australia/Lord_Howe", new(2026, 4, 5)),
        new("Australia/Lord_Howe", new(2026, 10, 4)),
    ];

    /// <summary>Noon of the day in UTC: whatever the zone, the clock change is within a day of it.</summary>
    public DateTimeOffset Noon => new(Day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
}

/// <summary>Small random call centres. Ids come from small pools, so that things are corrected and events come again.</summary>
internal static class RandomRows
{
    public static readonly Guid[] Agents = Pool(1, 3), Teams = Pool(2, 2), Queues = Pool(3, 2), Campaigns = Pool(4, 2);
    private static readonly Guid[] CallIds = Pool(5, 25), LeadIds = Pool(6, 25), StateIds = Pool(7, 15), SpendIds = Pool(8, 8);
    private static readonly Guid[] EventIds = Pool(9, 60);

    private static readonly string[] Types =
    [
        "page_viewed", "form_sent", "call_rated", "call_held", "call_not_answered_by_agent", "survey_answered", "task_created",
        "task_completed", "message_sent", "message_delivered", "message_opened", "lead_created", "lead_created", "lead_updated",
        "lead_updated", "lead_contacted", "lead_converted", "lead_reopened",
    ];

    private static readonly Gen<JsonObject?> Properties = Gen.OneOf<string?>(
            null, """{"topic":"billing"}""", """{"topic":"Billing"}""", """{"topic":""}""", """{"topic":5}""", """{"topic":2.5}""",
            """{"topic":true}""", """{"topic":null}""", """{"topic":"5"}""", """{"other":"billing"}""")
        .Select(json => json is null ? null : JsonNode.Parse(json)!.AsObject());

    /// <summary>Events in order of arrival.</summary>
    public static Gen<CatalogueEvent[]> Events(Place place, int most) => Event(place).Array[0, most].Select(Honest);

    /// <summary>Mostly around the day, on quarters of an hour so that many are equal and many on an edge; some far away.</summary>
    public static Gen<DateTimeOffset> Time(Place place) => Gen.Frequency(
        (6, Gen.Int[-200, 200].Select(quarters => place.Noon.AddMinutes(15 * quarters))),
        (2, Gen.Int[-180_000, 180_000].Select(seconds => place.Noon.AddSeconds(seconds).AddTicks(-10))),
        (1, Gen.Int[-900, 900].Select(days => place.Noon.AddHours(12 * days))));

    private static Gen<CatalogueEvent> Event(Place place)
    {
        var plain = Gen.Select(Gen.OneOf(EventIds), Gen.OneOf(Types), Time(place),
            Gen.OneOf(null, "ann", "bob", "eve"), Maybe(Agents), Maybe(Campaigns), Gen.OneOf(null, "web", "Web", "ads"),
            Gen.Select(Gen.OneOf<double?>(null, 0, 1.5, 7, 9, 10), Properties, Maybe(LeadIds[..5]), Gen.OneOf(null, "demo", "offer"),
                Gen.OneOf(null, "new", "contacted"), Maybe(Teams)),
            (id, type, at, user, agent, campaign, source, more) => new CatalogueEvent
            {
                Id = id,
                Type = type,
                OccurredAt = at,
                UserId = user,
                AgentId = agent,
                CampaignId = campaign,
                Source = source,
                Value = more.Item1,
                Properties = more.Item2,
                LeadId = more.Item3,
                Stage = more.Item4,
                Status = more.Item5,
                TeamId = more.Item6,
            });
        var picture = Gen.Frequency<Func<CatalogueEvent, CatalogueEvent>>(
            (2, Gen.Const<Func<CatalogueEvent, CatalogueEvent>>(e => e)),
            (4, Call(place).Select(call => Changed(e => e with { Call = call }))),
            (4, Lead(place).Select(lead => Changed(e => e with { Lead = lead }))),
            (3, State(place).Array[1, 2].Select(states => Changed(e => e with { AgentStates = states }))),
            (2, Spend(place).Select(spend => Changed(e => e with { Spend = spend }))),
            (1, Gen.OneOf(EventIds).Select(gone => Changed(e => gone == e.Id ? e : e with { Retracts = [gone] }))));
        return Gen.Select(plain, picture, (e, change) => change(e));
    }

    private static Func<CatalogueEvent, CatalogueEvent> Changed(Func<CatalogueEvent, CatalogueEvent> change) => change;

    private static Gen<CallFact> Call(Place place) => Gen.Select(
        Gen.Select(Gen.OneOf(CallIds), Gen.Frequency((4, "inbound"), (1, "outbound")),
            Gen.Frequency((5, "completed"), (2, "abandoned"), (1, "missed"), (1, "in_progress"), (1, "failed")),
            Time(place), Gen.Int[0, 7_200], Gen.Int[0, 9]),
        Gen.Select(Milliseconds, Milliseconds, Milliseconds, Milliseconds, Gen.OneOf(20_000L, 60_000L), Gen.OneOf<int?>(null, 1, 3, 4, 5)),
        Gen.Select(Maybe(Agents), Maybe(Teams), Maybe(Queues), Maybe(Campaigns), Gen.OneOf(null, "", "sale", "Sale"), Properties),
        Gen.Select(Gen.Bool, Gen.OneOf<bool?>(null, true, false), Gen.OneOf(null, "111", "222"), Maybe(LeadIds[..2]),
            Gen.OneOf<int?>(null, 0, 30)),
        (what, how, whose, flags) => new CallFact
        {
            CallId = what.Item1,
            Direction = what.Item2,
            Status = what.Item3,
            IsAnswered = what.Item3 is "completed" or "in_progress",
            StartedAt = what.Item4,
            EndedAt = what.Item3 is "in_progress" ? null : what.Item4.AddSeconds(what.Item5),
            IsRemoved = what.Item6 == 0,
            WaitMilliseconds = how.Item1,
            TalkMilliseconds = how.Item2,
            HoldMilliseconds = how.Item3,
            WrapUpMilliseconds = how.Item4,
            ServiceLevelMilliseconds = how.Item5,
            Rating = how.Item6,
            AgentId = whose.Item1,
            TeamId = whose.Item2,
            QueueId = whose.Item3,
            CampaignId = whose.Item4,
            Outcome = whose.Item5,
            Properties = whose.Item6,
            IsTransferred = flags.Item1,
            IsResolved = flags.Item2,
            Caller = flags.Item3,
            LeadId = flags.Item4,
            AnsweredAt = flags.Item5 is { } seconds ? what.Item4.AddSeconds(seconds) : null,
        });

    private static Gen<LeadFact> Lead(Place place) => Gen.Select(
        Gen.Select(Gen.OneOf(LeadIds), Gen.OneOf("new", "contacted", "converted", "lost"), Gen.OneOf(null, "web", "Web", "ads", ""),
            Gen.OneOf(null, "demo", "offer"), Gen.OneOf(null, "high"), Gen.Int[0, 9]),
        Gen.Select(Time(place), Maybe(Time(place)), Maybe(Time(place)), Maybe(Time(place)), Maybe(Time(place))),
        Gen.Select(Maybe(Agents), Maybe(Teams), Maybe(Campaigns), Gen.OneOf<decimal?>(null, 0m, 0.0001m, 99.95m, 12_345.6789m),
            Gen.OneOf<double?>(null, 0.5, 70), Gen.OneOf("a", "b").Array[0, 2], Properties, Gen.OneOf<long?>(null, 0, 90_500)),
        (what, when, whose) => new LeadFact
        {
            LeadId = what.Item1,
            Status = what.Item2,
            Source = what.Item3,
            Stage = what.Item4,
            Priority = what.Item5,
            IsRemoved = what.Item6 == 0,
            CreatedAt = when.Item1,
            ContactedAt = when.Item2,
            QualifiedAt = when.Item3,
            ConvertedAt = when.Item4,
            LostAt = when.Item5,
            AgentId = whose.Item1,
            TeamId = whose.Item2,
            CampaignId = whose.Item3,
            Value = whose.Item4,
            Score = whose.Item5,
            Tags = whose.Item6,
            Properties = whose.Item7,
            ResponseBusinessMilliseconds = whose.Item8,
        });

    private static Gen<AgentStateFact> State(Place place) => Gen.Select(Gen.OneOf(StateIds), Gen.OneOf(Agents), Maybe(Teams),
        Gen.OneOf("available", "available", "busy", "on_break", "in_meeting", "offline"), Gen.OneOf(null, "lunch"), Time(place),
        Gen.OneOf<int?>(null, 0, 1, 900, 30_000, 90_000, 400_000, -600),
        (id, agent, team, status, reason, from, seconds) => new AgentStateFact
        {
            StateId = id,
            AgentId = agent,
            TeamId = team,
            Status = status,
            Reason = reason,
            StartedAt = from,
            EndedAt = seconds is null ? null : from.AddSeconds(seconds.Value),
        });

    private static Gen<SpendFact> Spend(Place place) => Gen.Select(Gen.OneOf(SpendIds), Gen.OneOf(Campaigns),
        Gen.OneOf(null, "search", "social"), Gen.Int[-8, 8], Gen.OneOf(0m, 0.01m, 100m, 33.3333m), Gen.Int[0, 9],
        (id, campaign, channel, days, amount, removed) => new SpendFact
        {
            SpendId = id,
            CampaignId = campaign,
            Channel = channel,
            Day = place.Day.AddDays(days),
            SpentAt = TenantZone.Find(place.Zone).Value.StartOfDay(place.Day.AddDays(days)),
            Amount = amount,
            IsRemoved = removed == 0,
        });

    private static Gen<long?> Milliseconds => Gen.OneOf<long?>(null, 0, 1, 5_000, 20_000, 20_001, 61_500, 3_600_000);

    private static Gen<Guid?> Maybe(Guid[] pool) => Gen.OneOf([null, .. pool.Select(id => (Guid?)id)]);

    private static Gen<DateTimeOffset?> Maybe(Gen<DateTimeOffset> time) =>
        Gen.Frequency((1, Gen.Const((DateTimeOffset?)null)), (2, time.Select(t => (DateTimeOffset?)t)));

    /// <summary>An event that comes again says so, as the store asks of its senders.</summary>
    private static CatalogueEvent[] Honest(CatalogueEvent[] arrivals)
    {
        var seen = new HashSet<Guid>();
        return [.. arrivals.Select(e => seen.Add(e.Id) ? e : e with { Replaces = true })];
    }

    private static Guid[] Pool(int kind, int size) =>
        [.. Enumerable.Range(1, size).Select(i => Guid.Parse($"00000000-0000-7000-{8_000 + kind:d4}-{i:d12}"))];
}
