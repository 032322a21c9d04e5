namespace Callsight.Web.Components;

/// <summary>Ranges of days that go along with the calendar, as the API names them.</summary>
public static class Periods
{
    public static readonly IReadOnlyList<string> Names =
    [
        "today", "yesterday", "last_7_days", "last_14_days", "last_28_days", "last_30_days", "last_90_days", "this_week", "last_week",
        "this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year",
    ];
}
