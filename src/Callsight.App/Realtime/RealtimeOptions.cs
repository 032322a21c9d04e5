using System.ComponentModel.DataAnnotations;

namespace Callsight.App.Realtime;

/// <summary>Live connections: how many, how much, how long missed events can be had again.</summary>
public sealed class RealtimeOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Realtime";

    /// <summary>Connections that one person or API key may hold open on a node.</summary>
    [Range(1, 100_000)]
    public int ConnectionsPerCaller { get; set; } = 50;

    /// <summary>Connections that one tenant may hold open on a node.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerTenant { get; set; } = 5_000;

    /// <summary>Topics that one connection may follow.</summary>
    [Range(1, 100_000)]
    public int TopicsPerConnection { get; set; } = 1_000;

    /// <summary>Topics that all connections of a tenant may follow together on a node.</summary>
    [Range(1, 10_000_000)]
    public int TopicsPerTenant { get; set; } = 50_000;

    /// <summary>The largest message a client may send, in bytes.</summary>
    [Range(1_024, 1_048_576)]
    public int MostMessageBytes { get; set; } = 128 * 1_024;

    /// <summary>Messages that may wait for a slow reader before it is cut off; it can resume where it was.</summary>
    [Range(10, 100_000)]
    public int MostWaitingMessages { get; set; } = 2_000;

    /// <summary>For how long missed events can be had again, in minutes.</summary>
    [Range(1, 10_080)]
    public int RecoverMinutes { get; set; } = 60;

    /// <summary>How many missed events of its tenant a client can have again.</summary>
    [Range(0, 1_000_000)]
    public int RecoverEvents { get; set; } = 10_000;

    /// <summary>How many of the newest events a client is shown that cannot resume or begins afresh.</summary>
    [Range(0, 1_000)]
    public int SnapshotEvents { get; set; } = 50;

    /// <summary>How often a quiet connection shows that it lives and how far it is, in seconds.</summary>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>
    /// How often the rights of those connected are looked at again, in seconds. A change works at once on the node that makes it, and
    /// after this time on others.
    /// </summary>
    [Range(1, 300)]
    public int RecheckSeconds { get; set; } = 5;

    /// <summary>The shortest time between two computations of the same live figures, in milliseconds.</summary>
    [Range(50, 60_000)]
    public int FiguresMilliseconds { get; set; } = 500;
}
