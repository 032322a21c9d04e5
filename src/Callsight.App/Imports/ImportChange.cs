using System.Text.Json;
using System.Text.Json.Serialization;
using Callsight.App.CallCentre;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Imports;

/// <summary>What one batch of an import did to the rows of one table. Deleted as soon as it is taken back.</summary>
public sealed class ImportChange : ITenantOwned
{
    public required Id<ImportChange> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required Id<Import> ImportId { get; init; }
    public required string Table { get; init; }

    /// <summary>The first row of the batch; later batches are taken back before earlier ones.</summary>
    public required long FirstRow { get; init; }

    /// <summary>How many changes it tells of.</summary>
    public required int Changed { get; set; }

    /// <summary>JSON of <see cref="RecordedChange"/>s.</summary>
    public required string Changes { get; set; }

    /// <summary>Whether an undo has left all of these as they are.</summary>
    public bool IsKept { get; set; }

    private static readonly JsonSerializerOptions Brief = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal List<RecordedChange> Read() => JsonSerializer.Deserialize<List<RecordedChange>>(Changes)!;

    internal void Keep(IReadOnlyCollection<RecordedChange> kept) =>
        (IsKept, Changed, Changes) = (true, kept.Count, Write(kept));

    internal static string Write(IEnumerable<RecordedChange> changes) => JsonSerializer.Serialize(changes, Brief);
}

internal sealed class ImportChangeConfiguration : IEntityTypeConfiguration<ImportChange>
{
    public void Configure(EntityTypeBuilder<ImportChange> change)
    {
        change.ToTable("import_changes");
        change.HasKey(c => c.Id);
        change.Property(c => c.Table).HasColumnName("table_name").HasMaxLength(40);
        change.HasIndex(c => new { c.TenantId, c.ImportId });
    }
}

/// <summary>Notes what the saves of a batch make and change, in the same transaction.</summary>
internal sealed class ChangeRecorder : IDisposable
{
    private readonly AppDb db;
    private readonly Import import;
    private readonly long firstRow;
    private readonly HashSet<string> tables;

    public ChangeRecorder(AppDb db, Import import, long firstRow, HashSet<string> tables)
    {
        (this.db, this.import, this.firstRow, this.tables) = (db, import, firstRow, tables);
        db.SavingChanges += Record;
    }

    public void Dispose() => db.SavingChanges -= Record;

    private void Record(object? sender, SavingChangesEventArgs saving)
    {
        var changed = db.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified && tables.Contains(e.Metadata.GetTableName()!))
            .ToLookup(e => e.Metadata.GetTableName()!, Changed);
        foreach (var byTable in changed)
            db.Add(new ImportChange
            {
                Id = Id<ImportChange>.New(),
                TenantId = import.TenantId,
                ImportId = import.Id,
                Table = byTable.Key,
                FirstRow = firstRow,
                Changed = byTable.Count(),
                Changes = ImportChange.Write(byTable),
            });
    }

    private static RecordedChange Changed(EntityEntry entry)
    {
        var key = entry.Metadata.FindPrimaryKey()!.Properties.Single(p => p.Name != nameof(ITenantOwned.TenantId));
        var value = entry.Property(key).CurrentValue;
        var id = (Guid)(key.GetTypeMapping().Converter?.ConvertToProvider(value) ?? value)!;
        if (entry.State is EntityState.Added)
            return new RecordedChange(id);
        var (before, after) = KeptValues.Of(entry);
        return new RecordedChange(id, before, after);
    }
}
