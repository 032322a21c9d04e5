using System.Collections.Concurrent;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Rollups;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Callsight.Analytics.Store;

/// <summary>The event store on DuckDB: one file, one writer, several readers, nothing to install.</summary>
public sealed class DuckDbEventStore : IEventStore, ISqlEngine
{
    private readonly string path;
    private readonly EventStoreOptions options;
    private readonly TimeProvider clock;
    private readonly DuckDbFile file;
    private readonly ChangedHours changes = new();
    private readonly DuckDbRollups rollups;
    private readonly PropertyColumns properties;
    private readonly SemaphoreSlim readers;
    private readonly ConcurrentBag<DuckDBConnection> idle = [];
    private DuckDBConnection? connection;
    private DuckDbWriter? writer;
    private Task loop = Task.CompletedTask;

    public DuckDbEventStore(string path, EventStoreOptions options, TimeProvider clock)
    {
        (this.path, this.options, this.clock) = (path, options, clock);
        file = new DuckDbFile(path, options);
        readers = new SemaphoreSlim(options.MostReaders);
        properties = new PropertyColumns(() => Writer);
        rollups = new DuckDbRollups(file, () => Writer, changes, clock);
    }

    public Dialect Dialect { get; } = new DuckDbDialect();

    public Dialect DialectOf(TenantId tenant) => new DuckDbDialect(properties.Of(tenant), property => properties.Miss(tenant, property));

    /// <summary>Names this very file, for as long as it exists.</summary>
    public Guid FileId => file.Id;

    /// <summary>Events that wait to be written.</summary>
    public long WaitingEvents => writer?.WaitingEvents ?? 0;

    /// <summary>The figures of days kept beside the facts.</summary>
    public IRollups Rollups => rollups;

    private DuckDbWriter Writer => writer ?? throw new InvalidOperationException("The event store is not open.");

    public async Task OpenAsync(CancellationToken ct)
    {
        if (writer is not null)
            return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        connection = await file.ConnectAsync(ct);
        await file.PrepareAsync(connection, ct);
        writer = new DuckDbWriter(file, connection, changes, await file.NextSequenceAsync(connection, ct),
            await DuckDbFile.FreshEventsAsync(connection, ct), options, clock);
        await rollups.OpenAsync(connection, ct);
        await properties.OpenAsync(connection, ct);
        loop = Task.Run(writer.LoopAsync, CancellationToken.None);
    }

    public async Task<Result<AppendReceipt>> AppendAsync(
        TenantId tenant, IReadOnlyList<CatalogueEvent> events, bool mayRepeat, CancellationToken ct)
    {
        if (events.Count == 0)
            return new AppendReceipt(0, 0);
        var job = new AppendJob(tenant, events, mayRepeat);
        return await Writer.RunAsync(job, events.Count, ct) is { } problem
            ? problem
            : new AppendReceipt(events.Count - job.Duplicates, job.Duplicates);
    }

    public Task<Problem?> ApplyAsync(
        string subscriber, IReadOnlyList<LoggedEvent> batch, LogPosition upTo, CancellationToken ct) =>
        Writer.RunAsync(new ApplyJob(subscriber, batch, upTo), batch.Count, ct);

    public Task<LogPosition> CheckpointAsync(string subscriber, CancellationToken ct) =>
        UseReaderAsync(reader => Checkpoints.ReadAsync(reader, subscriber, ct), ct);

    public async Task BulkLoadAsync(TenantId tenant, IEnumerable<CatalogueEvent> events, CancellationToken ct) =>
        Throw(await Writer.RunAsync(new BulkJob(tenant, events), 0, ct));

    /// <summary>Gives free properties that are asked for often a column of their own.</summary>
    public Task PromoteAsync(CancellationToken ct) => properties.PromoteAsync(ct);

    public async Task SettleAsync(CancellationToken ct) => Throw(await Writer.RunAsync(new SettleJob(), 0, ct));

    public Task<SqlRows> ReadAsync(TenantId tenant, SqlStatement statement, CancellationToken ct) =>
        AnswerAsync(tenant, (reader, limit) => DuckDbReading.ReadAsync(reader, statement, limit), ct);

    public Task ReadEachAsync(TenantId tenant, SqlStatement statement, Action<ISqlRow> take, CancellationToken ct) =>
        AnswerAsync(tenant, async (reader, limit) =>
        {
            await DuckDbReading.EachAsync(reader, statement, take, limit);
            return true;
        }, ct);

    public Task<EventPage> ReadEventsAsync(TenantId tenant, EventPageRequest request, CancellationToken ct) =>
        EventListing.PageAsync(this, tenant, request, ct);

    public Task<IReadOnlyList<SeenEventType>> EventTypesAsync(TenantId tenant, CancellationToken ct) =>
        EventListing.TypesAsync(this, tenant, ct);

    public async ValueTask DisposeAsync()
    {
        writer?.Complete();
        await loop;
        await rollups.DisposeAsync();
        foreach (var reader in idle)
            await reader.DisposeAsync();
        if (connection is not null)
            await connection.DisposeAsync();
        readers.Dispose();
    }

    private async Task<T> AnswerAsync<T>(
        TenantId tenant, Func<DuckDBConnection, CancellationToken, Task<T>> answer, CancellationToken ct)
    {
        if (!file.Has(tenant))
            Throw(await Writer.RunAsync(new EnsureTenantJob(tenant), 0, ct));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(options.QuerySeconds));
        try
        {
            return await UseReaderAsync(reader => answer(reader, limit.Token), limit.Token);
        }
        catch (Exception failure) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new QueryLimitException("query.too_long",
                $"The question took longer than {options.QuerySeconds} seconds and was stopped. " +
                "Take fewer days or a narrower filter.", failure);
        }
        catch (DuckDBException failure) when (failure.ErrorType is DuckDBErrorType.OutOfMemory)
        {
            throw new QueryLimitException("query.too_heavy",
                "The question needs more memory than it may take and was stopped. Take fewer days, dimensions or a narrower filter.",
                failure);
        }
    }

    private async Task<T> UseReaderAsync<T>(Func<DuckDBConnection, Task<T>> use, CancellationToken ct)
    {
        await readers.WaitAsync(ct);
        try
        {
            if (!idle.TryTake(out var reader))
                reader = await file.ConnectAsync(ct);
            try
            {
                return await Task.Run(() => use(reader), ct);
            }
            finally
            {
                idle.Add(reader);
            }
        }
        finally
        {
            readers.Release();
        }
    }

    private static void Throw(Problem? problem)
    {
        if (problem is not null)
            throw new IOException(problem.Message, problem.Cause);
    }
}

/// <summary>A question went beyond its time or memory and was stopped; others were not disturbed.</summary>
public sealed class QueryLimitException(string code, string message, Exception inner) : Exception(message, inner)
{
    /// <summary>What the person who asked can do about it.</summary>
    public Problem Problem { get; } = new(code, message, ProblemKind.Unprocessable);
}
