using System.Text.Json.Nodes;
using Callsight.App.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Realtime;

/// <summary>Says that figures of the tenant may have changed, for whoever shows some that are no topic of their own.</summary>
internal sealed class ChangesTopic : ILiveTopic
{
    private static readonly LiveFigures Figures = new("changes", (scope, _) => Task.FromResult(new LiveValue(new JsonObject
    {
        ["as_of"] = JsonValue.Create(scope.GetRequiredService<TimeProvider>().GetUtcNow()),
    })));

    public string Kind => "changes";

    public Task<Result<IReadOnlyList<LiveFigures>>> OpenAsync(Caller caller, string id, CancellationToken ct) =>
        Task.FromResult<Result<IReadOnlyList<LiveFigures>>>(id.Length > 0 ? CheckTopics.Unknown
            : caller.May(Permissions.AnalyticsRead) ? new List<LiveFigures> { Figures }
            : CheckTopics.Forbidden);
}
