using System.Net;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Reporting;

[AlsoOnPostgres]
public sealed class TrendTests
{
    private const string Day = "start_date=2026-01-31&end_date=2026-02-01";

    [Fact]
    public async Task Series_of_groups_have_a_point_for_every_interval_and_add_up_to_the_whole()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        await RecordAsync(owner, 3, i => i == 0 ? "a" : "b");
        var trend = (await owner.GetAsync($"/analytics/trends?metric=events_total&{Day}&group_by=properties.page")).ShouldBe(HttpStatusCode.OK);
        trend["points"].EnumerateArray().Select(p => p.GetProperty("value").GetInt32()).ShouldBe([3, 0]);
        trend["series"].EnumerateArray().Select(s => (s.GetProperty("name").GetString(),
                string.Join(',', s.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("value").GetInt32()))))
            .ShouldBe([("b", "2,0"), ("a", "1,0")]);
    }

    /// <summary>Rows beyond the limit would otherwise stand there as zeros.</summary>
    [Fact]
    public async Task More_rows_than_an_answer_holds_are_refused_instead_of_cut()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        for (var batch = 0; batch < 3; batch++)
            await RecordAsync(owner, 3_500, i => $"{batch}-{i}");
        (await owner.GetAsync($"/analytics/trends?metric=events_total&{Day}&group_by=properties.page"))
            .ShouldBe(HttpStatusCode.UnprocessableEntity, "query.too_many_rows");
        (await owner.GetAsync($"/analytics/trends?metric=events_total&{Day}")).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task RecordAsync(ApiClient owner, int count, Func<int, string> page) =>
        (await owner.PostAsync("/analytics/events", new
        {
            events = Enumerable.Range(0, count)
                .Select(i => new { type = "page_viewed", occurred_at = "2026-01-31T10:00:00Z", properties = new { page = page(i) } }),
        })).ShouldBe(HttpStatusCode.Accepted);
}
