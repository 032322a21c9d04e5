using System.Data.Common;
using Callsight.App.Data;
using Callsight.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Callsight.IntegrationTests.Tenancy;

/// <summary>A table of the model that belongs to tenants, spoken to in plain SQL, past everything EF adds.</summary>
/// <remarks>Taken from the model, so that a new entity is covered the day it is born.</remarks>
internal sealed record TenantTable(IEntityType Entity)
{
    public string Name => Entity.GetTableName()!;

    public static IReadOnlyList<TenantTable> Of(AppDb db) => [.. db.Model.GetEntityTypes()
        .Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned))).Select(e => new TenantTable(e))];

    /// <summary>Adds a row for a tenant with something in every column that must have something.</summary>
    public Task<int> InsertAsync(DbConnection connection, TenantId tenant)
    {
        var needed = Entity.GetProperties()
            .Where(p => !p.IsNullable && p.GetDefaultValueSql() is null && !IsIdentity(p)).ToList();
        var columns = needed.Select(p => p.GetColumnName());
        var values = needed.Select(p => p.GetColumnName() == "tenant_id" ? $"'{tenant}'" : Value(p.GetColumnType()));
        return ExecuteAsync(connection, $"INSERT INTO {Name} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", values)})");
    }

    public async Task<long> CountAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {Name}";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public Task<int> DeleteAsync(DbConnection connection) => ExecuteAsync(connection, $"DELETE FROM {Name}");

    /// <summary>Gives rows to a tenant; all that are visible, or those of one tenant.</summary>
    public Task<int> GiveAsync(DbConnection connection, TenantId to, TenantId? from = null) => ExecuteAsync(connection,
        $"UPDATE {Name} SET tenant_id = '{to}'" + (from is null ? "" : $" WHERE tenant_id = '{from}'"));

    private static bool IsIdentity(IProperty property) =>
        property.IsPrimaryKey() && property.ValueGenerated is ValueGenerated.OnAdd && property.ClrType == typeof(long);

    private static string Value(string columnType) => columnType switch
    {
        "uuid" => "gen_random_uuid()",
        "text[]" => "'{}'",
        "timestamp with time zone" => "now()",
        "date" => "current_date",
        "boolean" => "false",
        "bytea" => @"'\x00'",
        "bigint" or "integer" => "1",
        "text" => "'{}'",
        "jsonb" => "'{}'::jsonb",
        "double precision" => "1",
        _ when columnType.StartsWith("numeric", StringComparison.Ordinal) => "1",
        _ when columnType.StartsWith("character varying", StringComparison.Ordinal) => "left(gen_random_uuid()::text, 3)",
        _ => throw new NotSupportedException($"Say what a value of type {columnType} looks like."),
    };

    private static async Task<int> ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }
}
