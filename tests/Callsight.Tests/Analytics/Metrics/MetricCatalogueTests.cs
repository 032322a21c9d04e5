using System.Reflection;
using Callsight.Analytics.Metrics;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Metrics;

public sealed class MetricCatalogueTests
{
    /// <summary>What the contract promises of calls, leads, campaigns, availability and events.</summary>
    public static readonly TheoryData<string> Promised =
    [
        "calls_total", "calls_handled", "calls_missed", "calls_abandoned", "abandonment_rate", "service_level",
        "average_speed_of_answer", "average_call_time", "average_handle_time", "average_hold_time", "average_wrap_up_time",
        "occupancy", "transfer_rate", "resolution_rate", "customer_rating", "calls_per_hour", "available_time",
        "active_agents", "leads_generated", "leads_contacted", "leads_qualified", "leads_converted", "leads_lost",
        "conversion_rate", "lead_response_time", "time_to_convert", "total_revenue", "average_lead_value", "cost",
        "cost_per_lead", "cost_per_acquisition", "roi", "roas", "events_total", "unique_users",
    ];

    [Theory, MemberData(nameof(Promised))]
    public void A_promised_metric_is_found(string key) => MetricCatalogue.Find(key, "metrics[0]").Value.Key.ShouldBe(key);

    [Fact]
    public void Every_metric_is_proved_by_a_number_worked_out_by_hand()
    {
        var proved = typeof(MetricCatalogueTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttributes<ProvesAttribute>())
            .Select(proof => proof.Metric).ToHashSet();
        MetricCatalogue.All.Select(metric => metric.Key).Except(proved).ShouldBeEmpty();
        proved.Except(MetricCatalogue.All.Select(metric => metric.Key)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("call_total", "Did you mean calls_total?")]
    [InlineData("conversion-rate", "Did you mean conversion_rate?")]
    [InlineData("avg_handle_time", "average_handle_time")]
    [InlineData("Calls_Total", "Did you mean calls_total?")]
    [InlineData("zzz", "There is no metric \"zzz\". GET /analytics/metrics lists them.")]
    public void A_wrong_name_is_answered_with_those_like_it(string key, string advice)
    {
        var error = MetricCatalogue.Find(key, "metrics[3]").Problem!.Errors.ShouldHaveSingleItem();
        error.Field.ShouldBe("metrics[3]");
        error.Message.ShouldContain(advice);
    }

    [Fact]
    public void A_very_long_name_is_not_repeated_in_full() =>
        MetricCatalogue.Find(new string('x', 10_000), "metric").Problem!.Message.Length.ShouldBeLessThan(200);

    [Fact]
    public void Ratios_have_two_halves_and_others_one() => MetricCatalogue.All
        .Where(metric => metric.Kind is MetricKind.Ratio != (metric.Denominator is not null)).ShouldBeEmpty();

    [Fact]
    public void Every_metric_says_what_it_means_in_a_sentence() => MetricCatalogue.All
        .Where(metric => !metric.Description.EndsWith('.') || metric.Description.Length < 20).ShouldBeEmpty();
}
