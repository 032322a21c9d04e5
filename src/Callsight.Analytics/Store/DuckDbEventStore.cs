using Callsight.Analytics.Dialects;
using Callsight.Analytics.Rollups;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>The event store on DuckDB: one file, one writer, several readers, nothing to install.</summary>
public sealed class DuckDbEventStore : IEventStore, ISqlEngine
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan HardlyBegun = TimeSpan.FromMilliseconds(200);

    private readonly string path;
    private readonly EventStoreOptions options;
    private readonly TimeProvider clock;
    private readonly DuckDbFile file;
    private readonly ChangedHours changes = new();
    private readonly DuckDbRollups rollups;
    private readonly PropertyColumns properties;
    private readonly ForgetEvents forgetting;
    private readonly ErasePerson erasing;
    private readonly FreeSpace space;
    private readonly ConnectionPool readers;
    private readonly ConnectionPool counting;
    private DuckDbWriter? writer;
    private Task loop = Task.CompletedTask;
    private long timesReopened;
    private bool isDisposed;

    public DuckDbEventStore(string path, EventStoreOptions options, TimeProvider clock)
    {
        (this.path, this.options, this.clock) = (path, options, clock);
        file = new DuckDbFile(path, options);
        space = new FreeSpace(path, options.ReserveMegabytes, clock);
        readers = new ConnectionPool(file, options.MostReaders, () => writer?.LookAfter());
        counting = new ConnectionPool(file, 1, () => writer?.LookAfter());
        properties = new PropertyColumns(() => Writer);
        forgetting = new ForgetEvents(() => Writer, readers, changes);
        erasing = new ErasePerson(() => Writer, readers, changes);
        rollups = new DuckDbRollups(file, () => Writer, counting, readers, changes, options.RollupAtRows, clock);
    }

    public Dialect Dialect { get; } = new DuckDbDialect();

    public Dialect DialectOf(TenantId tenant) => new DuckDbDialect(properties.Of(tenant), property => properties.Miss(tenant, property));

    /// <summary>Names this very file, for as long as it exists.</summary>
    public Guid FileId => file.Id;

    /// <summary>Events that wait to be written.</summary>
    public long WaitingEvents => writer?.WaitingEvents ?? 0;

    public Problem? Trouble => writer?.Trouble;

    /// <summary>Free bytes on the disk of the file.</summary>
    public long FreeBytes => space.Bytes;

    /// <summary>How often the file was opened again because the engine had given it up.</summary>
    public long TimesReopened => Interlocked.Read(ref timesReopened);

    /// <summary>The figures of days kept beside the facts.</summary>
    public IRollups Rollups => rollups;

    private DuckDbWriter Writer => writer ?? throw new InvalidOperationException("The event store is not open.");

    public async Task OpenAsync(CancellationToken ct)
    {
        if (writer is not null)
            return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var connection = await file.ConnectAsync(ct);
        await file.PrepareAsync(connection, ct);
        writer = new DuckDbWriter(file, connection, changes, await file.NextSequenceAsync(connection, ct),
            await DuckDbFile.FreshEventsAsync(connection, ct), options, space, ReopenAsync, clock);
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
        readers.UseAsync((reader, until) => Checkpoints.ReadAsync(reader, subscriber, until), ct);

    public async Task BulkLoadAsync(TenantId tenant, IEnumerable<CatalogueEvent> events, CancellationToken ct) =>
        Throw(await Writer.RunAsync(new BulkJob(tenant, events), 0, ct));

    /// <summary>Gives free properties that are asked for often a column of their own.</summary>
    public Task PromoteAsync(CancellationToken ct) => properties.PromoteAsync(ct);

    public async Task<long> ForgetAsync(TenantId tenant, DateOnly before, TenantZone zone, CancellationToken ct) =>
        file.Has(tenant) ? await forgetting.RunAsync(tenant, before, zone, ct) : 0;

    public async Task<long> EraseAsync(TenantId tenant, TracedPerson person, CancellationToken ct) =>
        file.Has(tenant) ? await erasing.RunAsync(tenant, person, ct) : 0;

    public async Task<IReadOnlyList<string>> UserIdsAsync(
        TenantId tenant, TracedPerson person, string identifiedBy, CancellationToken ct) =>
        file.Has(tenant) ? await erasing.UserIdsAsync(tenant, person, identifiedBy, ct) : [];

    public Task CopyAsync(string toFile, CancellationToken ct) =>
        readers.UseAsync((connection, until) => DuckDbCopy.MakeAsync(connection, toFile, until), ct);

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

    // The container has it under several names, and disposes it under each.
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        writer?.Complete();
        await loop;
        await readers.DisposeAsync();
        await counting.DisposeAsync();
        rollups.Dispose();
        if (writer is not null)
            await writer.Connection.DisposeAsync();
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
            return await AnswerAsync(answer, limit.Token);
        }
        catch (Exception failure) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new StoreException(new Problem("query.too_long",
                $"The question took longer than {options.QuerySeconds} seconds and was stopped. Take fewer days or a narrower filter.",
                ProblemKind.Unprocessable), failure);
        }
        catch (DuckDBException failure) when (StoreProblems.IsTooHeavy(failure))
        {
            throw new StoreException(new Problem("query.too_heavy",
                "The question needs more memory than it may take and was stopped. Take fewer days, dimensions or a narrower filter.",
                ProblemKind.Unprocessable), failure);
        }
    }

    /// <summary>
    /// Asks. A question that gets no memory although it has hardly begun is not the one that takes it all: it is asked again once the
    /// heavy one beside it has been stopped.
    /// </summary>
    private async Task<T> AnswerAsync<T>(Func<DuckDBConnection, CancellationToken, Task<T>> answer, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            // From when it has a connection: waiting for one is not asking.
            var started = clock.GetTimestamp();
            try
            {
                return await readers.UseAsync((connection, stop) =>
                {
                    started = clock.GetTimestamp();
                    return answer(connection, stop);
                }, ct);
            }
            catch (DuckDBException failure)
                when (StoreProblems.IsTooHeavy(failure) && attempt < MostAttempts && clock.GetElapsedTime(started) < HardlyBegun)
            {
                await Task.Delay(HardlyBegun, ct);
            }
        }
    }

    /// <summary>Closes all connections of the process, without which the engine keeps what it gave up, and opens the file again.</summary>
    private async Task<DuckDBConnection> ReopenAsync(DuckDBConnection old)
    {
        await readers.CloseAsync();
        await counting.CloseAsync();
        await old.DisposeAsync();
        var connection = await file.ConnectAsync(default);
        try
        {
            await file.PrepareAsync(connection, default);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        readers.Open();
        counting.Open();
        Interlocked.Increment(ref timesReopened);
        return connection;
    }

    private static void Throw(Problem? problem)
    {
        if (problem is not null)
            throw new StoreException(problem);
    }
}
