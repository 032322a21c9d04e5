namespace Callsight.Analytics.Store;

/// <summary>Work waiting for the one writer.</summary>
internal abstract class WriteJob
{
    private readonly TaskCompletionSource<Problem?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with null when the work is durable, with a problem when it could not be done.</summary>
    public Task<Problem?> Done => done.Task;

    /// <summary>Whether it is put off while the disk is almost full.</summary>
    public virtual bool NeedsRoom => true;

    public void Finish(Problem? problem) => done.TrySetResult(problem);

    public void Fail(Exception failure) => done.TrySetException(failure);
}

internal sealed class AppendJob(TenantId tenant, IReadOnlyList<CatalogueEvent> events, bool mayRepeat) : WriteJob
{
    public TenantId Tenant => tenant;
    public IReadOnlyList<CatalogueEvent> Events => events;
    public bool MayRepeat => mayRepeat;
    public int Duplicates { get; set; }
}

internal sealed class ApplyJob(string subscriber, IReadOnlyList<LoggedEvent> batch, LogPosition upTo) : WriteJob
{
    public string Subscriber => subscriber;
    public IReadOnlyList<LoggedEvent> Batch => batch;
    public LogPosition UpTo => upTo;
}

internal sealed class BulkJob(TenantId tenant, IEnumerable<CatalogueEvent> events) : WriteJob
{
    public TenantId Tenant => tenant;
    public IEnumerable<CatalogueEvent> Events => events;
}

internal sealed class EnsureTenantJob(TenantId tenant) : WriteJob
{
    public TenantId Tenant => tenant;

    /// <summary>A few empty tables, without which nothing can be asked.</summary>
    public override bool NeedsRoom => false;
}

internal sealed class SettleJob : WriteJob;

/// <summary>Something short that must not happen in the middle of another's transaction.</summary>
internal sealed class RunJob(Func<DuckDB.NET.Data.DuckDBConnection, Task> work, bool needsRoom = true) : WriteJob
{
    public override bool NeedsRoom => needsRoom;

    public Task Work(DuckDB.NET.Data.DuckDBConnection connection) => work(connection);
}
