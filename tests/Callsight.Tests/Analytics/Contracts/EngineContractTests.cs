using System.Text.Json.Nodes;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Store;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>What every engine promises, with answers worked out by hand.</summary>
public sealed class EngineContractTests
{
    private static readonly TenantZone Berlin = TenantZone.Find("Europe/Berlin").Value;

    [Theory, EveryEngine]
    public async Task Hours_are_left_out_and_come_twice_where_the_clocks_change(string engine)
    {
        var fixture = await OpenAsync(engine,
            Event("e", "2026-03-29T00:59:59.999999Z"), Event("e", "2026-03-29T01:00Z"), // 01:59 +1, then 03:00 +2
            Event("e", "2026-10-25T00:30Z"), Event("e", "2026-10-25T01:30Z"), Event("e", "2026-10-25T01:45Z")); // 02:30 +2, then +1
        var hours = fixture.Question(Days("2026-03-29", "2026-03-29"), EventMetrics.EventsTotal) with { Zone = Berlin, Interval = Interval.Hour };

        (await fixture.SeriesAsync(hours)).ShouldBe("2026-03-29T01:00+01:00=1 2026-03-29T03:00+02:00=1");
        (await fixture.AskAsync(hours)).Rows.Count.ShouldBe(23);

        var autumn = hours with { Days = Days("2026-10-25", "2026-10-25") };
        (await fixture.SeriesAsync(autumn)).ShouldBe("2026-10-25T02:00+02:00=1 2026-10-25T02:00+01:00=2");
        (await fixture.AskAsync(autumn)).Rows.Count.ShouldBe(25);
    }

    [Theory, EveryEngine]
    public async Task Half_hour_zones_have_their_own_hours(string engine)
    {
        // Lord Howe sets its clocks back by half an hour at 02:00 (+11) = 15:00Z, so the hour from 01:00 goes on until 02:00 (+10:30).
        var fixture = await OpenAsync(engine, Event("e", "2026-04-04T14:59Z"), Event("e", "2026-04-04T15:00Z"), Event("e", "2026-04-04T15:30Z"));
        (await fixture.SeriesAsync(fixture.Question(Days("2026-04-05", "2026-04-05"), EventMetrics.EventsTotal) with
        {
            Zone = TenantZone.Find("Australia/Lord_Howe").Value,
            Interval = Interval.Hour,
        })).ShouldBe("2026-04-05T01:00+11:00=1 2026-04-05T01:30+10:30=1 2026-04-05T02:00+10:30=1");
    }

    [Theory, EveryEngine]
    public async Task Days_weeks_months_quarters_and_years_begin_in_the_zone(string engine)
    {
        var fixture = await OpenAsync(engine,
            Event("e", "2025-12-31T22:59Z"), // 23:59 on Wednesday the 31st
            Event("e", "2025-12-31T23:00Z"), // midnight of the new year
            Event("e", "2026-03-29T21:59Z"), // 23:59 on the Sunday of the change
            Event("e", "2026-03-29T22:00Z"), // midnight of Monday the 30th
            Event("e", "2026-03-31T22:00Z")); // midnight of 1 April
        var year = fixture.Question(Days("2025-12-01", "2026-04-30"), EventMetrics.EventsTotal) with { Zone = Berlin };

        (await fixture.SeriesAsync(year with { Interval = Interval.Day })).ShouldBe(
            "2025-12-31T00:00+01:00=1 2026-01-01T00:00+01:00=1 2026-03-29T00:00+01:00=1 2026-03-30T00:00+02:00=1 2026-04-01T00:00+02:00=1");
        (await fixture.SeriesAsync(year with { Interval = Interval.Week })).ShouldBe(
            "2025-12-29T00:00+01:00=2 2026-03-23T00:00+01:00=1 2026-03-30T00:00+02:00=2");
        (await fixture.SeriesAsync(year with { Interval = Interval.Month })).ShouldBe(
            "2025-12-01T00:00+01:00=1 2026-01-01T00:00+01:00=1 2026-03-01T00:00+01:00=2 2026-04-01T00:00+02:00=1");
        // The first quarter and year are clipped to the days asked for.
        (await fixture.SeriesAsync(year with { Interval = Interval.Quarter })).ShouldBe(
            "2025-12-01T00:00+01:00=1 2026-01-01T00:00+01:00=3 2026-04-01T00:00+02:00=1");
        (await fixture.SeriesAsync(year with { Interval = Interval.Year })).ShouldBe(
            "2025-12-01T00:00+01:00=1 2026-01-01T00:00+01:00=4");
    }

