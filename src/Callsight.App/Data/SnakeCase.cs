using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Callsight.App.Data;

internal static class SnakeCase
{
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>Names tables' columns, keys and indexes as SQL people would.</summary>
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Of(property.GetColumnName(
                    StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema())) ?? property.Name));
    }
}
