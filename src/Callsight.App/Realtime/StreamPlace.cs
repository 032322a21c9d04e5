using System.Globalization;
using System.Security.Cryptography;
using Callsight.App.EventLog;

namespace Callsight.App.Realtime;

/// <summary>How far a client has got. Both parts are to be handed back as they came.</summary>
/// <param name="Epoch">Which log: another one after its data was replaced by other data.</param>
/// <param name="Position">Where in it.</param>
public sealed record StreamPlace(string Epoch, string Position)
{
    /// <summary>As the id of a server-sent event.</summary>
    public override string ToString() => $"{Epoch}-{Position}";

    internal static StreamPlace? Parse(string? id) =>
        id?.Split('-') is [{ Length: > 0 and < 60 } epoch, { Length: > 0 and < 100 } position] ? new StreamPlace(epoch, position) : null;
}

/// <summary>Writes places of the log for clients, and reads them back.</summary>
/// <remarks>
/// A position carries a trace of the event that stands there. So a place of a log that was since replaced by an older copy is
/// recognised, although the copy grew beyond it: whoever resumes there would miss what the copy has instead.
/// </remarks>
internal static class Places
{
    private const string Empty = "0";

    public static string EpochOf(LogMark first) => first == LogMark.Start ? Empty : Trace(first.EventId);

    public static StreamPlace Write(string epoch, LogMark mark)
    {
        var trace = mark == LogMark.Start ? "0" : Trace(mark.EventId);
        var (transaction, position) = (mark.Position.Transaction, mark.Position.Position);
        return new StreamPlace(epoch, transaction == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{position}.{trace}")
            : string.Create(CultureInfo.InvariantCulture, $"{transaction}.{position}.{trace}"));
    }

    /// <summary>The place in the log, and what stands there; null where this is no place of the log.</summary>
    public static async Task<LogMark?> ReadAsync(ILogFeed feed, string epoch, StreamPlace place, CancellationToken ct)
    {
        var parts = place.Position.Split('.');
        if (parts.Length is not (2 or 3) || !TryNumber(parts[^2], out var position))
            return null;
        long transaction = 0;
        if (parts.Length == 3 && !TryNumber(parts[0], out transaction))
            return null;
        // "0" was told while the log was empty, or nothing in it was settled yet; what stands at the position shows which log it was.
        var isOurs = place.Epoch == epoch || place.Epoch == Empty;
        var at = new LogPosition(transaction, position);
        if (at == LogPosition.Start)
            return isOurs ? LogMark.Start : null;
        return isOurs && await feed.AtAsync(at, ct) is { } mark && Trace(mark.EventId) == parts[^1] ? mark : null;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Trace(Guid id) => Convert.ToHexStringLower(SHA256.HashData(id.ToByteArray()).AsSpan(0, 4));
}
