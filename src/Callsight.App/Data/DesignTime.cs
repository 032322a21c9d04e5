using Callsight.App.EventLog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Callsight.App.Data;

/// <summary>Lets EF's tool make migrations for SQLite.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteAppDb>
{
    public SqliteAppDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqliteAppDb>().UseSqlite("Data Source=design.db").Options,
        new CurrentTenant(), TimeProvider.System, new EventLogSignal());
}

/// <summary>Lets EF's tool make migrations for PostgreSQL.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresAppDb>
{
    public PostgresAppDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql("Host=localhost").Options,
        new CurrentTenant(), TimeProvider.System, new EventLogSignal());
}
