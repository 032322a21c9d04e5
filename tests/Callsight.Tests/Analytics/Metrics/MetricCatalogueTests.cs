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
        "cost_per_lead", "cost_per_acquisition", "roi", "roas", "events_total", "unique_users", "first_contact_resolution",
        "tasks_created", "tasks_completed", "tasks_overdue", "messages_sent", "messages_delivered", "messages_opened",
        "messages_clicked",
    ];

    [Theory, MemberData(nameof(Promised))]
    public void A_promised_metric_is_found(string key) => MetricCatalogue.Find(key, "metrics[0]").Value.Key.ShouldBe(key);

    [Fact]
    public void A_proof_is_of_a_metric_that_is_there() => typeof(MetricCatalogueTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttributes<ProvesAttribute>())
        .Select(proof => proof.Metric).Except(MetricCatalogue.All.Select(metric => metric.Key)).ShouldBeEmpty();

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

    [Theory]
    [InlineData("service_level@30.0")]
    [InlineData("service_level@030")]
    [InlineData("service_level@-1")]
    [InlineData("service_level@604801")]
    [InlineData("service_level@1e3")]
    [InlineData("service_level@")]
    [InlineData("service_level@30@30")]
    [InlineData("service_level@v1")]
    [InlineData("nothing@30")]
    public void A_threshold_has_one_spelling(string name) =>
        MetricCatalogue.Find(name, "metrics[0]").Problem!.Errors.ShouldHaveSingleItem().Field.ShouldBe("metrics[0]");

    [Fact]
    public void A_metric_that_takes_no_threshold_says_which_do() => MetricCatalogue.Find("calls_total@30", "metrics[0]").Problem!
        .Errors.ShouldHaveSingleItem().Message.ShouldStartWith("calls_total takes no threshold. short_abandons, ");

    [Theory]
    [InlineData("service_level@0.5", "Service level, 0.5 s", "variant 1: ", "X = 0.5 s")]
    [InlineData("service_level_variant_5", "Service level, variant 5", "variant 5: ", "X = the queue's promise, S = 5 s")]
    [InlineData("abandonment_rate_without_short@10", "Abandonment rate without short abandons, 10 s", "short within 10 s", "")]
    public void The_formula_comes_with_the_metric(string name, string title, string begin, string end)
    {
        var metric = MetricCatalogue.Find(name, "metric").Value;
        (metric.Key, metric.Title).ShouldBe((name, title));
        metric.Variant.ShouldStartWith(begin);
        metric.Variant.ShouldEndWith(end);
    }

    [Fact]
    public void A_tenant_chooses_the_service_level_and_its_limits()
    {
        var settings = new MetricSettings { ServiceLevelVariant = 6, ShortAbandonSeconds = 3, RepeatWindowDays = 30 };
        MetricCatalogue.Find("service_level@20", "m", settings).Value.Variant.ShouldBe(
            "variant 6: answered within X / (answered + abandoned - abandoned within S), X = 20 s, S = 3 s");
        MetricCatalogue.Find("service_level_variant_1", "m", settings).Value.Variant.ShouldStartWith("variant 1");
        MetricCatalogue.Find("first_contact_resolution", "m", settings).Value.Variant.ShouldBe("gross, repeat window 30 d");
        MetricCatalogue.For(settings).Select(m => m.Key).ShouldBe(MetricCatalogue.All.Select(m => m.Key));
        MetricCatalogue.For(settings).Single(m => m.Key == "short_abandons").Variant.ShouldBe("short within 3 s");
    }

    [Fact]
    public void Ratios_have_two_halves_and_sums_one() => MetricCatalogue.All
        .Where(metric => metric.Kind is not MetricKind.Whole && metric.Kind is MetricKind.Ratio != (metric.Denominator is not null))
        .ShouldBeEmpty();

    [Fact]
    public void Every_metric_says_what_it_means_in_a_sentence() => MetricCatalogue.All
        .Where(metric => !metric.Description.EndsWith('.') || metric.Description.Length < 20).ShouldBeEmpty();
}
