using System.Net;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Ingestion;

public sealed class RecordEventsTests
{
    private static readonly object One = new { events = new[] { new { type = "page_viewed", user_id = "u1" } } };
    private static readonly object Other = new { events = new[] { new { type = "page_viewed", user_id = "u2" } } };

    [Fact]
    public async Task A_batch_repeated_under_its_key_counts_once_and_another_under_the_same_key_is_not_lost()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var key = ("Idempotency-Key", "batch-1");
        Receipt(await owner.PostAsync("/analytics/events", One, key)).ShouldBe((1, 0));
        Receipt(await owner.PostAsync("/analytics/events", One, key)).ShouldBe((0, 1));
        Receipt(await owner.PostAsync("/analytics/events", Other, key)).ShouldBe((1, 0));
        (await owner.GetAsync("/analytics/events")).Rows.Select(e => e.GetProperty("user_id").GetString())
            .ShouldBe(["u1", "u2"], ignoreOrder: true);
    }

    private static (int, int) Receipt(ApiAnswer answer)
    {
        answer.ShouldBe(HttpStatusCode.Accepted);
        return (answer["accepted"].GetInt32(), answer["duplicates"].GetInt32());
    }
}
