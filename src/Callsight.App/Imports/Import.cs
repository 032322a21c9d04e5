using System.Text.Json;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Imports;

public enum ImportStatus
{
    Pending, Running, Completed, Failed,
}

/// <summary>Something about one row of the file; rows are counted from 1, without the header.</summary>
public sealed record RowMessage(long Row, string Field, string Message);

/// <summary>A file that is, or was, taken in.</summary>
public sealed class Import : ITenantOwned
{
    public const int MostMessages = 1_000;

    public required Id<Import> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Kind { get; init; }
    public required string FileName { get; init; }
    public required string Mapping { get; init; }
    public required bool DryRun { get; init; }
    public ImportStatus Status { get; set; } = ImportStatus.Pending;
    public long RowsRead { get; set; }
    public long RowsImported { get; set; }
    public long RowsUpdated { get; set; }
    public long RowsUnchanged { get; set; }
    public long RowsRejected { get; set; }
    public string Errors { get; set; } = "[]";
    public string Warnings { get; set; } = "[]";
    public string? Failure { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class ImportConfiguration : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> import)
    {
        import.ToTable("imports");
        import.HasKey(i => i.Id);
        import.Property(i => i.Kind).HasMaxLength(20);
        import.Property(i => i.FileName).HasMaxLength(260);
        import.Property(i => i.Failure).HasMaxLength(500);
        import.Property(i => i.Status).HasConversion<string>().HasMaxLength(16);
    }
}

/// <summary>An import as the API shows it.</summary>
public sealed record ImportView(
    Id<Import> Id, string Kind, string FileName, ImportStatus Status, bool DryRun, long RowsRead, long RowsImported,
    long RowsUpdated, long RowsUnchanged, long RowsRejected, IReadOnlyList<RowMessage> Errors,
    IReadOnlyList<RowMessage> Warnings, string? Failure, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    internal static ImportView From(Import i) => new(
        i.Id, i.Kind, i.FileName, i.Status, i.DryRun, i.RowsRead, i.RowsImported, i.RowsUpdated, i.RowsUnchanged,
        i.RowsRejected, Messages(i.Errors), Messages(i.Warnings), i.Failure, i.CreatedAt, i.FinishedAt);

    private static List<RowMessage> Messages(string json) => JsonSerializer.Deserialize<List<RowMessage>>(json)!;
}
