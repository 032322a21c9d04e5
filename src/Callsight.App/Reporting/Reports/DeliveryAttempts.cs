namespace Callsight.App.Reporting.Reports;

/// <summary>How often something is sent that could not be, and how long to wait between two attempts.</summary>
internal static class DeliveryAttempts
{
    private const int Most = 5;

    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    /// <summary>For how long who has begun to send is left alone.</summary>
    public static TimeSpan Claim => Pauses[0];

    /// <summary>How long to wait after so many attempts.</summary>
    public static TimeSpan PauseAfter(int attempts) => Pauses[Math.Min(attempts, Pauses.Length) - 1];

    /// <summary>What became of an attempt; what may pass by itself is tried again.</summary>
    public static DeliveryStatus StatusOf(Problem? problem, int attempts) => problem is null ? DeliveryStatus.Sent
        : problem.Kind is ProblemKind.Unavailable && attempts < Most ? DeliveryStatus.Pending : DeliveryStatus.Failed;
}
