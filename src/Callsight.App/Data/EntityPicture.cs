using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Callsight.App.Data;

/// <summary>A field of an entity that was changed; names are those of the store.</summary>
public sealed record FieldChange(string Field, object? From, object? To);

/// <summary>What an entity held at a moment, to tell afterwards what has been changed since.</summary>
internal sealed class EntityPicture(EntityEntry entry)
{
    private readonly EntityEntry entry = entry;
    private readonly PropertyValues before = entry.CurrentValues.Clone();

    /// <summary>What is not as it was.</summary>
    public IReadOnlyList<FieldChange> Changes() =>
    [
        .. entry.Metadata.GetProperties()
            .Select(p => (Property: p, From: before[p], To: entry.Property(p).CurrentValue))
            .Where(c => !c.Property.GetValueComparer().Equals(c.From, c.To))
            .Select(c => new FieldChange(SnakeCase.Of(c.Property.Name), c.From, c.To)),
    ];
}

/// <summary>Values of entities as JSON, to be kept and put back.</summary>
internal static class KeptValues
{
    private static readonly string[] OfTheStore = [nameof(ITenantOwned.TenantId), nameof(IVersioned.Version)];

    /// <summary>What the next save changes of an entity: as it was, and as it will be.</summary>
    public static (JsonObject Before, JsonObject After) Of(EntityEntry entry)
    {
        var (before, after) = (new JsonObject(), new JsonObject());
        foreach (var property in entry.Properties.Where(p => p.IsModified && !OfTheStore.Contains(p.Metadata.Name)))
        {
            before[property.Metadata.Name] = JsonSerializer.SerializeToNode(property.OriginalValue, property.Metadata.ClrType);
            after[property.Metadata.Name] = JsonSerializer.SerializeToNode(property.CurrentValue, property.Metadata.ClrType);
        }

        return (before, after);
    }

    /// <summary>Puts values back, if all of them are still as they were left; else says which is not and leaves all as they are.</summary>
    public static string? PutBack(EntityEntry entry, JsonObject before, JsonObject after)
    {
        foreach (var (name, left) in after)
            if (entry.Metadata.FindProperty(name) is { } property
                && !property.GetValueComparer().Equals(entry.Property(property).CurrentValue, Read(property, left)))
                return SnakeCase.Of(name);
        foreach (var (name, old) in before)
            if (entry.Metadata.FindProperty(name) is { } property)
                entry.Property(property).CurrentValue = Read(property, old);
        return null;
    }

    private static object? Read(IProperty property, JsonNode? json) => json.Deserialize(property.ClrType);
}
