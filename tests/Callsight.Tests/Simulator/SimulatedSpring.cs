using Callsight.Core;
using Callsight.Simulator;

namespace Callsight.Tests.Simulator;

/// <summary>Three months of a small call centre, with a change of the clocks, played once for all tests.</summary>
internal static class SimulatedSpring
{
    public static TenantZone Zone { get; } = TenantZone.Find("Europe/Berlin").Value;

    public static SimulationPlan Plan { get; } = new()
    {
        Seed = 11,
        Zone = Zone,
        // In the middle of a working day.
        End = new DateTimeOffset(2026, 5, 13, 9, 41, 27, TimeSpan.Zero),
        Months = 3,
        Agents = 12,
        CallsPerDay = 230,
        LeadsPerDay = 12,
        WebSessionsPerDay = 40,
    };

    public static SimulatedCallCentre Centre { get; } = SimulatedCallCentre.Create(Plan);

    public static IReadOnlyList<CatalogueEvent> Events { get; } = [.. Centre.Events()];

    /// <summary>Every call as it stood at the end.</summary>
    public static IReadOnlyList<CallFact> Calls { get; } =
        [.. Events.Select(e => e.Call).OfType<CallFact>().GroupBy(c => c.CallId).Select(g => g.Last())];

    /// <summary>Every lead as it stood at the end.</summary>
    public static IReadOnlyList<LeadFact> Leads { get; } =
        [.. Events.Select(e => e.Lead).OfType<LeadFact>().GroupBy(l => l.LeadId).Select(g => g.Last())];

    /// <summary>The share of callers who gave up among those who waited for an agent.</summary>
    public static double Abandonment(IEnumerable<CallFact> calls)
    {
        var waited = calls.Where(c => c.Direction == "inbound" && c.Status is "abandoned" or "completed").ToList();
        return waited.Count(c => c.Status == "abandoned") / (double)waited.Count;
    }
}
