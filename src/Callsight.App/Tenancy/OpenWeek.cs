using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Callsight.App.Http;

namespace Callsight.App.Tenancy;

/// <summary>A stretch of a weekday in local time, as <c>{"day":"monday","from":"09:00","until":"17:30"}</c>; <c>24:00</c> ends the day.</summary>
public sealed record OpenSpan(
    [property: Required] DayOfWeek? Day, [property: Required, RegularExpression(OpenSpan.Clock), MaxLength(5)] string From,
    [property: Required, RegularExpression(OpenSpan.Clock), MaxLength(5)] string Until) : IValidated
{
    public const string Clock = "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$";

    internal OpenHours ToHours() => new(Day!.Value, Minute(From), Minute(Until));

    private static int Minute(string clock) =>
        (int.Parse(clock[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(clock[3..], CultureInfo.InvariantCulture);
}

/// <summary>When a tenant is open, the same each week but for holidays. Nothing weekly: no business hours.</summary>
public sealed record OpenWeek(
    [property: Required, MaxLength(100)] IReadOnlyList<OpenSpan> Weekly, [property: MaxLength(400)] IReadOnlyList<DateOnly>? Holidays)
    : IValidated
{
    /// <summary>What is wrong with it; null where nothing is.</summary>
    internal FieldError? Fault() => Weekly.Index().Where(span => span.Item.ToHours() is var hours && hours.FromMinute >= hours.UntilMinute)
        .Select(span => new FieldError($"business_hours.weekly[{span.Index}].until", "Closing time comes after opening time."))
        .FirstOrDefault();

    internal BusinessHours ToHours() => new([.. Weekly.Select(span => span.ToHours())], [.. Holidays ?? []]);

    internal string? Write() => Weekly.Count == 0 ? null : JsonSerializer.Serialize(this, JsonShape.Api);

    internal static OpenWeek? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<OpenWeek>(json, JsonShape.Api);
}
