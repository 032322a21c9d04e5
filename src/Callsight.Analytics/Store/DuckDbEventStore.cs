using System.Collections.Concurrent;
using Callsight.Analytics.Dialects;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>The event store on DuckDB: one file, one writer, several readers, nothing to install.</summary>
public sealed class DuckDbEventStore(string path, EventStoreOptions options, TimeProvider clock) : IEventStore, ISqlEngine
{
    private readonly DuckDbFile file = new(path, options);
    private readonly SemaphoreSlim readers = new(options.MostReaders);
    private readonly ConcurrentBag<DuckDBConnection> idle = [];
    private DuckDBConnection? connection;
    private DuckDbWriter? writer;
    private Task loop = Task.CompletedTask;

    public Dialect Dialect { get; } = new DuckDbDialect();

    /// <summary>Names this very file, for as long as it exists.</summary>
    public Guid FileId => file.Id;

    /// <summary>Events that wait to be written.</summary>
    public long WaitingEvents => writer?.WaitingEvents ?? 0;

    private DuckDbWriter Writer => writer ?? throw new InvalidOperationException("The event store is not open.");

    public async Task OpenAsync(CancellationToken ct)
    {
        if (writer is not null)
            return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        connection = await file.ConnectAsync(ct);
        await file.PrepareAsync(connection, ct);
        writer = new DuckDbWriter(file, connection, await file.NextSequenceAsync(connection, ct),
            await DuckDbFile.FreshEventsAsync(connection, ct), options, clock);
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
            throw new QueryTooLongException(TimeSpan.FromSeconds(options.QuerySeconds), failure);
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

/// <summary>A question took longer than allowed and was stopped; others were not disturbed.</summary>
public sealed class QueryTooLongException(TimeSpan limit, Exception inner)
    : Exception($"The query took longer than {limit.TotalSeconds:0} seconds.", inner);
