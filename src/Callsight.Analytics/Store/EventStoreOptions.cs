using System.ComponentModel.DataAnnotations;

namespace Callsight.Analytics.Store;

/// <summary>How the embedded event store is run.</summary>
public sealed class EventStoreOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "EventStore";

    /// <summary>The file; beside the relational store where not said.</summary>
    public string? File { get; set; }

    /// <summary>
    /// On PostgreSQL: makes this node's file the event store of the database, in place of one that is gone for good. It is
    /// filled from the event log; tracked events that only the old file held are lost. For one start only.
    /// </summary>
    public bool TakeOver { get; set; }

    /// <summary>The most memory the engine takes for its work, such as <c>1GB</c>.</summary>
    [Required, RegularExpression("^[0-9]+(MB|GB)$", ErrorMessage = "This is a number with MB or GB, such as 512MB.")]
    public string MemoryLimit { get; set; } = "1GB";

    /// <summary>Threads of the engine; 0 takes one for each core.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>Questions answered at the same time; others wait.</summary>
    [Range(1, 64)]
    public int MostReaders { get; set; } = 4;

    /// <summary>The longest a question may take, in seconds.</summary>
    [Range(1, 3_600)]
    public int QuerySeconds { get; set; } = 30;

    /// <summary>Events that may wait to be written before senders are told to come back.</summary>
    [Range(1_000, 10_000_000)]
    public int MostWaitingEvents { get; set; } = 200_000;

    /// <summary>Fresh events that are moved to their tenants' own tables together.</summary>
    [Range(1_000, 10_000_000)]
    public int SettleAtEvents { get; set; } = 100_000;

    /// <summary>
    /// From how many rows of a tenant on the figures of its days are kept as rollups (and restated figures written down). Fewer are
    /// counted in milliseconds, and the tables of rollups would take more memory than they save time.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public long RollupAtRows { get; set; } = 20_000;

    /// <summary>
    /// For how long an event that is sent again under its id, or its request's Idempotency-Key, counts once, in hours. After that
    /// it counts again; a longer time makes taking in events with ids slower.
    /// </summary>
    [Range(72, 24 * 3_660)]
    public int RepetitionHours { get; set; } = 7 * 24;

    /// <summary>
    /// Free space on the disk of the file below which nothing is recorded any more, in MB; questions are still answered. The engine
    /// needs room for its own work: one that cannot finish a commit has to be opened again. 0 never looks.
    /// </summary>
    [Range(0, 1_000_000)]
    public int ReserveMegabytes { get; set; } = 256;

    /// <summary>The most disk that questions take for what does not fit into memory, such as <c>4GB</c>. Beyond it a question is stopped.</summary>
    [Required, RegularExpression("^[0-9]+(MB|GB)$", ErrorMessage = "This is a number with MB or GB, such as 512MB.")]
    public string TemporaryFilesLimit { get; set; } = "4GB";
}
