namespace Callsight.Core;

/// <summary>Hours of the wall clock on some weekdays, such as Monday to Friday from 9 to 17.</summary>
/// <param name="Days">The weekdays on which it begins.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; at or before the beginning means on the next day, so that equal times are a whole day.</param>
/// <remarks>Read from the clock on the wall: where it is turned back, the hour that comes twice counts both times.</remarks>
public sealed record TimeWindow(EquatableList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>Whether the clock on the wall, at this local time, shows an hour of the window.</summary>
    public bool Contains(DateTime local)
    {
        var time = TimeOnly.FromDateTime(local);
        return From < To
            ? Days.Contains(local.DayOfWeek) && time >= From && time < To
            : (Days.Contains(local.DayOfWeek) && time >= From) || (Days.Contains(local.AddDays(-1).DayOfWeek) && time < To);
    }

    /// <summary>The stretches of a range that lie in any of the windows, in order and without overlap.</summary>
    public static IReadOnlyList<TimeRange> Cut(TimeRange range, IReadOnlyList<TimeWindow> windows, TenantZone zone)
    {
        var stretches = new List<TimeRange>();
        foreach (var (piece, offset) in zone.OffsetPieces(range))
        {
            var (start, end) = ((piece.Start + offset).UtcDateTime, (piece.End + offset).UtcDateTime);
            for (var day = DateOnly.FromDateTime(start).AddDays(-1); day <= DateOnly.FromDateTime(end); day = day.AddDays(1))
                foreach (var window in windows.Where(w => w.Days.Contains(day.DayOfWeek)))
                {
                    var from = day.ToDateTime(window.From);
                    var to = day.AddDays(window.From < window.To ? 0 : 1).ToDateTime(window.To);
                    var (first, last) = (from > start ? from : start, to < end ? to : end);
                    if (first < last)
                        stretches.Add(new TimeRange(
                            new DateTimeOffset(first, TimeSpan.Zero) - offset, new DateTimeOffset(last, TimeSpan.Zero) - offset));
                }
        }

        return Together(stretches);
    }

    private static List<TimeRange> Together(List<TimeRange> stretches)
    {
        var together = new List<TimeRange>();
        foreach (var stretch in stretches.OrderBy(s => s.Start))
            if (together is [.., var last] && stretch.Start <= last.End)
                together[^1] = new TimeRange(last.Start, stretch.End > last.End ? stretch.End : last.End);
            else
                together.Add(stretch);
        return together;
    }
}
