using Cronos;

namespace Callsight.App.Reporting.Reports;

/// <summary>When a report is due, by cron in a time zone.</summary>
/// <remarks>
/// A time that the clocks spring over is due at the first moment after; one that comes twice is due once, the first time. Steps
/// such as every half hour go on through both.
/// </remarks>
internal sealed class ReportSchedule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    private readonly CronExpression cron;
    private readonly TimeZoneInfo zone;

    private ReportSchedule(CronExpression cron, TimeZoneInfo zone) => (this.cron, this.zone) = (cron, zone);

    /// <param name="now">From when on it must be due some day.</param>
    public static Result<ReportSchedule> Read(string text, TenantZone zone, DateTimeOffset now)
    {
        CronExpression cron;
        try
        {
            cron = CronExpression.Parse(text, CronFormat.Standard);
        }
        catch (CronFormatException)
        {
            return Problem.InvalidField("schedule",
                "This is no schedule. It has five fields: minute, hour, day of month, month, day of week. " +
                "0 7 * * 1-5 is 07:00 on weekdays.");
        }

        var schedule = new ReportSchedule(cron, TimeZoneInfo.FindSystemTimeZoneById(zone.Id));
        if (schedule.After(now) is not { } next)
            return Problem.InvalidField("schedule", "This is never due: there is no such day.");
        for (var i = 0; i < 20 && schedule.After(next) is { } after; i++)
        {
            if (after - next < Shortest)
                return Problem.InvalidField("schedule", $"A report is made every {Shortest.TotalMinutes:0} minutes at most.");
            next = after;
        }

        return schedule;
    }

    /// <summary>The first time after a moment; null where there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset moment) => cron.GetNextOccurrence(moment, zone)?.ToUniversalTime();

    /// <summary>The last time up to a moment, from one that is known to be due.</summary>
    public DateTimeOffset LastUntil(DateTimeOffset due, DateTimeOffset moment)
    {
        // A product that was off for years must not count all the times since.
        if (moment - due > TimeSpan.FromDays(400) && After(moment - TimeSpan.FromDays(400)) is { } later && later <= moment)
            due = later;
        while (After(due) is { } next && next <= moment)
            due = next;
        return due;
    }
}
