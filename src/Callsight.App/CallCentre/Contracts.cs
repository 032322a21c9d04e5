using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Callsight.App.Data;

namespace Callsight.App.CallCentre;

/// <summary>What became of one row that was taken in.</summary>
public enum RowOutcome
{
    /// <summary>Something new was recorded.</summary>
    Imported,

    /// <summary>Something known by its external id was changed.</summary>
    Updated,

    /// <summary>It is there already, exactly so.</summary>
    Unchanged,

    /// <summary>It cannot be; the errors say why. Nothing of it was recorded.</summary>
    Rejected,
}

/// <summary>What became of one row, with the reasons of a refusal and what looked odd but was kept.</summary>
public sealed record RowResult(
    RowOutcome Outcome, IReadOnlyList<FieldError> Errors, IReadOnlyList<FieldError> Warnings)
{
    /// <summary>What an update changed. Rows that changed nothing, or made something new, have none.</summary>
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    public static RowResult Of(RowOutcome outcome, params IReadOnlyList<FieldError> warnings) => new(outcome, [], warnings);

    public static RowResult Rejected(params IReadOnlyList<FieldError> errors) => new(RowOutcome.Rejected, errors, []);
}

/// <summary>Takes rows of one kind from outside into the system of record, in one transaction for each call.</summary>
/// <remarks>
/// Upsert by external id; the same rows a second time change nothing and raise no event. A null field of a row was not
/// given and stays as it is. References (agent, campaign, queue, lead) match by external id, then e-mail, then name, and are
/// made when absent. Events carry the rows' own times. With <c>dryRun</c> everything is checked and nothing is written.
/// </remarks>
public interface IRowTarget<in TRow>
{
    Task<IReadOnlyList<RowResult>> TakeAsync(IReadOnlyList<TRow> rows, bool dryRun, CancellationToken ct);
}

/// <summary>What rows from outside did to one thing: made it (no values), or changed values of it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Before">The changed values as they were before, by the store's names.</param>
/// <param name="After">The same values as the rows left them.</param>
public sealed record RecordedChange(Guid Id, JsonObject? Before = null, JsonObject? After = null)
{
    [JsonIgnore]
    public bool IsNew => Before is null;
}

/// <summary>What became of a change that was to be taken back.</summary>
public enum UndoOutcome
{
    /// <summary>What was made is taken out again.</summary>
    Removed,

    /// <summary>The former values are back.</summary>
    Restored,

    /// <summary>It stays, for the reason given.</summary>
    Kept,

    /// <summary>Somebody has taken it out already.</summary>
    Gone,
}

/// <summary>What became of a change that was to be taken back.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Name">What the thing is known by, where it stays.</param>
/// <param name="Reason">Why it stays.</param>
/// <param name="Retracts">An event that was recorded and shall count no more.</param>
public sealed record UndoResult(
    UndoOutcome Outcome, string? Name = null, string? Reason = null, Guid? Retracts = null)
{
    public static readonly UndoResult Removed = new(UndoOutcome.Removed);
    public static readonly UndoResult Restored = new(UndoOutcome.Restored);
    public static readonly UndoResult Gone = new(UndoOutcome.Gone);

    public static UndoResult Kept(string? name, string reason) => new(UndoOutcome.Kept, name, reason);
}

/// <summary>Takes back what rows from outside did, with the figures. Written with the caller's next save.</summary>
public interface IUndoTarget
{
    /// <summary>The things it knows, by the name of their table.</summary>
    string Table { get; }

    /// <summary>Takes the changes back, each by itself. What values were changed since stays, and says so.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="onTheWay">Whether rows only named what they made: then it stays while anything uses it.</param>
    /// <param name="ct">Ends the work.</param>
    Task<IReadOnlyList<UndoResult>> UndoAsync(IReadOnlyList<RecordedChange> changes, bool onTheWay, CancellationToken ct);
}

