using System.Collections.Concurrent;

namespace Callsight.Core;

/// <summary>When a zone changes its offset from UTC, found once per year and kept.</summary>
/// <remarks>
/// The rules inside <see cref="TimeZoneInfo"/> have many shapes, so the changes are found by asking for the offset:
/// twice a day, and halving wherever the answer differs. A change that is taken back within twelve hours would be missed;
/// no zone ever did that.
/// </remarks>
internal sealed class OffsetChanges(TimeZoneInfo zone)
{
    private static readonly TimeSpan Step = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<int, Change[]> years = new();

    /// <summary>The offset at an instant.</summary>
    public TimeSpan OffsetAt(DateTime utc) => zone.GetUtcOffset(utc);

    /// <summary>The range, cut at every change.</summary>
    public List<OffsetPiece> Pieces(TimeRange range)
    {
        var pieces = new List<OffsetPiece>();
        if (range.Length == TimeSpan.Zero)
            return pieces;

        var (start, offset) = (range.Start, OffsetAt(range.Start.UtcDateTime));
        for (var year = range.Start.Year; year <= range.End.Year; year++)
        {
            foreach (var change in years.GetOrAdd(year, Find))
            {
                if (change.At <= start)
                    continue;
                if (change.At >= range.End)
                    break;
                pieces.Add(new OffsetPiece(new TimeRange(start, change.At), offset));
                (start, offset) = (change.At, change.Offset);
            }
        }

        pieces.Add(new OffsetPiece(new TimeRange(start, range.End), offset));
        return pieces;
    }

    private Change[] Find(int year)
    {
        var found = new List<Change>();
        var before = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        // A change at the very first instant of the year is seen from the last moment of the year before.
        if (year > 1)
            before = before.AddTicks(-1);
        var end = year == 9999 ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc) : before.AddTicks(1).AddYears(1).AddTicks(-1);
        var offset = OffsetAt(before);
        while (before < end)
        {
            var after = end - before > Step ? before + Step : end;
            if (OffsetAt(after) is var next && next != offset)
            {
                found.Add(new Change(FirstWithout(offset, before, after), next));
                offset = next;
            }

            before = after;
        }

        return [.. found];
    }

    private DateTimeOffset FirstWithout(TimeSpan offset, DateTime before, DateTime after)
    {
        while ((after - before).Ticks > 1)
        {
            var middle = before + ((after - before) / 2);
            if (OffsetAt(middle) == offset)
                before = middle;
            else
                after = middle;
        }

        return new DateTimeOffset(after);
    }

    private readonly record struct Change(DateTimeOffset At, TimeSpan Offset);
}