    [Theory, EveryEngine]
    public async Task Old_and_far_days_are_cut_like_any_other(string engine)
    {
        var fixture = await OpenAsync(engine, Event("e", "1950-05-17T10:00Z"), Event("e", "2250-05-17T10:00Z"));
        foreach (var year in new[] { "1950", "2250" })
            (await fixture.SeriesAsync(fixture.Question(Days($"{year}-04-01", $"{year}-06-30"), EventMetrics.EventsTotal) with
            {
                Interval = Interval.Month,
            })).ShouldBe($"{year}-05-01T00:00+00:00=1");
    }

    [Theory, EveryEngine]
    public async Task Distinct_values_are_counted_exactly_and_anew_for_the_whole(string engine)
    {
        var fixture = await OpenAsync(engine,
            Event("e", "2026-01-01T10:00Z", "ann"), Event("e", "2026-01-01T11:00Z", "ann"), Event("e", "2026-01-01T12:00Z", "Ann"),
            Event("e", "2026-01-02T10:00Z", "ann"), Event("e", "2026-01-02T11:00Z"), Event("e", "2026-01-02T11:00Z", ""));
        var query = fixture.Question(Days("2026-01-01", "2026-01-03"), EventMetrics.UniqueUsers) with { Interval = Interval.Day };

        (await fixture.SeriesAsync(query)).ShouldBe("2026-01-01T00:00+00:00=2 2026-01-02T00:00+00:00=2");
        // ann, Ann and the empty one; not 4, and nobody is not somebody.
        (await fixture.AskAsync(query)).Totals[0].Value.ShouldBe(3);
    }

    [Theory, EveryEngine]
    public async Task Many_distinct_values_are_still_counted_exactly(string engine)
    {
        var events = Enumerable.Range(0, 20_000).Select(i => Event("e", "2026-01-01T10:00Z", $"user {i}")).ToList();
        var fixture = new EngineFixture(await AnalyticsEngine.OpenAsync(engine), TenantId.New());
        await fixture.Engine.LoadAsync(fixture.Tenant, events);
        (await fixture.AskAsync(fixture.Question(Days("2026-01-01", "2026-01-01"), EventMetrics.UniqueUsers))).Totals[0].Value.ShouldBe(20_000);
    }

    [Theory, EveryEngine]
    public async Task Stretches_are_cut_at_the_edges_of_intervals_and_end_now(string engine)
    {
        var agent = Guid.CreateVersion7();
        AgentStateFact State(string status, string from, string? to) => new()
        {
            StateId = Guid.CreateVersion7(),
            AgentId = agent,
            Status = status,
            StartedAt = At(from),
            EndedAt = to is null ? null : At(to),
        };
        var fixture = await OpenAsync(engine, Carrying(
            State("available", "2026-01-04T20:00Z", "2026-01-05T00:30Z"), // 30 minutes of it inside
            State("available", "2026-01-04T10:00Z", "2026-01-04T20:00Z"), // all of it before
            State("busy", "2026-01-05T09:00Z", "2026-01-05T09:30Z"),      // another state
            State("available", "2026-01-05T09:30Z", "2026-01-05T10:15Z"), // over an edge: 30 and 15 minutes
            State("available", "2026-01-05T10:45Z", null)));              // open: 15 minutes, then 20 until now
        var query = fixture.Question(Days("2026-01-05", "2026-01-05"), AgentMetrics.AvailableTime, AgentMetrics.ActiveAgents) with
        {
            Interval = Interval.Hour,
            Now = At("2026-01-05T11:20Z"),
        };

        (await fixture.SeriesAsync(query)).ShouldBe(
            "2026-01-05T00:00+00:00=1800 2026-01-05T09:00+00:00=1800 2026-01-05T10:00+00:00=1800 2026-01-05T11:00+00:00=1200");
        var totals = (await fixture.AskAsync(query)).Totals;
        totals[0].Value.ShouldBe(6_600);
        totals[1].Value.ShouldBe(1);
    }

