using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

public sealed class LeadMetricTests
{
    private static readonly CatalogueEvent[] Leads =
    [
        Rows.Lead("09:00", contacted: "09:05", qualified: "10:00", converted: "12:00", value: 250.25m),
        Rows.Lead("10:00", contacted: "10:01", lost: "11:00", value: 1_000m),
        Rows.Lead("11:00"),
        Rows.Lead("23:59:59", contacted: "03-03 00:00", qualified: "03-03 00:00", converted: "03-03 00:00", value: 70m),
        Rows.Lead("02-27 09:00", contacted: "00:00", qualified: "13:00", converted: "14:00", value: 100m),
        Rows.Lead("02-27 10:00", converted: "15:00"),
        Rows.Lead("03-03 08:00", lost: "08:00", converted: "07:00", value: 50m),
    ];

    [Theory, EveryEngine, Proves("leads_generated")]
    public async Task Leads_count_where_they_are_created(string engine) =>
        // 09:00, 10:00, 11:00 and the last second of the day.
        (await Asked.TotalAsync(engine, "leads_generated", Leads)).ShouldBe(new Figure(4, 4, null));

    [Theory, EveryEngine, Proves("leads_contacted")]
    public async Task Contacts_count_where_they_happen(string engine) =>
        // 09:05, 10:01 and, of the lead of February, 00:00.
        (await Asked.TotalAsync(engine, "leads_contacted", Leads)).ShouldBe(new Figure(3, 3, null));

    [Theory, EveryEngine, Proves("leads_qualified")]
    public async Task Qualifications_count_where_they_happen(string engine) =>
        // 10:00 and 13:00.
        (await Asked.TotalAsync(engine, "leads_qualified", Leads)).ShouldBe(new Figure(2, 2, null));

    [Theory, EveryEngine, Proves("leads_converted")]
    public async Task Conversions_count_where_they_happen(string engine) =>
        // 12:00, 14:00, 15:00 and 07:00, which is dated before its lead was created and is a conversion all the same.
        (await Asked.TotalAsync(engine, "leads_converted", Leads)).ShouldBe(new Figure(4, 4, null));

    [Theory, EveryEngine, Proves("leads_lost")]
    public async Task Losses_count_where_they_happen(string engine) =>
        // 11:00 and 08:00.
        (await Asked.TotalAsync(engine, "leads_lost", Leads)).ShouldBe(new Figure(2, 2, null));

    [Theory, EveryEngine, Proves("conversion_rate")]
    public async Task The_rate_of_a_period_is_conversions_by_creations(string engine) =>
        // 4 converted / 4 created = 100 %, though not the same leads.
        (await Asked.TotalAsync(engine, "conversion_rate", Leads)).ShouldBe(new Figure(100, 4, 4));

    [Theory, EveryEngine, Proves("conversion_rate")]
    public async Task A_day_without_new_leads_has_no_rate(string engine) =>
        (await Asked.TotalAsync(engine, "conversion_rate", [Rows.Lead("02-27 09:00", converted: "14:00")]))
            .ShouldBe(new Figure(null, 1, 0));

    [Theory, EveryEngine, Proves("lead_response_time")]
    public async Task Response_time_goes_from_creation_to_first_contact(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "lead_response_time",
        [
            Rows.Lead("09:00", contacted: "09:05"),
            Rows.Lead("03-01 09:00", contacted: "09:00:30"),
            Rows.Lead("10:00", contacted: "10:00"),
            Rows.Lead("11:00", contacted: "10:59"),
            Rows.Lead("12:00"),
        ]);
        // (300 + 86,430 + 0) / 3 = 28,910; a contact dated before the lead is left out, and so is a lead without one.
        figure.ShouldBe(new Figure(28_910, 86_730, 3));
    }

    [Theory, EveryEngine, Proves("time_to_convert")]
    public async Task A_conversion_dated_before_its_lead_has_no_duration(string engine)
    {
        var figure = await Asked.TotalAsync(engine, "time_to_convert",
        [
            Rows.Lead("09:00", converted: "10:00"),
            Rows.Lead("09:00", converted: "09:00:00.5"),
            Rows.Lead("03-03 08:00", converted: "07:00"),
        ]);
        // (3,600 + 0.5) / 2 = 1,800.25.
        figure.ShouldBe(new Figure(1_800.25m, 3_600.5m, 2));
    }

    [Theory, EveryEngine, Proves("time_to_convert"), Proves("lead_response_time"), Proves("average_lead_value")]
    public async Task Without_conversions_and_contacts_there_are_no_averages(string engine)
    {
        CatalogueEvent[] rows = [Rows.Lead("09:00", value: 10)];
        foreach (var metric in new[] { "time_to_convert", "lead_response_time", "average_lead_value" })
            (await Asked.TotalAsync(engine, metric, rows)).ShouldBe(new Figure(null, 0, 0), metric);
    }

    [Theory, EveryEngine, Proves("total_revenue"), Proves("average_lead_value")]
    public async Task Revenue_is_the_value_of_leads_converted_in_the_period(string engine)
    {
        // 250.25 + 100 + nothing + 50; the lost one's thousand and what is converted tomorrow are no revenue of the day.
        (await Asked.TotalAsync(engine, "total_revenue", Leads)).ShouldBe(new Figure(400.25m, 400.25m, null));
        // By all 4 converted leads, also the one nobody gave a value.
        (await Asked.TotalAsync(engine, "average_lead_value", Leads)).ShouldBe(new Figure(100.0625m, 400.25m, 4));
    }

    [Theory, EveryEngine, Proves("total_revenue")]
    public async Task Sums_may_be_larger_than_any_single_amount(string engine)
    {
        const decimal most = 99_999_999_999_999.9999m;
        // The most a lead can be worth, three times.
        (await Asked.TotalAsync(engine, "total_revenue",
            [.. Enumerable.Range(0, 3).Select(_ => Rows.Lead("09:00", converted: "10:00", value: most))]))
            .Value.ShouldBe(299_999_999_999_999.9997m);
    }
}
