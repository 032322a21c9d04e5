namespace Callsight.Core;

/// <summary>A stretch of a weekday in local time, in minutes after midnight; it ends at 1,440 at most.</summary>
public readonly record struct OpenHours(DayOfWeek Day, int FromMinute, int UntilMinute);

/// <summary>When a tenant is open: the same each week, but for holidays. Overlapping stretches count once.</summary>
public sealed record BusinessHours(EquatableList<OpenHours> Weekly, EquatableList<DateOnly> Holidays)
{
    /// <summary>How much of the time between two instants was business time, by the clocks on the wall of a zone.</summary>
    /// <remarks>Nothing where the end lies before the start. Hours that the clocks skip are none; those that come twice count twice.</remarks>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset until, TenantZone zone)
    {
        var total = TimeSpan.Zero;
        for (var day = zone.ToLocalDay(from); until > from && day <= zone.ToLocalDay(until); day = day.AddDays(1))
        {
            if (Holidays.Contains(day))
                continue;
            var reached = from;
            foreach (var hours in Weekly.Where(h => h.Day == day.DayOfWeek).OrderBy(h => h.FromMinute))
            {
                var opens = Later(At(day, hours.FromMinute, zone), reached);
                var closes = Earlier(At(day, hours.UntilMinute, zone), until);
                if (closes <= opens)
                    continue;
                total += closes - opens;
                reached = closes;
            }
        }

        return total;
    }

    private static DateTimeOffset At(DateOnly day, int minute, TenantZone zone) => minute == 1_440
        ? zone.StartOfDay(day.AddDays(1))
        : zone.Resolve(day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute));

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
