using System.Reflection;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Callsight.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit.Sdk;
using Xunit.v3;

namespace Callsight.Tests.Support;

/// <summary>A fresh, migrated relational store of the product's own making, gone when the test is over.</summary>
/// <remarks>
/// On PostgreSQL the database sorts as people do and not by code point, so that a query that counts on the store's own
/// order of texts is caught.
/// </remarks>
public sealed class RelationalStore : IAsyncDisposable
{
    /// <summary>A connection string of an ordinary role that may make databases.</summary>
    public const string PostgresVariable = "CALLSIGHT_TEST_POSTGRES";

    private readonly string name = $"callsight_test_{Guid.CreateVersion7():n}";
    private readonly DirectoryInfo folder;
    private readonly string? server;
    private readonly ServiceProvider provider;

    private RelationalStore(string? server, TimeProvider clock, Action<IServiceCollection>? more)
    {
        (this.server, folder) = (server, Directory.CreateTempSubdirectory("callsight-store-"));
        Settings = new Dictionary<string, string?>
        {
            [$"{StoreOptions.Section}:{nameof(StoreOptions.DataFolder)}"] = folder.FullName,
            [$"{StoreOptions.Section}:{nameof(StoreOptions.Postgres)}"] = server is null
                ? null
                : new NpgsqlConnectionStringBuilder(server) { Database = name, IncludeErrorDetail = true }.ConnectionString,
        };
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build())
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddSingleton(clock)
            .AddSingleton<EventLogSignal>()
            .AddScoped<CurrentTenant>()
            .AddStore();
        more?.Invoke(services);
        provider = services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>The configuration that leads a whole host to this store.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Makes a store: <c>sqlite</c> or <c>postgres</c>.</summary>
    /// <param name="kind">What <see cref="EveryStoreAttribute"/> hands in.</param>
    /// <param name="clock">The time; the system's where left out.</param>
    /// <param name="more">Services a test needs beside the store.</param>
    public static async Task<RelationalStore> OpenAsync(
        string kind, TimeProvider? clock = null, Action<IServiceCollection>? more = null)
    {
        var server = kind == "postgres" ? Environment.GetEnvironmentVariable(PostgresVariable) : null;
        if (kind is not ("sqlite" or "postgres") || (kind == "postgres" && server is null))
            throw new ArgumentException($"There is no store {kind}.", nameof(kind));
        var store = new RelationalStore(server, clock ?? TimeProvider.System, more);
        if (server is not null)
            await store.OnServerAsync(
                $"CREATE DATABASE {store.name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
        await store.provider.GetRequiredService<StoreStartup>().MigrateAsync(CancellationToken.None);
        return store;
    }

    /// <summary>A scope that works for a tenant, as a request does. Dispose it.</summary>
    public AsyncServiceScope For(TenantId tenant)
    {
        var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
        return scope;
    }

    /// <summary>Works with the store as a tenant, in a scope of its own.</summary>
    public async Task<T> AsAsync<T>(TenantId tenant, Func<AppDb, Task<T>> work)
    {
        await using var scope = For(tenant);
        return await work(scope.ServiceProvider.GetRequiredService<AppDb>());
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        if (server is null)
        {
            SqliteConnection.ClearAllPools();
        }
        else
        {
            NpgsqlConnection.ClearAllPools();
            await DropAsync();
        }

        folder.Delete(recursive: true);
    }

    // The server's own housekeeping may be at work in the database; an ordinary role cannot stop it, but it ends soon.
    private async Task DropAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await OnServerAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                return;
            }
            catch (PostgresException busy) when (
                attempt < 100 && busy.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectInUse)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Runs a theory on every relational store; one that is not there shows as skipped, with how to have it.</summary>
public sealed class EveryStoreAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([
            new TheoryDataRow<string>("sqlite"),
            new TheoryDataRow<string>("postgres")
            {
                Skip = Environment.GetEnvironmentVariable(RelationalStore.PostgresVariable) is null
                    ? $"Set {RelationalStore.PostgresVariable} to the connection string of a role that may make databases."
                    : null,
            },
        ]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