    [Theory, EveryEngine]
    public async Task Money_is_exact_and_nothing_to_divide_by_is_no_value(string engine)
    {
        SpendFact Spent(string day, decimal amount) => new()
        {
            SpendId = Guid.CreateVersion7(),
            CampaignId = Guid.CreateVersion7(),
            Day = DateOnly.FromDateTime(At(day).DateTime),
            SpentAt = At(day),
            Amount = amount,
        };
        var fixture = await OpenAsync(engine,
            Carrying(Spent("2026-01-01", 0.1m)), Carrying(Spent("2026-01-01", 0.2m)), Carrying(Spent("2026-01-02", 12_345_678_901_234.5677m)));
        var totals = (await fixture.AskAsync(fixture.Question(Days("2026-01-01", "2026-01-02"), CampaignMetrics.Cost, CampaignMetrics.CostPerLead))).Totals;
        totals[0].Value.ShouldBe(12_345_678_901_234.8677m);
        totals[1].Value.ShouldBeNull();
    }

    [Theory, EveryEngine]
    public async Task Groups_are_of_columns_and_of_free_properties_of_any_kind(string engine)
    {
        CatalogueEvent With(string? source, string? properties) => Event("e", "2026-01-01T10:00Z") with
        {
            Source = source,
            Properties = properties is null ? null : (JsonObject)JsonNode.Parse(properties)!,
        };
        var fixture = await OpenAsync(engine,
            With("web", """{"n":1}"""), With("web", """{"n":1.0}"""), With("web", """{"n":"1"}"""), With("ads", """{"n":true}"""),
            With(null, """{"n":null}"""), With("", null), With("ads", """{"n":1.5}"""), With("ads", """{"n":1e400,"o":12345678901234567890123}"""));
        async Task<string> GroupsAsync(string dimension) => string.Join(" ", (await fixture.AskAsync(
            fixture.Question(Days("2026-01-01", "2026-01-01"), EventMetrics.EventsTotal) with { Dimensions = [dimension] }))
            .Rows.Select(row => $"{row.Dimensions[0] ?? "none"}={row.Figures[0].Value}").Order(StringComparer.Ordinal));

        (await GroupsAsync("source")).ShouldBe("=1 ads=3 none=1 web=3");
        // 1, 1.0 and "1" read alike; null is none; a number that is too great is the greatest.
        (await GroupsAsync("properties.n")).ShouldBe("1.5=1 1.7976931348623157e308=1 1=3 none=2 true=1");
        (await GroupsAsync("properties.o")).ShouldBe("1.2345678901234568e22=1 none=7");
    }

    [Theory, EveryEngine]
    public async Task The_last_picture_counts_and_what_was_taken_back_is_gone(string engine)
    {
        var (first, second, wrong) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        LeadFact Lead(Guid id, decimal value) =>
            new() { LeadId = id, Status = "converted", CreatedAt = At("2026-01-01"), ConvertedAt = At("2026-01-01"), Value = value };
        var start = Event("e", "2026-01-01T10:00Z") with { Id = wrong };
        var fixture = await OpenAsync(engine,
            start, Event("e", "2026-01-01T11:00Z"), Carrying(Lead(first, 10)), Carrying(Lead(first, 20)), Carrying(Lead(second, 5)));
        await fixture.Engine.LoadAsync(fixture.Tenant,
        [
            start with { OccurredAt = At("2026-01-02T10:00Z"), Replaces = true },
            Event("e", "2026-01-02T11:00Z") with { Lead = Lead(second, 5) with { IsRemoved = true } },
        ]);
        await fixture.Engine.LoadAsync(fixture.Tenant, [Event("e", "2026-01-03T11:00Z") with { Lead = Lead(first, 30) }]);
        var query = fixture.Question(Days("2026-01-01", "2026-01-03"), LeadMetrics.TotalRevenue);
        (await fixture.AskAsync(query)).Totals[0].Value.ShouldBe(30);

        var events = query with { Metrics = [EventMetrics.EventsTotal], Interval = Interval.Day };
        const string Second = " 2026-01-03T00:00+00:00=1";
        (await fixture.SeriesAsync(events)).ShouldBe("2026-01-01T00:00+00:00=4 2026-01-02T00:00+00:00=2" + Second);
        await fixture.Engine.LoadAsync(fixture.Tenant, [Event("e", "2026-01-02T12:00Z") with { Retracts = [wrong] }]);
        (await fixture.SeriesAsync(events)).ShouldBe("2026-01-01T00:00+00:00=4 2026-01-02T00:00+00:00=2" + Second);
    }

