using System.ComponentModel.DataAnnotations;

namespace Callsight.App.Ingestion;

/// <summary>How much each tenant may send.</summary>
public sealed class IngestionOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Ingestion";

    /// <summary>Events a second that a tenant may record over HTTP in the long run, on each node; 0 sets no limit.</summary>
    [Range(0, 10_000_000)]
    public int EventsPerSecond { get; set; } = 50_000;

    /// <summary>For how many seconds' worth of events a tenant may go faster after having been quiet.</summary>
    [Range(1, 3_600)]
    public int BurstSeconds { get; set; } = 10;

    /// <summary>
    /// How long the declared types of events are not asked for again, in seconds. A change works at once on the node that makes
    /// it, and after this time on others; 0 asks for each request.
    /// </summary>
    [Range(0, 60)]
    public int EventTypesKeptSeconds { get; set; } = 3;
}
