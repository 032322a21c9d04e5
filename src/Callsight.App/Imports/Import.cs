using System.Text.Json;
using Callsight.App.CallCentre;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Imports;

public enum ImportStatus
{
    Pending, Running, Completed, Failed,
}

/// <summary>How far the undoing of an import is.</summary>
public enum UndoStatus
{
    Pending, Running, Completed,
}

/// <summary>Something about one row of the file; rows are counted from 1, without the header.</summary>
public sealed record RowMessage(long Row, string Field, string Message);

/// <summary>A file that is, or was, taken in.</summary>
public sealed class Import : ITenantOwned
{
    public const int MostMessages = 1_000;
    public const int MaxFileNameLength = 260;
    public const int MaxFailureLength = 500;

    public required Id<Import> Id { get; init; }
    public TenantId TenantId { get; init; }

    /// <summary>The request it came by: the same for a repeated <c>Idempotency-Key</c>. Null from the command line.</summary>
    public Guid? RequestId { get; init; }
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

    /// <summary>How long the file of refused rows was when the last batch was counted; null before the first.</summary>
    public long? RejectedBytes { get; set; }

    /// <summary>What a dry run found, as JSON of an <see cref="ImportPreview"/>.</summary>
    public string? Preview { get; set; }

    /// <summary>Whether all it does is recorded as <see cref="ImportChange"/>s. Those of older versions were not.</summary>
    public bool RecordsChanges { get; init; }

    /// <summary>How far the undoing is; null when nobody asked for it.</summary>
    public UndoStatus? UndoStatus { get; set; }

    /// <summary>What has been undone, as JSON of an <see cref="UndoProgress"/>.</summary>
    public string? Undo { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Counts a batch and keeps what was said of its rows, the first ones word for word.</summary>
    internal void Count(IReadOnlyList<RowResult> results, long first)
    {
        Status = ImportStatus.Running;
        RowsRead += results.Count;
        RowsImported += results.Count(r => r.Outcome is RowOutcome.Imported);
        RowsUpdated += results.Count(r => r.Outcome is RowOutcome.Updated);
        RowsUnchanged += results.Count(r => r.Outcome is RowOutcome.Unchanged);
        RowsRejected += results.Count(r => r.Outcome is RowOutcome.Rejected);
        Errors = Append(Errors, r => r.Errors);
        Warnings = Append(Warnings, r => r.Warnings);

        string Append(string json, Func<RowResult, IReadOnlyList<FieldError>> pick)
        {
            var kept = JsonSerializer.Deserialize<List<RowMessage>>(json)!;
            kept.AddRange(results.SelectMany((r, i) => pick(r).Select(e => new RowMessage(first + i, e.Field, e.Message)))
                .Take(MostMessages - kept.Count));
            return JsonSerializer.Serialize(kept);
        }
    }
}

internal sealed class ImportConfiguration : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> import)
    {
        import.ToTable("imports");
        import.HasKey(i => i.Id);
        import.HasIndex(i => new { i.TenantId, i.RequestId }).IsUnique();
        import.Property(i => i.Kind).HasMaxLength(20);
        import.Property(i => i.FileName).HasMaxLength(Import.MaxFileNameLength);
        import.Property(i => i.Failure).HasMaxLength(Import.MaxFailureLength);

        // Two processes that take the same import up take turns at best: the second one's batch is undone whole.
        import.Property(i => i.RowsRead).IsConcurrencyToken();
        import.Property(i => i.UndoStatus).HasConversion<string>().HasMaxLength(16);
        import.Property(i => i.Status).HasConversion<string>().HasMaxLength(16);
    }
}

/// <summary>An import as the API shows it.</summary>
public sealed record ImportView(
    Id<Import> Id, string Kind, string FileName, ImportStatus Status, bool DryRun, long RowsRead, long RowsImported,
    long RowsUpdated, long RowsUnchanged, long RowsRejected, IReadOnlyList<RowMessage> Errors,
    IReadOnlyList<RowMessage> Warnings, string? Failure, ImportPreview? Preview, UndoView? Undo,
    DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    internal static ImportView From(Import i) => new(
        i.Id, i.Kind, i.FileName, i.Status, i.DryRun, i.RowsRead, i.RowsImported, i.RowsUpdated, i.RowsUnchanged,
        i.RowsRejected, Messages(i.Errors), Messages(i.Warnings), i.Failure, ImportPreview.Parse(i.Preview), UndoView.From(i),
        i.CreatedAt, i.FinishedAt);

    private static List<RowMessage> Messages(string json) => JsonSerializer.Deserialize<List<RowMessage>>(json)!;
}
