using System.ComponentModel.DataAnnotations;

namespace Callsight.App.EventLog;

/// <summary>How subscribers follow the event log.</summary>
public sealed class EventLogOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "EventLog";

    /// <summary>How many events a subscriber is handed at once.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 1_000;

    /// <summary>How often the log is looked at when no change of this process wakes the subscriber, in milliseconds.</summary>
    [Range(50, 60_000)]
    public int PollMilliseconds { get; set; } = 500;

    /// <summary>How long a node that fell silent keeps its subscribers before another takes over, in seconds.</summary>
    [Range(5, 600)]
    public int LeaseSeconds { get; set; } = 20;

    /// <summary>How often an event is tried before it is parked.</summary>
    [Range(1, 100)]
    public int MostAttempts { get; set; } = 5;
}
