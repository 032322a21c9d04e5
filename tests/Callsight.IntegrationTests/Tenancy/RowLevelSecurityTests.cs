using System.Data.Common;
using Callsight.App.Data;
using Callsight.App.Identity;
using Callsight.Core;
using Callsight.IntegrationTests.Support;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Callsight.IntegrationTests.Tenancy;

/// <summary>PostgreSQL's own guard holds in plain SQL, for every table with a tenant, whatever the product forgets.</summary>
public sealed class RowLevelSecurityTests
{
    private readonly TenantId ours = TenantId.New();
    private readonly TenantId theirs = TenantId.New();

    [Theory, PostgresOnly]
    public async Task Every_tenant_table_has_a_forced_policy(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await using var scope = store.For(ours);
        var guarded = await scope.Db().Database.SqlQuery<string>($"""
            SELECT c.relname AS "Value" FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
            WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polpermissive AND p.polwithcheck IS NOT NULL
            """).ToListAsync();

        guarded.ShouldBe(TenantTable.Of(scope.Db()).Select(t => t.Name), ignoreOrder: true);
    }

    [Theory, PostgresOnly]
    public async Task Nobody_sees_a_row_and_each_tenant_sees_its_own(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await FillAsync(store);

        await EachTableAsync(store, null, async (table, connection) =>
        {
            (await table.CountAsync(connection)).ShouldBe(0, table.Name);
            (await table.DeleteAsync(connection)).ShouldBe(0, table.Name);
            await RefusedAsync(() => table.InsertAsync(connection, ours), table);
        });
        foreach (var tenant in new[] { ours, theirs })
            await EachTableAsync(store, tenant, async (table, connection) =>
                (await table.CountAsync(connection)).ShouldBe(1, table.Name));
    }

    [Theory, PostgresOnly]
    public async Task A_tenant_cannot_change_delete_add_or_take_over_rows_of_another(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await FillAsync(store);

        await EachTableAsync(store, ours, async (table, connection) =>
        {
            await RefusedAsync(() => table.InsertAsync(connection, theirs), table);
            await RefusedAsync(() => table.GiveAsync(connection, theirs), table);
            (await table.GiveAsync(connection, ours, from: theirs)).ShouldBe(0, table.Name);
            (await table.DeleteAsync(connection)).ShouldBe(1, table.Name);
        });
        await EachTableAsync(store, theirs, async (table, connection) =>
            (await table.CountAsync(connection)).ShouldBe(1, table.Name));
    }

    [Theory, PostgresOnly]
    public async Task The_two_doors_that_look_across_tenants_are_for_reading_only(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await FillAsync(store);
        var user = Guid.CreateVersion7();
        await store.AsAsync(theirs, db =>
        {
            db.Add(new Membership { UserId = user, TenantId = theirs, Role = "viewer", CreatedAt = DateTimeOffset.UnixEpoch });
            return db.SaveChangesAsync();
        });

        await EachTableAsync(store, ours, async (table, connection) =>
        {
            (await table.CountAsync(connection)).ShouldBe(table.Name is "memberships" or "event_log" ? 2 : 1, table.Name);
            await RefusedAsync(() => table.InsertAsync(connection, theirs), table);
            await RefusedAsync(() => table.GiveAsync(connection, theirs), table);
        }, db => (db.VisibleUser, db.ReadsWholeLog) = (user, true));
    }

    // A pool of one connection: whoever comes next has the session of the one before.
    [Theory, PostgresOnly]
    public async Task A_pooled_connection_forgets_its_last_tenant(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await FillAsync(store);
        await using var scope = store.For(ours);
        var text = new NpgsqlConnectionStringBuilder(store.Settings["Store:Postgres"]) { MaxPoolSize = 1 }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(text);
        var options = new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql(source)
            .AddInterceptors(scope.ServiceProvider.GetRequiredService<SessionTenantInterceptor>()).Options;
        foreach (var (tenant, visible) in new (TenantId?, int)[] { (ours, 1), (null, 0), (theirs, 1), (null, 0) })
        {
            var current = new CurrentTenant();
            if (tenant is { } id)
                current.Enter(id);
            await using var db = ActivatorUtilities.CreateInstance<PostgresAppDb>(scope.ServiceProvider, options, current);
            (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM leads").SingleAsync()).ShouldBe(visible);
            await using (var bare = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
                (await new NpgsqlCommand("SELECT count(*)::int FROM leads", bare)
                    .ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
            db.Database.OpenConnection();
            (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM leads").SingleAsync()).ShouldBe(visible);
        }
    }

    [Theory, PostgresOnly]
    public async Task Nodes_that_start_at_once_do_not_stand_in_each_others_way(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await FillAsync(store);
        await using var scope = store.For(ours);
        var startup = scope.ServiceProvider.GetRequiredService<StoreStartup>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => startup.MigrateAsync(CancellationToken.None))));

        (await scope.Db().Set<Callsight.App.CallCentre.Leads.Lead>().CountAsync()).ShouldBe(1);
    }

    // Changing a policy waits for all who read the table: a second node would stop the first at every start.
    [Theory, PostgresOnly]
    public async Task A_start_does_not_wait_for_those_who_work(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await FillAsync(store);
        await using var reader = store.For(ours);
        await using var transaction = await reader.Db().Database.BeginTransactionAsync();
        foreach (var table in TenantTable.Of(reader.Db()))
            await table.CountAsync(reader.Db().Database.GetDbConnection());

        await using var scope = store.For(ours);
        await scope.ServiceProvider.GetRequiredService<StoreStartup>().MigrateAsync(CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(20));
    }

    private Task FillAsync(RelationalStore store) => Task.WhenAll(new[] { ours, theirs }.Select(tenant =>
        EachTableAsync(store, tenant, async (table, connection) => await table.InsertAsync(connection, tenant))));

    private static async Task EachTableAsync(
        RelationalStore store, TenantId? tenant, Func<TenantTable, DbConnection, Task> work, Action<AppDb>? prepare = null)
    {
        await using var scope = store.Scopes().CreateAsyncScope();
        if (tenant is { } id)
            scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(id);
        prepare?.Invoke(scope.Db());
        await scope.Db().Database.OpenConnectionAsync();
        foreach (var table in TenantTable.Of(scope.Db()))
            await work(table, scope.Db().Database.GetDbConnection());
    }

    private static async Task RefusedAsync(Func<Task> work, TenantTable table) =>
        (await Should.ThrowAsync<PostgresException>(work)).SqlState
            .ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table.Name);
}
