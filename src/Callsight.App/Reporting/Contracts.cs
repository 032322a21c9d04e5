using System.Text.Json.Nodes;

namespace Callsight.App.Reporting;

/// <summary>Figures of the scope's tenant for other modules, by the one planner.</summary>
public interface IFigures
{
    /// <summary>The figures of whole local days, by the metrics' names; ratios come with their <c>halves</c>.</summary>
    Task<Result<JsonObject>> TotalsAsync(IReadOnlyList<string> metrics, DayRange days, CancellationToken ct);
}

/// <summary>Dashboards to begin with.</summary>
public interface IStarterBoards
{
    /// <summary>Makes them in the scope's tenant, shared with every role, unless they are there; the id of the one that shows today.</summary>
    Task<Guid> EnsureAsync(CancellationToken ct);
}
