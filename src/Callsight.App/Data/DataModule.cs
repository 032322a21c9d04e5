using Callsight.App.EventLog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Callsight.App.Data;

/// <summary>The relational store: SQLite in a file by default, PostgreSQL by one setting.</summary>
internal static class DataModule
{
    public static IServiceCollection AddStore(this IServiceCollection services)
    {
        services.AddSettings<StoreOptions>(StoreOptions.Section);
        services.AddSingleton<SweepExpired>().AddHostedService(provider => provider.GetRequiredService<SweepExpired>());
        services.AddSingleton<SqlitePragmas>().AddSingleton<SessionTenantInterceptor>()
            .AddSingleton<StoreTransactions>().AddSingleton<PulseOnCommit>();
        // Options are made once: they hold nothing of a request, and making them for each costs more than a query.
        services.AddDbContext<SqliteAppDb>((provider, options) => options
            .UseSqlite($"Data Source={provider.GetRequiredService<IOptions<StoreOptions>>().Value.SqliteFile};Foreign Keys=True")
            .LeaveErrorsToCallers()
            .AddInterceptors(provider.GetRequiredService<SqlitePragmas>(), provider.GetRequiredService<PulseOnCommit>()),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddDbContext<PostgresAppDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<IOptions<StoreOptions>>().Value.Postgres)
            .LeaveErrorsToCallers()
            .AddInterceptors(
                provider.GetRequiredService<SessionTenantInterceptor>(),
                provider.GetRequiredService<StoreTransactions>(),
                provider.GetRequiredService<PulseOnCommit>()),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddScoped<AppDb>(provider =>
            string.IsNullOrEmpty(provider.GetRequiredService<IOptions<StoreOptions>>().Value.Postgres)
                ? provider.GetRequiredService<SqliteAppDb>()
                : provider.GetRequiredService<PostgresAppDb>());
        return services.AddSingleton<StoreStartup>().AddSingleton<Backup>();
    }

    /// <summary>A name that is taken is a client's mistake and no error of ours; who catches a failure logs it, once.</summary>
    private static DbContextOptionsBuilder LeaveErrorsToCallers(this DbContextOptionsBuilder options) =>
        options.ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug)));
}
