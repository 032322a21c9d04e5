using System.ComponentModel.DataAnnotations;

namespace Callsight.App.Data;

/// <summary>Where the system of record is kept.</summary>
public sealed class StoreOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Store";

    /// <summary>The folder for all embedded stores, keys and files. Made when absent.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>A PostgreSQL connection string; empty keeps everything in SQLite in the data folder.</summary>
    public string? Postgres { get; set; }

    /// <summary>Whether the product brings the schema up to date when it starts. Switch off to run <c>migrate</c> yourself.</summary>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>The SQLite file.</summary>
    internal string SqliteFile => Path.Combine(DataFolder, "callsight.db");

    /// <summary>The file of the embedded event store.</summary>
    internal string EventStoreFile => Path.Combine(DataFolder, "events.duckdb");
}