    [Theory, EveryEngine]
    public async Task A_tenant_without_data_reads_as_empty(string engine)
    {
        var fixture = new EngineFixture(await AnalyticsEngine.OpenAsync(engine), TenantId.New());
        foreach (var interval in new[] { Interval.None, Interval.Hour, Interval.Quarter })
        {
            foreach (var metrics in MetricCatalogue.All.Chunk(40))
            {
                var answer = await fixture.AskAsync(fixture.Question(Days("2026-03-28", "2026-03-30"), metrics) with
                {
                    Zone = Berlin,
                    Interval = interval,
                });
                foreach (var (metric, figure) in metrics.Zip(answer.Totals))
                    figure.Value.ShouldBe(metric.Denominator is null && !metric.HasNoZero ? 0 : null, metric.Key);
            }
        }
    }

    [Theory, EveryEngine]
    public async Task Events_are_listed_newest_first_and_the_later_arrival_before_the_earlier(string engine)
    {
        string[] times = ["10:00:00", "12:00:00", "10:00:00", "11:00:00.000001", "10:00:00", "11:00:00"];
        var fixture = await OpenAsync(engine,
            [.. times.Select((time, i) => Event(i == 3 ? "odd" : "e", $"2026-01-01T{time}Z") with { Source = $"{i}" })]);
        var request = new EventPageRequest(Limit: 2);
        var seen = new List<string>();
        do
        {
            var page = await EventListing.PageAsync(fixture.Engine.Sql, fixture.Tenant, request, CancellationToken.None);
            seen.Add(string.Join(",", page.Events.Select(e => e.Event.Source)));
            request = request with { After = page.Next };
        }
        while (request.After is not null);

        seen.ShouldBe(["1,3", "5,4", "2,0"]);
        var odd = await EventListing.PageAsync(fixture.Engine.Sql, fixture.Tenant, new EventPageRequest(Type: "odd"), CancellationToken.None);
        odd.Events.ShouldHaveSingleItem().Event.OccurredAt.ShouldBe(At("2026-01-01T11:00:00.000001Z"));
        (await EventListing.TypesAsync(fixture.Engine.Sql, fixture.Tenant, CancellationToken.None)).ShouldBe(
        [
            new SeenEventType("e", 5, At("2026-01-01T10:00Z"), At("2026-01-01T12:00Z")),
            new SeenEventType("odd", 1, At("2026-01-01T11:00:00.000001Z"), At("2026-01-01T11:00:00.000001Z")),
        ]);
    }

    [Theory, EveryEngine]
    public async Task An_event_comes_back_as_it_went_in(string engine)
    {
        Guid Id() => Guid.CreateVersion7();
        var full = new CatalogueEvent
        {
            Id = Id(),
            Type = "töpfe;--",
            OccurredAt = At("2026-01-01T10:00:00.123456Z"),
            UserId = "it's",
            SessionId = "a\tb\nc\\N",
            AgentId = Id(),
            TeamId = Id(),
            QueueId = Id(),
            LeadId = Id(),
            CampaignId = Id(),
            CallId = Id(),
            Source = "",
            Channel = "日本 👍",
            Direction = "\"quoted\"",
            Status = "NULL",
            Outcome = "{p:String}",
            Stage = "$1",
            Value = 0.1,
            DurationMilliseconds = long.MaxValue,
            Amount = -0.0001m,
            Properties = new JsonObject { ["it's"] = "a\u0000b\\", ["n"] = 1.5, ["list"] = new JsonArray(1, "two") },
        };
        var fixture = await OpenAsync(engine, full, Event("bare", "2026-01-01T09:00Z"));
        var page = await EventListing.PageAsync(fixture.Engine.Sql, fixture.Tenant, new EventPageRequest(), CancellationToken.None);
        var back = page.Events[0].Event;
        (back with { Properties = null, AgentStates = [], Retracts = [] }).ShouldBe(full with { Properties = null, AgentStates = [], Retracts = [] });
        back.Properties!.ToJsonString().ShouldBe(full.Properties.ToJsonString());
        page.Events[1].Event.ShouldSatisfyAllConditions(e => e.UserId.ShouldBeNull(), e => e.AgentId.ShouldBeNull(), e => e.Amount.ShouldBeNull());
    }
}
