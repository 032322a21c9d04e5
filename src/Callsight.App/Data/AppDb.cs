using System.Reflection;
using Callsight.App.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Data;

/// <summary>The relational store: the system of record, the event log and everything a tenant sets up.</summary>
/// <remarks>
/// Queries see only the scope's tenant: the condition is added here, to every entity that is <see cref="ITenantOwned"/>,
/// and on PostgreSQL once more by row-level security. Without a tenant they see nothing. Not pooled: a pooled context could
/// keep the last user's tenant.
/// </remarks>
public abstract class AppDb(DbContextOptions options, CurrentTenant tenant, TimeProvider clock, EventLogSignal signal)
    : DbContext(options)
{
    /// <summary>The name of the tenant filter, for the few doors that may lift it.</summary>
    public const string TenantFilter = "tenant";

    /// <summary>The name of the filter that leaves out what was taken out.</summary>
    public const string RemovedFilter = "removed";

    /// <summary>From how many on events are written in bulk, where a transaction holds all together.</summary>
    private const int ManyEvents = 20;

    private readonly List<CatalogueEvent> raised = [];

    /// <summary>Whose rows are visible. A member of the context, so that EF makes it a parameter instead of freezing it.</summary>
    public TenantId VisibleTenant => tenant.IdOrNone;

    /// <summary>The signed-in person whose own memberships are visible across tenants; null for none.</summary>
    public Guid? VisibleUser { get; set; }

    /// <summary>Set by the reader of the event log, which reads for all tenants and hands each event on under its own.</summary>
    public bool ReadsWholeLog { get; set; }

    internal bool IsSqlite => Database.IsSqlite();

    /// <summary>Writes the event into the log together with the next save, or not at all.</summary>
    public void Raise(CatalogueEvent happened) => raised.Add(happened);

    /// <summary>Forgets everything that was about to be written, events included: the end of a dry run.</summary>
    public void ForgetChanges()
    {
        raised.Clear();
        ChangeTracker.Clear();
    }

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Once: the guard, those who record changes and the save itself would each look through everything again.
        var looksForChanges = ChangeTracker.AutoDetectChangesEnabled;
        if (looksForChanges)
            ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            TenantGuard.Check(ChangeTracker, tenant);
            var hasEvents = raised.Count > 0;
            var entries = raised.ConvertAll(happened => EventLogEntry.From(happened, tenant.Id, clock.GetUtcNow()));
            var areMany = entries.Count >= ManyEvents && Database.CurrentTransaction is not null;
            if (!areMany)
                AddRange(entries);
            raised.Clear();
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            if (areMany)
                await AppendEntries.AppendAsync(this, entries, cancellationToken);
            if (hasEvents)
                signal.Pulse();
            return saved;
        }
        catch (Exception failure) when (StoreTransactions.LostTheRace(failure))
        {
            throw new DbUpdateConcurrencyException("A row was changed by somebody else meanwhile.", failure);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = looksForChanges;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync; it checks the tenant and writes the events.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoreConversions.Apply(configurationBuilder, this is SqliteAppDb);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(Assembly.GetExecutingAssembly());
        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            if (entity.ClrType.IsAssignableTo(typeof(ITenantOwned)))
                Call(nameof(AddTenantFilter), entity.ClrType);
            if (entity.ClrType.IsAssignableTo(typeof(IRemovable)))
                Call(nameof(AddRemovedFilter), entity.ClrType);
            if (entity.ClrType.IsAssignableTo(typeof(IVersioned)))
                modelBuilder.Entity(entity.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
        }

        if (this is PostgresAppDb)
            modelBuilder.Entity<EventLogEntry>().Property(e => e.TransactionId)
                .ValueGeneratedOnAdd().HasDefaultValueSql("pg_current_xact_id()::text::bigint");
        FilterFunctions.Map(modelBuilder, this is SqliteAppDb);
        SnakeCase.Apply(modelBuilder);

        void Call(string name, Type entity) => typeof(AppDb)
            .GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)!
            .MakeGenericMethod(entity).Invoke(this, [modelBuilder]);
    }

    private void AddTenantFilter<T>(ModelBuilder model) where T : class, ITenantOwned =>
        model.Entity<T>().HasQueryFilter(TenantFilter, row => row.TenantId == VisibleTenant);

    private static void AddRemovedFilter<T>(ModelBuilder model) where T : class, IRemovable =>
        model.Entity<T>().HasQueryFilter(RemovedFilter, row => row.RemovedAt == null);
}

/// <summary>The relational store on SQLite, in one file beside the product.</summary>
public sealed class SqliteAppDb(
    DbContextOptions<SqliteAppDb> options, CurrentTenant tenant, TimeProvider clock, EventLogSignal signal)
    : AppDb(options, tenant, clock, signal);

/// <summary>The relational store on PostgreSQL, shared by several nodes.</summary>
public sealed class PostgresAppDb(
    DbContextOptions<PostgresAppDb> options, CurrentTenant tenant, TimeProvider clock, EventLogSignal signal)
    : AppDb(options, tenant, clock, signal);
