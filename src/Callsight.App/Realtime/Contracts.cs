using System.Text.Json.Nodes;
using Callsight.App.Identity;

namespace Callsight.App.Realtime;

/// <summary>What live figures are at a moment.</summary>
/// <param name="Value">An object, as clients get it.</param>
/// <param name="Until">When they change by the clock alone, such as at midnight; null where they do not.</param>
public sealed record LiveValue(JsonObject Value, DateTimeOffset? Until = null);

/// <summary>Figures to be kept up to date for those who look at them.</summary>
/// <param name="Key">What is asked and with which rights: who asks with the same key gets the same figures, computed once.</param>
/// <param name="ComputeAsync">Works them out in a scope of the tenant's own.</param>
public sealed record LiveFigures(string Key, Func<IServiceProvider, CancellationToken, Task<LiveValue>> ComputeAsync);

/// <summary>A kind of topic that shows figures: the wallboard, dashboards. Each module brings its own.</summary>
public interface ILiveTopic
{
    /// <summary>What stands before the colon of the topic, such as <c>dashboard</c>.</summary>
    string Kind { get; }

    /// <summary>The figures of a topic, or why this caller may not see them. Asked again when rights change; runs in the tenant's scope.</summary>
    /// <param name="caller">Who wants to see them.</param>
    /// <param name="id">What stands behind the colon; empty for none.</param>
    /// <param name="ct">Gives up.</param>
    Task<Result<IReadOnlyList<LiveFigures>>> OpenAsync(Caller caller, string id, CancellationToken ct);
}

/// <summary>Tells people something at once, where they are connected. Whoever is not finds it in the list of notifications.</summary>
public interface ILiveNotifications
{
    /// <summary>To all connections of a person on this node that follow <c>notifications</c>.</summary>
    void Tell(TenantId tenant, Guid userId, JsonObject notification);
}
