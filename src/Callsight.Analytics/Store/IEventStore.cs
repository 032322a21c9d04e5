namespace Callsight.Analytics.Store;

/// <summary>Where events and facts are kept for questions: embedded in DuckDB, or in ClickHouse.</summary>
/// <remarks>What was acknowledged is durable; every event id counts once for its tenant.</remarks>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>Why nothing can be recorded at the moment; null when all is well.</summary>
    Problem? Trouble { get; }

    /// <summary>Opens the store and brings its tables up to date.</summary>
    Task OpenAsync(CancellationToken ct);

    /// <summary>Appends tracked events. Returns when they are durable; many callers share one commit.</summary>
    /// <param name="tenant">Whose they are.</param>
    /// <param name="events">The events, in order of arrival.</param>
    /// <param name="mayRepeat">Whether any id came from outside and may have been seen before.</param>
    /// <param name="ct">Gives up waiting; the events may be stored all the same.</param>
    Task<Result<AppendReceipt>> AppendAsync(
        TenantId tenant, IReadOnlyList<CatalogueEvent> events, bool mayRepeat, CancellationToken ct);

    /// <summary>Applies a batch of the event log and keeps the place in the same transaction: a batch counts exactly once.</summary>
    Task<Problem?> ApplyAsync(string subscriber, IReadOnlyList<LoggedEvent> batch, LogPosition upTo, CancellationToken ct);

    /// <summary>How far a subscriber has got.</summary>
    Task<LogPosition> CheckpointAsync(string subscriber, CancellationToken ct);

    /// <summary>Loads many events, with the pictures they carry, for a tenant that has none yet.</summary>
    Task BulkLoadAsync(TenantId tenant, IEnumerable<CatalogueEvent> events, CancellationToken ct);

    /// <summary>Makes free properties that are asked for often as fast to read as fields. Nothing else changes.</summary>
    Task PromoteAsync(CancellationToken ct);

    /// <summary>Deletes the raw events of all days before one, for good. Facts stay, and what is counted from them.</summary>
    /// <returns>How many there were.</returns>
    Task<long> ForgetAsync(TenantId tenant, DateOnly before, TenantZone zone, CancellationToken ct);

    /// <summary>Takes a person out of the raw events for good: their names are replaced, their properties deleted. Events still count.</summary>
    /// <remarks>Their facts are replaced by way of the event log. The same once more changes nothing.</remarks>
    /// <returns>How many events told of them.</returns>
    Task<long> EraseAsync(TenantId tenant, TracedPerson person, CancellationToken ct);

    /// <summary>User ids under which websites and apps know a person, found by the events that identified them or came with their leads.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="person">What is known of the person.</param>
    /// <param name="identifiedBy">The type of events that identify.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<string>> UserIdsAsync(TenantId tenant, TracedPerson person, string identifiedBy, CancellationToken ct);

    /// <summary>Copies everything into a new file, as it is at one moment, while work goes on.</summary>
    Task CopyAsync(string toFile, CancellationToken ct);

    /// <summary>Moves fresh events to their tenants' own tables.</summary>
    Task SettleAsync(CancellationToken ct);

    /// <summary>Raw events, newest first.</summary>
    Task<EventPage> ReadEventsAsync(TenantId tenant, EventPageRequest request, CancellationToken ct);

    /// <summary>The types of events a tenant has, with how many and from when to when.</summary>
    Task<IReadOnlyList<SeenEventType>> EventTypesAsync(TenantId tenant, CancellationToken ct);
}

/// <summary>Which of the appended events were new; the others were there before and changed nothing.</summary>
public sealed record AppendReceipt(int Accepted, int Duplicates);

/// <summary>Which raw events are wanted.</summary>
public sealed record EventPageRequest(
    string? Type = null, TimeRange? Range = null, Guid? LeadId = null, Guid? CallId = null, EventCursor? After = null,
    int Limit = 50);

/// <summary>A place in a list of events that is sorted by time and arrival.</summary>
public readonly record struct EventCursor(DateTimeOffset OccurredAt, long Sequence);

/// <summary>One page of raw events.</summary>
public sealed record EventPage(IReadOnlyList<StoredEvent> Events, EventCursor? Next);

/// <summary>An event as the store keeps it.</summary>
public sealed record StoredEvent(CatalogueEvent Event, DateTimeOffset ReceivedAt, long Sequence);

/// <summary>A type of event that a tenant has recorded.</summary>
public sealed record SeenEventType(string Type, long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt);
