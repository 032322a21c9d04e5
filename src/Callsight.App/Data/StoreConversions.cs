using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Callsight.App.Data;

internal sealed class TenantIdConverter() : ValueConverter<TenantId, Guid>(id => id.Value, value => new TenantId(value));

internal sealed class IdConverter<T>() : ValueConverter<Id<T>, Guid>(id => id.Value, value => new Id<T>(value));

/// <summary>Instants on SQLite: whole microseconds since 1970, so that they sort and compare as numbers.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(
    instant => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    value => DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond));

/// <summary>Instants on PostgreSQL: always UTC, as its driver demands.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    instant => instant.ToUniversalTime(), value => value);

/// <summary>Money on SQLite: ten-thousandths as a whole number, exact and sortable.</summary>
internal sealed class MoneyConverter() : ValueConverter<decimal, long>(
    amount => (long)(amount * 10_000m), value => value / 10_000m);

/// <summary>Free properties, kept as JSON text.</summary>
internal sealed class PropertiesConverter() : ValueConverter<JsonObject, string>(
    properties => properties.ToJsonString(null), text => (JsonObject)JsonNode.Parse(text, null, default)!);

internal sealed class PropertiesComparer() : ValueComparer<JsonObject>(
    (left, right) => JsonNode.DeepEquals(left, right),
    properties => properties.ToJsonString(null).GetHashCode(StringComparison.Ordinal),
    properties => (JsonObject)properties.DeepClone());

internal static class StoreConversions
{
    /// <summary>One conversion for each kind of value, said once for every entity.</summary>
    public static void Apply(ModelConfigurationBuilder model, bool isSqlite)
    {
        model.Properties<TenantId>().HaveConversion<TenantIdConverter>();
        model.Properties<JsonObject>().HaveConversion<PropertiesConverter, PropertiesComparer>();
        foreach (var entity in Assembly.GetExecutingAssembly().GetTypes().Where(HasTypedId))
            model.Properties(typeof(Id<>).MakeGenericType(entity))
                .HaveConversion(typeof(IdConverter<>).MakeGenericType(entity));
        if (isSqlite)
        {
            model.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
            model.Properties<decimal>().HaveConversion<MoneyConverter>();
        }
        else
        {
            model.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
            model.Properties<decimal>().HavePrecision(19, 4);
        }
    }

    private static bool HasTypedId(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && type.GetProperty("Id", BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is { } id
        && id.PropertyType == typeof(Id<>).MakeGenericType(type);
}
