using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Callsight.Analytics.Store;

namespace Callsight.App.Http;

/// <summary>Places in lists of events as the texts that clients hand back.</summary>
internal static class EventCursors
{
    private const long LastTick = 3_155_378_975_999_999_999;

    public static string? Write(EventCursor? cursor) => cursor is { } place
        ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{place.OccurredAt.UtcTicks}.{place.Sequence}")))
        : null;

    public static Result<EventCursor?> Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (EventCursor?)null;
        if (text.Length <= 60 && Base64Url.IsValid(text)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.') is [var ticks, var sequence]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= LastTick
            && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return (EventCursor?)new EventCursor(new DateTimeOffset(at, TimeSpan.Zero), number);
        }

        return Problem.InvalidField("cursor", "This is not a cursor of this list. Pass the next_cursor of a page unchanged.");
    }
}
