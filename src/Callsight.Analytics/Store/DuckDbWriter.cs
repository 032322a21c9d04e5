using System.Threading.Channels;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Rollups;
using Callsight.Analytics.Schema;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Callsight.Analytics.Store;

/// <summary>The one writer of the file. Appends that wait at the same time share a transaction, and so its flush to disk.</summary>
/// <param name="file">The file.</param>
/// <param name="connection">The writer's own.</param>
/// <param name="changes">Told of every hour that changes.</param>
/// <param name="nextSequence">The number of the next event.</param>
/// <param name="hot">How many events are fresh.</param>
/// <param name="options">How it is run.</param>
/// <param name="space">Whether there is room to write.</param>
/// <param name="reopen">Closes every connection, this one too, and opens the file again.</param>
/// <param name="clock">The time.</param>
internal sealed class DuckDbWriter(
    DuckDbFile file, DuckDBConnection connection, ChangedHours changes, long nextSequence, long hot, EventStoreOptions options,
    FreeSpace space, Func<DuckDBConnection, Task<DuckDBConnection>> reopen, TimeProvider clock)
{
    private const int MostEventsInCommit = 50_000;
    private const int BulkBatch = 100_000;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Channel<WriteJob> jobs = Channel.CreateBounded<WriteJob>(10_000);
    private readonly Gathering gathering = new();
    private long waiting;
    private volatile Problem? away;

    /// <summary>Why nothing can be recorded at the moment; null when all is well.</summary>
    public Problem? Trouble => away ?? space.Problem;

    /// <summary>The writer's connection, for whoever closes the store when the loop has ended.</summary>
    public DuckDBConnection Connection => connection;

    /// <summary>Events that wait to be written.</summary>
    public long WaitingEvents => Interlocked.Read(ref waiting);

    public async Task<Problem?> RunAsync(WriteJob job, int events, CancellationToken ct)
    {
        if (away is { } unavailable)
            return unavailable;
        if (Interlocked.Add(ref waiting, events) > options.MostWaitingEvents && job is AppendJob && WaitingEvents > events)
        {
            Interlocked.Add(ref waiting, -events);
            return new Problem("ingestion.busy", "More events are coming in than can be written. Send them again in a moment.",
                ProblemKind.Unavailable)
            { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        try
        {
            await jobs.Writer.WriteAsync(job, ct);
            return await job.Done.WaitAsync(ct);
        }
        finally
        {
            Interlocked.Add(ref waiting, -events);
        }
    }

    /// <summary>Looks whether the engine still works, and has it opened again where it does not.</summary>
    public void LookAfter() => jobs.Writer.TryWrite(new RunJob(connection => DuckDbFile.ExecuteAsync(connection, "SELECT 1", default)));

    public void Complete() => jobs.Writer.TryComplete();

    public async Task LoopAsync()
    {
        var (appends, events) = (new List<AppendJob>(), 0);
        while (await jobs.Reader.WaitToReadAsync())
        {
            while (jobs.Reader.TryRead(out var job))
            {
                if (job is AppendJob append)
                {
                    appends.Add(append);
                    events += append.Events.Count;
                    if (events < MostEventsInCommit
                        && (jobs.Reader.TryPeek(out _) || await gathering.WaitAsync(appends.Count, jobs.Reader)))
                        continue;
                    gathering.Committed(appends.Count);
                    await AppendOrRefuseAsync(appends);
                    appends.Clear();
                    events = 0;
                }
                else
                {
                    if (appends.Count > 0)
                        await AppendOrRefuseAsync(appends);
                    appends.Clear();
                    events = 0;
                    if (job.NeedsRoom && space.Problem is { } full)
                        job.Finish(full);
                    else
                        await TryAsync([job], () => DoAsync(job));
                }
            }

            if (hot >= options.SettleAtEvents && space.Problem is null)
                await TryAsync([], SettleAsync);
        }
    }

    private async Task AppendOrRefuseAsync(List<AppendJob> appends)
    {
        if (space.Problem is not { } full)
            await AppendTogetherAsync(appends);
        else
            foreach (var append in appends)
                append.Finish(full);
    }

    private Task DoAsync(WriteJob job) => job switch
    {
        ApplyJob apply => ApplyAsync(apply),
        BulkJob bulk => BulkLoadAsync(bulk),
        EnsureTenantJob ensure => file.EnsureAsync(connection, ensure.Tenant, default),
        SettleJob => SettleAsync(),
        RunJob run => run.Work(connection),
        _ => throw new ArgumentException($"Unknown work: {job.GetType().Name}."),
    };

    /// <summary>Does the work, tells those who wait, and lives on whatever happens.</summary>
    private async Task TryAsync(IReadOnlyList<WriteJob> waiters, Func<Task> work)
    {
        var first = nextSequence;
        try
        {
            await work();
            foreach (var waiter in waiters)
                waiter.Finish(null);
        }
        catch (DuckDBException failure) when (StoreProblems.IsFatal(failure))
        {
            await ReviveAsync(waiters, first, failure);
        }
        catch (DuckDBException failure) when (!StoreProblems.IsForGood(failure))
        {
            await RollBackAsync();
            if (failure.ErrorType is DuckDBErrorType.OutOfMemory)
                await DuckDbFile.FlushAsync(connection);
            foreach (var waiter in waiters)
                waiter.Finish(StoreProblems.Unavailable(failure));
        }
        catch (Exception failure)
        {
            await RollBackAsync();
            foreach (var waiter in waiters)
                waiter.Fail(failure);
        }
    }

    /// <summary>After the engine gave the file up, as it does when a commit cannot be written: opens it again, for as long as it takes.</summary>
    /// <remarks>What was committed before is there again. Of the commit that failed the file tells whether it is there.</remarks>
    private async Task ReviveAsync(IReadOnlyList<WriteJob> waiters, long first, DuckDBException failure)
    {
        away = StoreProblems.Unavailable(failure);
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                connection = await reopen(connection);
                hot = await DuckDbFile.FreshEventsAsync(connection, default);
                var isThere = await file.NextSequenceAsync(connection, default) > first;
                away = null;
                foreach (var waiter in waiters)
                    waiter.Finish(waiter is AppendJob or BulkJob && isThere ? null : StoreProblems.Unavailable(failure));
                return;
            }
            catch (Exception again) when (again is DuckDBException or IOException)
            {
                // Still away: nobody is kept waiting for it.
                foreach (var waiter in waiters)
                    waiter.Finish(StoreProblems.Unsure(again));
                waiters = [];
            }

            for (var until = clock.GetUtcNow() + wait; clock.GetUtcNow() < until; await Task.Delay(FirstWait, clock))
            {
                while (jobs.Reader.TryRead(out var job))
                    job.Finish(away);
                if (jobs.Reader.Completion.IsCompleted)
                    return;
            }
        }
    }

    private async Task RollBackAsync()
    {
        try
        {
            await DuckDbFile.ExecuteAsync(connection, "ROLLBACK", default);
        }
        catch (DuckDBException)
        {
            // Nothing was open any more.
        }
    }

    /// <summary>One transaction for all; when it fails, one for each, so that nobody pays for a neighbour's impossible event.</summary>
    private async Task AppendTogetherAsync(List<AppendJob> appends)
    {
        if (appends.Count > 1)
        {
            var first = nextSequence;
            try
            {
                await AppendAsync(appends);
                foreach (var append in appends)
                    append.Finish(null);
                return;
            }
            catch (DuckDBException failure) when (StoreProblems.IsFatal(failure))
            {
                await ReviveAsync(appends, first, failure);
                return;
            }
            catch (Exception)
            {
                await RollBackAsync();
            }
        }

        foreach (var append in appends)
            await TryAsync([append], () => AppendAsync([append]));
    }

    private async Task AppendAsync(List<AppendJob> appends)
    {
        foreach (var append in appends)
            await file.EnsureAsync(connection, append.Tenant, default);
        await DuckDbFile.ExecuteAsync(connection, "BEGIN", default);
        var now = clock.GetUtcNow();
        var notes = new ChangeNotes(connection, changes);
        var rows = new List<(TenantId, CatalogueEvent)>(appends.Sum(a => a.Events.Count));
        foreach (var byTenant in appends.GroupBy(a => a.Tenant))
        {
            var known = byTenant.Any(a => a.MayRepeat) ? await KnownAsync(byTenant.Key, [.. byTenant.SelectMany(Ids)], now) : [];
            foreach (var job in byTenant)
            {
                job.Duplicates = 0;
                foreach (var e in job.Events)
                    // Ids that were made here are new.
                    if (!job.MayRepeat || known.Add(e.Id))
                    {
                        rows.Add((byTenant.Key, e));
                        notes.Add(byTenant.Key, e.OccurredAt);
                    }
                    else
                    {
                        job.Duplicates++;
                    }
            }
        }

        EventAppender.Append(connection, "hot", rows, nextSequence, now);
        nextSequence += rows.Count;
        notes.Write();
        await DuckDbFile.ExecuteAsync(connection, "COMMIT", default);
        notes.Committed();
        hot += rows.Count;
    }

    private static IEnumerable<Guid> Ids(AppendJob job) => job.MayRepeat ? job.Events.Select(e => e.Id) : [];

    /// <summary>Which of the ids came in already within the time for which repetitions are looked for.</summary>
    /// <remarks>Rows lie in the order in which they came in, so the engine reads the newest of them only.</remarks>
    private async Task<HashSet<Guid>> KnownAsync(TenantId tenant, HashSet<Guid> ids, DateTimeOffset now)
    {
        await using var command = connection.CreateCommand();
        const string Recent = "tenant_id = $tenant AND received_at >= $since AND event_id IN (SELECT unnest($ids))";
        command.CommandText =
            $"SELECT event_id FROM {DuckDbDialect.SchemaOf(tenant)}.events WHERE {Recent} " +
            $"UNION ALL SELECT event_id FROM hot.events WHERE {Recent}";
        command.Parameters.Add(new DuckDBParameter("tenant", tenant.Value));
        command.Parameters.Add(new DuckDBParameter("since", (now - TimeSpan.FromHours(options.RepetitionHours)).UtcDateTime));
        command.Parameters.Add(new DuckDBParameter("ids", ids.ToList()));
        var known = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            known.Add(reader.GetGuid(0));
        return known;
    }

    private async Task ApplyAsync(ApplyJob job)
    {
        foreach (var tenant in job.Batch.Select(e => e.Tenant).Distinct())
            await file.EnsureAsync(connection, tenant, default);
        await DuckDbFile.ExecuteAsync(connection, "BEGIN", default);
        if (await Checkpoints.ReadAsync(connection, job.Subscriber, default) >= job.UpTo)
        {
            await DuckDbFile.ExecuteAsync(connection, "ROLLBACK", default);
            return;
        }

        var notes = new ChangeNotes(connection, changes);
        var rows = new List<(TenantId, object?[])>();
        foreach (var byTenant in job.Batch.GroupBy(e => e.Tenant))
        {
            var schema = DuckDbDialect.SchemaOf(byTenant.Key);
            var pictures = new FactChanges();
            var last = new Dictionary<Guid, LoggedEvent>();
            var gone = new HashSet<Guid>();
            foreach (var logged in byTenant)
            {
                pictures.Add(logged.Event);
                if (logged.Event.Replaces)
                    gone.Add(logged.Event.Id);
                last[logged.Event.Id] = logged;
                foreach (var retracted in logged.Event.Retracts)
                {
                    gone.Add(retracted);
                    last.Remove(retracted);
                }
            }

            await notes.DeleteAsync(schema, FactTable.Events, byTenant.Key, gone);
            await notes.DeleteAsync("hot", FactTable.Events, byTenant.Key, gone);
            foreach (var logged in last.Values.OrderBy(l => l.Position))
            {
                rows.Add((byTenant.Key, FactRows.Of(logged.Event, nextSequence++, logged.RecordedAt)));
                notes.Add(byTenant.Key, logged.Event.OccurredAt);
            }

            foreach (var (table, facts) in pictures.Tables)
            {
                await notes.DeleteAsync(schema, table, byTenant.Key, facts.Keys);
                Append(schema, table, byTenant.Key, facts.Values, notes);
            }
        }

        RowAppender.Append(connection, "hot", FactTable.Events, rows);
        await Checkpoints.WriteAsync(connection, job.Subscriber, job.UpTo, default);
        notes.Write();
        await DuckDbFile.ExecuteAsync(connection, "COMMIT", default);
        notes.Committed();
        hot += rows.Count;
    }

    private void Append(string schema, FactTable table, TenantId tenant, IEnumerable<object?[]?> pictures, ChangeNotes notes)
    {
        var rows = pictures.OfType<object?[]>().ToList();
        foreach (var row in rows)
            notes.Add(tenant, table, row);
        RowAppender.Append(connection, schema, table, rows.Select(row => (tenant, row)));
    }

    private async Task SettleAsync()
    {
        await DuckDbFile.ExecuteAsync(connection, "BEGIN", default);
        foreach (var tenant in await FreshTenantsAsync())
            await DuckDbReading.ReadAsync(connection, await PropertyColumns.SettleStatementAsync(connection, tenant), default);
        await DuckDbFile.ExecuteAsync(connection, "DELETE FROM hot.events", default);
        await DuckDbFile.ExecuteAsync(connection, "COMMIT", default);
        hot = 0;
    }

    private async Task<IEnumerable<TenantId>> FreshTenantsAsync() =>
        (await DuckDbReading.ReadAsync(connection, new SqlStatement("SELECT DISTINCT tenant_id FROM hot.events", []), default))
            .Rows.Select(row => new TenantId((Guid)row[0]!));

    private async Task BulkLoadAsync(BulkJob job)
    {
        await file.EnsureAsync(connection, job.Tenant, default);
        var schema = DuckDbDialect.SchemaOf(job.Tenant);
        var now = clock.GetUtcNow();
        var pictures = new FactChanges();
        var notes = new ChangeNotes(connection, changes);
        await DuckDbFile.ExecuteAsync(connection, "BEGIN", default);
        foreach (var batch in job.Events.Chunk(BulkBatch))
        {
            foreach (var e in batch)
            {
                pictures.Add(e);
                notes.Add(job.Tenant, e.OccurredAt);
            }

            RowAppender.Append(connection, schema, FactTable.Events,
                batch.Select(e => (job.Tenant, FactRows.Of(e, nextSequence++, now))));
        }

        foreach (var (table, facts) in pictures.Tables)
            Append(schema, table, job.Tenant, facts.Values, notes);
        notes.Write();
        await DuckDbFile.ExecuteAsync(connection, "COMMIT", default);
        notes.Committed();
    }
}
