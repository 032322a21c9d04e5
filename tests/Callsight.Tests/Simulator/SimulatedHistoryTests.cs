using System.Security.Cryptography;
using System.Text.Json;
using Callsight.Core;
using Callsight.Simulator;

namespace Callsight.Tests.Simulator;

public sealed class SimulatedHistoryTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes() =>
        Hash(SimulatedSpring.Plan).ShouldBe(Hash(SimulatedSpring.Plan with { Seed = 11 }));

    [Fact]
    public void Another_seed_gives_other_bytes() =>
        Hash(SimulatedSpring.Plan with { Seed = 12 }).ShouldNotBe(Hash(SimulatedSpring.Plan));

    [Fact]
    public void Events_come_in_order_of_time_and_within_the_plan()
    {
        var (last, plan) = (DateTimeOffset.MinValue, SimulatedSpring.Plan);
        foreach (var happened in SimulatedSpring.Events)
        {
            if (happened.OccurredAt < last || happened.OccurredAt >= plan.End)
                happened.OccurredAt.ShouldBeInRange(last, plan.End.AddTicks(-1));
            last = happened.OccurredAt;
        }

        SimulatedSpring.Events[0].OccurredAt.ShouldBe(plan.Start);
    }

    [Fact]
    public void No_id_is_given_twice()
    {
        SimulatedSpring.Events.Select(e => e.Id).ShouldBeUnique();
        SimulatedSpring.Events.SelectMany(e => e.AgentStates.Where(s => s.EndedAt is null)).Select(s => s.StateId).ShouldBeUnique();
    }

    [Fact]
    public void A_stretch_of_time_holds_exactly_its_part_of_the_whole()
    {
        var range = new TimeRange(SimulatedSpring.Plan.End.AddDays(-9), SimulatedSpring.Plan.End.AddDays(-7));
        SimulatedSpring.Centre.EventsBetween(range).Select(Text)
            .ShouldBe(SimulatedSpring.Events.Where(e => range.Contains(e.OccurredAt)).Select(Text));
    }

    [Fact]
    public void Life_goes_on_after_the_plan()
    {
        var next = new TimeRange(SimulatedSpring.Plan.End, SimulatedSpring.Plan.End.AddMinutes(30));
        var running = SimulatedSpring.Calls.Where(c => c.Status == "in_progress").Select(c => c.CallId).ToList();
        running.ShouldNotBeEmpty();
        var events = SimulatedSpring.Centre.EventsBetween(next).ToList();
        events.Count(e => e.Type == "call_started").ShouldBeGreaterThan(5);
        running.Except(events.Where(e => e.Type == "call_ended").Select(e => e.CallId!.Value)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_event_of_the_product_is_catalogued_and_carries_its_picture()
    {
        SimulatedSpring.Events.Where(e => e.SessionId is null && !IsWhole(e)).ShouldBeEmpty();

        static bool IsWhole(CatalogueEvent e) => EventCatalogue.All[e.Type].Subject switch
        {
            "call" => e is { Call: not null, Lead: null, Spend: null, AgentStates: [] },
            "lead" => e is { Call: null, Lead: not null, Spend: null, AgentStates: [] },
            "agent" => e is { Call: null, Lead: null, Spend: null, AgentStates: [_] or [_, _] },
            _ => e is { Call: null, Lead: null, Spend: not null, AgentStates: [] },
        };
    }

    private static string Hash(SimulationPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var happened in SimulatedCallCentre.Create(plan).Events().Take(50_000))
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(happened));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string Text(CatalogueEvent happened) => JsonSerializer.Serialize(happened);
}
