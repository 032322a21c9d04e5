using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

public sealed class EventMetricTests
{
    private static readonly CatalogueEvent[] Events =
    [
        Rows.Event("page_viewed", "00:00", user: "ann"),
        Rows.Event("page_viewed", "23:59:59", user: "bob"),
        Rows.Event("form_sent", "12:00", user: "ann"),
        Rows.Event("page_viewed", "12:00"),
        Rows.Event("page_viewed", "03-01 23:59:59", user: "eve"),
        Rows.Event("page_viewed", "03-03 00:00", user: "eve"),
    ];

    [Theory, EveryEngine, Proves("events_total")]
    public async Task Events_count_where_they_happened(string engine) =>
        // Four inside, one before, one after.
        (await Asked.TotalAsync(engine, "events_total", Events)).ShouldBe(new Figure(4, 4, null));

    [Theory, EveryEngine, Proves("unique_users")]
    public async Task A_user_counts_once(string engine) =>
        // Ann twice and Bob; an event without a user is nobody's.
        (await Asked.TotalAsync(engine, "unique_users", Events)).ShouldBe(new Figure(2, 2, null));
}
