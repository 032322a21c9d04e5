using System.ComponentModel.DataAnnotations;

namespace Callsight.App.Reporting;

/// <summary>Hours of the wall clock: from 09:00 to 17:00 on weekdays. At or before its beginning, the end is on the next day.</summary>
/// <param name="Days">Weekdays on which it begins, as <c>monday</c>; all where not said.</param>
public sealed record WindowRequest(IReadOnlyList<DayOfWeek>? Days, [property: Required] TimeOnly? From, [property: Required] TimeOnly? To);

internal static class Windows
{
    private const int Most = 14;

    public static Result<EquatableList<TimeWindow>> Read(IReadOnlyList<WindowRequest>? windows)
    {
        if (windows is null)
            return new EquatableList<TimeWindow>([]);
        if (windows.Count is 0 or > Most || windows.Any(w => w is null || w.From is null || w.To is null))
            return Problem.InvalidField("windows", $"Name 1 to {Most} windows, each with from and to such as 09:00 and 17:30.");
        return windows.Select(w => new TimeWindow(
            (w.Days is { Count: > 0 } days ? days : Enum.GetValues<DayOfWeek>()).Distinct().Order().ToEquatableList(),
            w.From!.Value, w.To!.Value)).ToEquatableList();
    }
}
