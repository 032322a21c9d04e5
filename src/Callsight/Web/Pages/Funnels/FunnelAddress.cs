using Callsight.Analytics.Following;
using Callsight.Analytics.Funnels;
using Callsight.App.Reporting.Funnels;

namespace Callsight.Web.Pages.Funnels;

/// <summary>A funnel as the address of the page says it: events, the time they may take, and what divides it.</summary>
public sealed record FunnelAddress(IReadOnlyList<string> Steps, int WithinDays, string? By)
{
    public const int MostSteps = 6;
    private const int UsualDays = 90;
    private static readonly string[] Usual = ["lead_created", "lead_contacted", "lead_qualified", "lead_converted"];

    public static FunnelAddress Read(string[]? steps, int? within, string? by) => new(
        steps?.Where(s => !string.IsNullOrEmpty(s)).Take(MostSteps).ToList() is { Count: > 1 } given ? given : Usual,
        within is > 0 and <= 3_650 ? within.Value : UsualDays, string.IsNullOrEmpty(by) ? null : by);

    /// <summary>The address of a funnel; null where it says more than the page can, such as conditions on its steps.</summary>
    public static FunnelAddress? Of(FunnelDefinition funnel) =>
        funnel.Steps.Count <= MostSteps
        && funnel.Steps.All(s => s.Filter is null) && funnel.Entity is null or FollowedEntity.Lead
        && funnel is { Order: null or FunnelOrder.Ordered, Count: null or FunnelCount.Entities, FirstTimeOnly: not true, Interval: null }
        && funnel.Exclude is null or { Count: 0 } && funnel.HoldConstant is null or { Count: 0 }
        && funnel.BreakdownAttribution is null or BreakdownAttribution.First && funnel.BreakdownLimit is null
        && funnel.Window is { Unit: WindowUnit.Day } window
            ? new FunnelAddress([.. funnel.Steps.Select(s => s.Event)], window.Value, funnel.Breakdown) : null;

    public FunnelDefinition ToDefinition(Func<string, string> title) => new()
    {
        Steps = [.. Steps.Select(s => new FunnelStepRequest(s, null, title(s)))],
        Window = new FunnelWindow(WithinDays, WindowUnit.Day),
        Breakdown = By,
    };
}
