using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Callsight.Analytics.Store;
using Callsight.App.EventLog;
using Callsight.App.Identity;
using Callsight.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Callsight.Tests.Support;

/// <summary>The product itself, served on a free port of this machine from a folder of its own.</summary>
public sealed class TestHost : IAsyncDisposable
{
    /// <summary>As strong as the product asks for, and the same for everybody.</summary>
    public const string Password = "correct horse battery";

    private static readonly Lazy<Task<TestHost>> Shared = new(async () =>
    {
        var host = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DeleteQuietly(host.folder);
        return host;
    });

    /// <summary>Where hosts keep their relational data when it is set: a database each, on the server it names; else SQLite.</summary>
    private static readonly string? Postgres = Environment.GetEnvironmentVariable("CALLSIGHT_TEST_HOSTS_ON");

    private static int people;
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;
    private readonly bool ownsFolder;
    private readonly ErrorLog log;

    private TestHost(WebApplication app, DirectoryInfo folder, bool ownsFolder, ErrorLog log)
    {
        (this.app, this.folder, this.ownsFolder, this.log) = (app, folder, ownsFolder, log);
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public IServiceProvider Services => app.Services;

    public string Folder => folder.FullName;

    /// <summary>What the product logged as errors so far.</summary>
    public IReadOnlyCollection<string> Errors => log.Entries;

    /// <summary>Every route of the product, in the order of mapping.</summary>
    public IReadOnlyList<RouteEndpoint> Routes =>
        [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>One host for the whole run. A test takes a tenant of its own, so tests do not meet.</summary>
    public static Task<TestHost> SharedAsync() => Shared.Value;

    /// <summary>A host of one's own.</summary>
    /// <param name="clock">The time; the system's where left out.</param>
    /// <param name="folder">A data folder of an earlier host; a new one where left out.</param>
    /// <param name="settings">Settings as <c>--Section:Name=value</c>.</param>
    public static async Task<TestHost> StartAsync(TimeProvider? clock = null, string? folder = null, params string[] settings)
    {
        var data = folder is null ? Directory.CreateTempSubdirectory("callsight-host-") : new DirectoryInfo(folder);
        var log = new ErrorLog();
        var app = CallsightHost.Build(
            [$"--Store:DataFolder={data.FullName}", "--urls=http://127.0.0.1:0", "--EventStore:MemoryLimit=256MB",
                .. await StoreAsync(data), .. settings],
            services =>
            {
                services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
                services.AddSingleton(clock ?? TimeProvider.System);
                // The strength of the hash is the framework's business; here it would only cost time.
                services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 100);
            });
        await app.StartAsync();
        return new TestHost(app, data, ownsFolder: folder is null, log);
    }

    /// <summary>The database that goes with a data folder, made where it is new. The server is one for tests and keeps it.</summary>
    private static async Task<string[]> StoreAsync(DirectoryInfo folder)
    {
        if (Postgres is null)
            return [];
        // Names of folders differ by the case of letters, which names of databases here do not.
        var database = "callsight_host_" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(folder.Name[^6..]));
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM pg_database WHERE datname = '{database}'";
        if (await command.ExecuteScalarAsync() is 0L)
        {
            command.CommandText = $"CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";
            await command.ExecuteNonQueryAsync();
        }

        return [$"--Store:Postgres={new NpgsqlConnectionStringBuilder(Postgres) { Database = database }.ConnectionString}"];
    }

    /// <summary>A client that nobody has signed in.</summary>
    public ApiClient Anonymous() => new(Address);

    /// <summary>A new tenant, and its owner signed in.</summary>
    public async Task<ApiClient> RegisterAsync(string? tenantName = null, string? email = null)
    {
        email ??= NewEmail();
        var client = Anonymous();
        var answer = await client.PostAsync("/auth/register", new
        {
            tenant_name = tenantName ?? $"Tenant of {email}",
            email,
            password = Password,
        });
        client.SignIn(answer.ShouldBe(HttpStatusCode.Created));
        return client;
    }

    /// <summary>Somebody else in the owner's tenant, signed in.</summary>
    public async Task<ApiClient> MemberAsync(ApiClient owner, string role)
    {
        var email = NewEmail();
        (await owner.PostAsync("/tenant/members", new { email, role, password = Password })).ShouldBe(HttpStatusCode.Created);
        return await SignInAsync(email);
    }

    public async Task<ApiClient> SignInAsync(string email, string password = Password)
    {
        var client = Anonymous();
        client.SignIn((await client.PostAsync("/auth/login", new { email, password })).ShouldBe(HttpStatusCode.OK));
        return client;
    }

    public static string NewEmail() => $"person{Interlocked.Increment(ref people)}@example.test";

    /// <summary>Waits until everything in the event log can be asked for.</summary>
    public Task CaughtUpAsync() => Eventually.TrueAsync(async () =>
    {
        var place = await Services.GetRequiredService<IEventStore>().CheckpointAsync("analytics", CancellationToken.None);
        return await Services.GetRequiredService<EventLogReader>().WaitingSinceAsync(place, CancellationToken.None) is null;
    }, "the event store has taken the whole event log");

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (ownsFolder)
            folder.Delete(recursive: true);
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Entries.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }

    /// <summary>The host of all tests still works when the process ends: what it writes at this very moment may stay.</summary>
    internal static void DeleteQuietly(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A file more in the folder for temporary ones.
        }
    }
}

/// <summary>Waits for something that happens by itself, for as long as a slow machine may need.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            (watch.Elapsed < Deadline).ShouldBeTrue($"After {Deadline.TotalSeconds} seconds it is not true that {what}.");
            await Task.Delay(10);
        }
    }
}
