using Callsight.Web.Api;

namespace Callsight.Tests.Web;

/// <summary>The days a page looks at come from its address and the tenant's own clock.</summary>
public sealed class DaySpanTests
{
    private static readonly DateTimeOffset LateInLondon = new(2026, 11, 25, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Today_is_the_tenants_today() =>
        DaySpan.Read(null, null, null, LateInLondon, "Australia/Sydney").Today.ShouldBe(new DateOnly(2026, 11, 26));

    [Fact]
    public void Without_an_address_the_last_four_whole_weeks_are_shown_against_the_four_before()
    {
        var span = DaySpan.Read(null, null, null, LateInLondon, "UTC");
        span.Query.ShouldBe("start_date=2026-10-28&end_date=2026-11-24");
        span.Compared!.Query.ShouldBe("start_date=2026-09-30&end_date=2026-10-27");
        span.Days.ShouldBe(28);
    }

    [Theory]
    [InlineData("2026-02-30", "2026-03-01")]
    [InlineData("2026-03-02", "2026-03-01")]
    [InlineData("yesterday", "2026-03-01")]
    [InlineData("2026-03-01", null)]
    public void An_address_that_makes_no_sense_is_not_followed(string? from, string? to) =>
        DaySpan.Read(from, to, null, LateInLondon, "UTC").Days.ShouldBe(DaySpan.DefaultDays);

    [Fact]
    public void An_address_says_its_days_and_comparison_back() =>
        DaySpan.Read("2026-03-01", "2026-03-31", "previous_year", LateInLondon, "UTC").PageQuery
            .ShouldBe("from=2026-03-01&to=2026-03-31&compare=previous_year");
}