/// <summary>A lead from outside.</summary>
public sealed record LeadRow
{
    public string? ExternalId { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Company { get; init; }
    public string? Source { get; init; }
    public string? Status { get; init; }
    public string? Stage { get; init; }
    public string? Priority { get; init; }
    public string? Campaign { get; init; }
    public string? Agent { get; init; }
    public decimal? Value { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? ContactedAt { get; init; }
    public DateTimeOffset? QualifiedAt { get; init; }
    public DateTimeOffset? ConvertedAt { get; init; }
    public DateTimeOffset? LostAt { get; init; }
    public JsonObject? Properties { get; init; }
}

/// <summary>A finished call from outside. Durations are milliseconds.</summary>
public sealed record CallRow
{
    public string? ExternalId { get; init; }
    public string? Direction { get; init; }
    public string? Status { get; init; }
    public string? Queue { get; init; }
    public string? Agent { get; init; }
    public string? Lead { get; init; }
    public string? Campaign { get; init; }
    public string? PhoneNumber { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public long? WaitMilliseconds { get; init; }
    public long? TalkMilliseconds { get; init; }
    public long? HoldMilliseconds { get; init; }
    public long? WrapUpMilliseconds { get; init; }
    public string? Outcome { get; init; }
    public bool? IsResolved { get; init; }
    public int? Rating { get; init; }
    public JsonObject? Properties { get; init; }
}

/// <summary>A campaign from outside.</summary>
public sealed record CampaignRow
{
    public string? ExternalId { get; init; }
    public string? Name { get; init; }
    public string? Channel { get; init; }
    public string? Status { get; init; }
    public decimal? Budget { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>Money spent on a campaign on a local day. The same campaign, day and note again replaces the amount.</summary>
public sealed record SpendRow
{
    public string? Campaign { get; init; }
    public DateOnly? Day { get; init; }
    public decimal? Amount { get; init; }
    public string? Note { get; init; }
}

/// <summary>A tracked event from outside.</summary>
public sealed record EventRow
{
    public string? EventId { get; init; }
    public string? Type { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public string? UserId { get; init; }
    public string? SessionId { get; init; }
    public string? Agent { get; init; }
    public string? Lead { get; init; }
    public string? Campaign { get; init; }
    public decimal? Value { get; init; }
    public long? DurationMilliseconds { get; init; }
    public decimal? Amount { get; init; }
    public JsonObject? Properties { get; init; }
}

/// <summary>Finds what rows from outside name, and makes what is absent. Written with the next save.</summary>
public interface IReferences
{
    /// <summary>Ids of <c>agent</c>s, <c>campaign</c>s or <c>lead</c>s by external id, then e-mail, then name.</summary>
    Task<IReadOnlyDictionary<string, Guid>> FindOrMakeAsync(string kind, IEnumerable<string?> names, CancellationToken ct);
}

/// <summary>Somebody's name and addresses, as far as known.</summary>
public sealed record PastPerson(string? FirstName, string? LastName, string? Email, string? Phone);

public sealed record PastTeam(Guid Id, string Name);

public sealed record PastQueue(Guid Id, string Name, int ServiceLevelSeconds);

public sealed record PastAgent(Guid Id, string Name, string Email, string ExternalId, Guid TeamId);

public sealed record PastCampaign(
    Guid Id, string Name, string ExternalId, string Channel, decimal Budget, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

/// <summary>A call centre's past, or its present as it goes on: who and what there is, and all that happened, with facts.</summary>
public sealed record History(
    IReadOnlyList<PastTeam> Teams, IReadOnlyList<PastQueue> Queues, IReadOnlyList<PastAgent> Agents,
    IReadOnlyList<PastCampaign> Campaigns, Func<Guid, PastPerson> LeadNames);

/// <summary>Writes what happened elsewhere into a tenant's records and figures, as if it had happened here.</summary>
public interface IHistoryRecorder
{
    /// <summary>Loads a whole past at once, for a tenant that has none. It is not in the event log: nothing shall react to it.</summary>
    Task LoadAsync(History history, IEnumerable<CatalogueEvent> events, IProgress<long>? eventsRead, CancellationToken ct);

    /// <summary>Goes on from there: each change with its event, in one transaction.</summary>
    Task AppendAsync(History history, IReadOnlyList<CatalogueEvent> events, CancellationToken ct);
}

/// <summary>Names of things by their ids, for tables of figures.</summary>
public interface INames
{
    /// <summary>Names of the <c>agent</c>s, <c>team</c>s, <c>queue</c>s, <c>campaign</c>s or <c>lead</c>s that exist; others are left out.</summary>
    Task<Dictionary<Guid, string>> OfAsync(string kind, IReadOnlyCollection<Guid> ids, CancellationToken ct);
}

/// <summary>An agent at this moment.</summary>
/// <param name="State">Such as <c>available</c>.</param>
/// <param name="Since">When that state began; null where it never changed.</param>
public sealed record AgentNow(Guid AgentId, string Name, Guid? TeamId, Guid? UserId, string State, DateTimeOffset? Since);

/// <summary>What goes on at this moment: who waits, and who does what.</summary>
/// <param name="Waiting">Calls that nobody has answered yet.</param>
/// <param name="OldestSince">Since when the caller waits who has waited longest; null where nobody does.</param>
public sealed record Floor(int Waiting, DateTimeOffset? OldestSince, IReadOnlyList<AgentNow> Agents);

/// <summary>Tells from the system of record what goes on, and who belongs to whom.</summary>
public interface IFloor
{
    Task<Floor> NowAsync(CancellationToken ct);

    /// <summary>Whether an agent is this person, or in the same team; persons and agents are matched by user or e-mail address.</summary>
    Task<bool> IsColleagueAsync(Guid userId, string? email, Guid agentId, CancellationToken ct);

    /// <summary>The agent that this person is, matched in the same way; null where there is none.</summary>
    Task<OwnAgent?> AgentOfAsync(Guid userId, string? email, CancellationToken ct);
}

/// <summary>The agent that a signed-in person is.</summary>
public sealed record OwnAgent(Guid Id, string Name, Guid? TeamId);
