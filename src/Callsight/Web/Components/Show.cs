using System.Globalization;
using System.Text.Json.Nodes;
using Callsight.App.Reporting;
using Callsight.Core;

namespace Callsight.Web.Components;

/// <summary>How figures and times are written for a tenant.</summary>
public sealed class Show(string zoneName, string currency)
{
    private static readonly CultureInfo Words = CultureInfo.InvariantCulture;

    private readonly TenantZone zone = TenantZone.Find(zoneName).TryGet(out var known, out _) ? known : TenantZone.Find("UTC").Value;

    public string Zone => zoneName;

    public string Currency => currency;

    /// <summary>A figure with its unit; a dash where there is none.</summary>
    public string Figure(decimal? value, string unit) => value is not { } v ? "–" : unit switch
    {
        "count" => Number(v, 0),
        "seconds" => Duration(v),
        "percent" => Number(v, Math.Abs(v) >= 100 ? 0 : 1) + " %",
        "money" => Money(v),
        "rating" => v.ToString("0.00", Words),
        "per_hour" => Number(v, 1) + " /h",
        "score" => Number(v, 0),
        _ => Number(v, 2),
    };

    /// <summary>A large figure in few characters, for axes and cards.</summary>
    public string Short(decimal? value, string unit) => value is { } v && unit is "count" or "money" && Math.Abs(value.Value) >= 100_000
        ? (unit == "money" ? Symbol : "") + (Math.Abs(v) >= 1_000_000 ? Number(v / 1_000_000, 2) + "M" : Number(v / 1_000, 1) + "k")
        : Figure(value, unit);

    public string Money(decimal value) => (value < 0 ? "−" : "") + Symbol + Number(Math.Abs(value), Math.Abs(value) >= 1_000 ? 0 : 2);

    /// <summary>A length of time as people say it.</summary>
    public static string Duration(decimal seconds)
    {
        var sign = seconds < 0 ? "−" : "";
        var s = Math.Abs(seconds);
        if (s < 10 && s != Math.Truncate(s))
            return sign + s.ToString("0.0", Words) + " s";
        var whole = (long)Math.Round(s);
        return sign + (whole < 60 ? $"{whole} s"
            : whole < 3_600 ? $"{whole / 60}m {whole % 60:00}s"
            : whole < 172_800 ? $"{whole / 3_600}h {whole / 60 % 60:00}m"
            : Number(s / 3_600, 0) + " h");
    }

    public string Moment(DateTimeOffset? at) => at is { } t ? zone.ToLocal(t).ToString("d MMM yyyy, HH:mm", Words) : "–";

    /// <summary>How long ago up to a day, the date after that.</summary>
    public string Ago(DateTimeOffset? at, DateTimeOffset now) => at is not { } t ? "–" : (now - t) switch
    {
        { TotalSeconds: < 60 and >= 0 } => "just now",
        { TotalMinutes: < 60 and >= 0 } d => $"{(int)d.TotalMinutes} min ago",
        { TotalHours: < 24 and >= 0 } d => $"{(int)d.TotalHours} h ago",
        _ => Moment(t),
    };

    /// <summary>The start of an interval as axes have it. The API gives it with the zone's own offset.</summary>
    public static string Bucket(DateTimeOffset at, string interval) => interval switch
    {
        "hour" => at.ToString("HH:mm", Words),
        "month" => at.ToString("MMM yyyy", Words),
        "year" => at.ToString("yyyy", Words),
        "quarter" => $"Q{((at.Month - 1) / 3) + 1} {at.Year}",
        _ => at.ToString("d MMM", Words),
    };

    /// <summary>A word of the API as a person reads it: <c>in_progress</c> is "In progress".</summary>
    public static string Word(string? word) => string.IsNullOrEmpty(word) ? "–"
        : char.ToUpperInvariant(word[0]) + word[1..].Replace('_', ' ');

    /// <summary>A word of the product as a person reads it: <c>InProgress</c> is "In progress".</summary>
    public static string Word<T>(T word) where T : struct, Enum => Word(Key(word));

    /// <summary>A word of the product as the API writes it.</summary>
    public static string Key<T>(T word) where T : struct, Enum => App.Data.SnakeCase.Of(word.ToString());

    private string Symbol => currency switch
    {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        _ => currency + " ",
    };

    private static string Number(decimal value, int decimals)
    {
        var digits = decimals == 0 ? "#,0" : "#,0." + new string('0', decimals);
        return value.ToString($"{digits};−{digits}", Words);
    }
}

/// <summary>Reads the free rows of answers.</summary>
public static class RowReading
{
    public static decimal? Number(this JsonObject? row, string name) =>
        row?[name] is JsonValue value && value.TryGetValue<decimal>(out var number) ? number : null;

    public static string? Text(this JsonObject? row, string name) => row?[name]?.ToString();

    public static bool Is(this JsonObject? row, string name) =>
        row?[name] is JsonValue value && value.TryGetValue<bool>(out var yes) && yes;

    /// <summary>The answer without intervals that have not begun: they are no figures yet, not zero.</summary>
    public static QueryResponse UpTo(this QueryResponse answer, DateTimeOffset now) => answer.Columns.Any(c => c.Name == "timestamp")
        ? answer with { Rows = [.. answer.Rows.Where(row => row.At() <= now)] }
        : answer;

    public static DateTimeOffset At(this JsonObject row, string name = "timestamp") =>
        DateTimeOffset.Parse(row[name]!.ToString(), CultureInfo.InvariantCulture);

    /// <summary>The halves of a ratio, where the row has them.</summary>
    public static (decimal? Numerator, decimal? Denominator) Halves(this JsonObject? row, string metric) =>
        row?["halves"] is JsonObject halves && halves[metric] is JsonObject half
            ? (half.Number("numerator"), half.Number("denominator"))
            : (null, null);

    /// <summary>The halves of a ratio in words: "412 of 480"; null where the row has none.</summary>
    public static string? HalvesWords(this JsonObject? row, string metric) =>
        row.Halves(metric) is (var above, { } below) ? HalvesWords(above, below) : null;

    public static string? HalvesWords(decimal? numerator, decimal? denominator) => denominator is { } below
        ? $"{numerator?.ToString("#,0.##", CultureInfo.InvariantCulture) ?? "–"} of "
            + below.ToString("#,0.##", CultureInfo.InvariantCulture)
        : null;
}
