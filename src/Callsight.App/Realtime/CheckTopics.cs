using Callsight.App.CallCentre;
using Callsight.App.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Realtime;

/// <summary>What became of one topic that somebody wants to follow.</summary>
/// <param name="Problem">Why not; null where they may.</param>
/// <param name="Figures">The figures it shows; none for topics of events.</param>
internal sealed record CheckedTopic(Topic Topic, Problem? Problem, IReadOnlyList<LiveFigures> Figures)
{
    public CheckedTopic(Topic topic, Problem? problem) : this(topic, problem, []) { }

    public RefusedTopic Refusal => new(Topic.Text, Problem!.Code, Problem.Message);
}

/// <summary>Says of each topic by itself whether a caller may follow it now: tenant, permissions, and for agents whose records they are.</summary>
internal sealed class CheckTopics(ICallers callers, IServiceScopeFactory scopes)
{
    /// <summary>As Identity names the role.</summary>
    private const string AgentRole = "agent";

    public static readonly Problem Unknown = new("topic.unknown",
        "There is no such topic. Known are events:*, events:TYPE, agent:ID, campaign:ID, lead:ID, dashboard:ID, notifications, "
        + "wallboard and changes.");

    public static readonly Problem Forbidden = new("topic.forbidden",
        "Your role or key does not include what this topic tells.", ProblemKind.Forbidden);

    private static readonly Problem OnlyPeople = new("topic.only_people",
        "Notifications are for people; an API key has none.", ProblemKind.Forbidden);

    public async Task<IReadOnlyList<CheckedTopic>> CheckAsync(Caller caller, IReadOnlyList<Topic> topics, CancellationToken ct)
    {
        await using var scope = scopes.Enter(caller.Tenant);
        var own = scope.ServiceProvider.GetServices<ILiveTopic>().ToDictionary(t => t.Kind, StringComparer.Ordinal);
        var known = await KnownAsync(scope.ServiceProvider.GetRequiredService<INames>(), topics, ct);
        var email = caller is { Role: AgentRole, UserId: { } user } ? await callers.EmailOfAsync(user, ct) : null;
        var found = new List<CheckedTopic>(topics.Count);
        foreach (var topic in topics)
            found.Add(topic.TellsEvents || topic.Kind is Topic.Notifications
                ? new CheckedTopic(topic, await ProblemAsync(topic))
                : !own.TryGetValue(topic.Kind, out var kind) ? new CheckedTopic(topic, Unknown)
                : (await kind.OpenAsync(caller, topic.Of, ct)).TryGet(out var figures, out var problem)
                    ? new CheckedTopic(topic, null, figures)
                    : new CheckedTopic(topic, problem));
        return found;

        async Task<Problem?> ProblemAsync(Topic topic)
        {
            switch (topic.Kind)
            {
                case Topic.Notifications:
                    return topic.Of.Length > 0 ? Unknown : caller.UserId is null ? OnlyPeople : null;
                case Topic.Events:
                    return topic.Of.Length == 0 ? Unknown : caller.May(Permissions.AnalyticsRead) ? null : Forbidden;
            }

            if (topic.Id is not { } id)
                return Unknown;
            if (!caller.May(topic.Kind is Topic.Lead ? Permissions.LeadsRead
                    : topic.Kind is Topic.Campaign ? Permissions.CampaignsRead : Permissions.AgentsRead))
                return Forbidden;
            if (!known[topic.Kind].Contains(id))
                return Problem.NotFound(topic.Kind);
            // Agents hear of themselves and of their team, not of everybody.
            return topic.Kind is Topic.Agent && caller is { Role: AgentRole, UserId: { } person }
                && !await scope.ServiceProvider.GetRequiredService<IFloor>().IsColleagueAsync(person, email, id, ct) ? Forbidden : null;
        }
    }

    /// <summary>Looks at all rights of a connection again, and ends what it may not follow any more.</summary>
    /// <returns>False when it belongs here no more; it is closed then.</returns>
    public async Task<bool> StillHoldsAsync(LiveConnection connection, CancellationToken ct)
    {
        var before = connection.Caller;
        if (await callers.NowAsync(before, ct) is not { } now)
        {
            connection.Close(CloseReason.NotAllowed);
            return false;
        }

        connection.Caller = now;
        // Of agents it matters in which team they are as well; of boards, with whom they are shared.
        if (now.Role == before.Role && now.Role != AgentRole && now.Permissions.SetEquals(before.Permissions)
            && connection.Topics.Values.All(t => t.TellsEvents || t.Of.Length == 0))
            return true;
        foreach (var topic in await CheckAsync(now, [.. connection.Topics.Values], ct))
            if (topic.Problem is not null)
            {
                connection.Tenant.Unfollow(connection, topic.Topic.Text);
                await connection.SendAsync(Frame.Refused(topic.Refusal), ct);
            }

        return true;
    }

    private static async Task<Dictionary<string, HashSet<Guid>>> KnownAsync(INames names, IReadOnlyList<Topic> topics, CancellationToken ct)
    {
        var known = new Dictionary<string, HashSet<Guid>>(StringComparer.Ordinal);
        foreach (var kind in new[] { Topic.Agent, Topic.Campaign, Topic.Lead })
            known[kind] = topics.Where(t => t.Kind == kind).Select(t => t.Id).OfType<Guid>().ToList() is { Count: > 0 } ids
                ? [.. (await names.OfAsync(kind, ids, ct)).Keys] : [];
        return known;
    }
}
