using Callsight.Analytics.Compiling;
using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.Asked;

namespace Callsight.Tests.Analytics.Compiling;

/// <summary>Each step alone: none takes a connection, and none counts on another having run.</summary>
public sealed class StepTests
{
    private static readonly Filter ByStatus = new Filter.Test("status", FilterOperator.Eq, new FilterValue.Text("new"));

    [Fact]
    public void CheckMetrics_wants_one_to_forty()
    {
        var none = Query("cost") with { Metrics = [] };
        var many = Query("cost") with { Metrics = [.. Enumerable.Repeat(Query("cost").Metrics[0], 41)] };
        Errors(CheckMetrics.Apply(none)).ShouldBe(["metrics: Ask for 1 to 40 metrics."]);
        Errors(CheckMetrics.Apply(many)).ShouldBe(["metrics: Ask for 1 to 40 metrics."]);
        CheckMetrics.Apply(Query("cost")).Value.ShouldBe(Query("cost"));
    }

    [Fact]
    public void CheckDimensions_names_each_metric_that_lacks_one() =>
        Errors(CheckDimensions.Apply(Query("leads_generated, calls_total, roi", dimensions: ["agent", "source"]))).ShouldBe(
        [
            "dimensions[0]: roi has no dimension agent. It can be grouped by campaign.",
            "dimensions[1]: calls_total has no dimension source. It can be grouped by " +
            "agent, team, queue, campaign, lead, direction, status, outcome, external_id, rating, is_answered, is_resolved, " +
            "is_transferred, properties.NAME.",
            "dimensions[1]: roi has no dimension source. It can be grouped by campaign.",
        ]);

    [Theory]
    [InlineData("agent", "agent")]
    [InlineData("agent", "team", "queue", "campaign", "status")]
    public void CheckDimensions_wants_at_most_four_and_none_twice(params string[] dimensions) =>
        Errors(CheckDimensions.Apply(Query("calls_total", dimensions: dimensions)))
            .ShouldBe(["dimensions: Group by at most 4 different dimensions."]);

    [Theory]
    [InlineData("properties.")]
    [InlineData("properties.a\u0000b")]
    public void CheckDimensions_refuses_a_property_without_a_proper_name(string name) =>
        Errors(CheckDimensions.Apply(Query("calls_total", dimensions: name))).ShouldHaveSingleItem()
            .ShouldStartWith("dimensions[0]: calls_total has no dimension");

    [Theory]
    [InlineData("calls_total", "direction")]
    [InlineData("calls_total", "properties.topic")]
    [InlineData("roi", "campaign")]
    [InlineData("active_agents", "team")]
    [InlineData("events_total", "event_type")]
    [InlineData("leads_generated", "source")]
    public void CheckDimensions_lets_pass_what_a_metric_has(string metric, string dimension) =>
        CheckDimensions.Apply(Query(metric, dimensions: dimension)).IsSuccess.ShouldBeTrue();

    [Fact]
    public void CheckDimensions_offers_no_dimension_it_would_refuse()
    {
        foreach (var metric in Callsight.Analytics.Metrics.MetricCatalogue.All)
            foreach (var name in CheckDimensions.Names(metric).Select(n => n.Replace("NAME", "topic")))
                CheckDimensions.Apply(Query(metric.Key, dimensions: name)).IsSuccess.ShouldBeTrue($"{metric.Key} by {name}");
    }

    [Fact]
    public void CheckFilters_checks_against_every_fact_that_is_counted()
    {
        CheckFilters.Apply(Query("calls_total") with { Filter = ByStatus }).IsSuccess.ShouldBeTrue();
        var error = Errors(CheckFilters.Apply(Query("leads_converted, cost") with { Filter = ByStatus })).ShouldHaveSingleItem();
        error.ShouldStartWith("filter");
        error.ShouldEndWith("(Counting spend.)");
    }

    [Fact]
    public void CheckFilters_makes_relative_moments_instants_in_the_zone()
    {
        var since = new Filter.Test("created_at", FilterOperator.Gte, new FilterValue.Relative("today"));
        var query = Query("leads_generated", zone: "America/New_York", now: "2026-03-03 02:00") with { Filter = since };
        // Two in the morning in London is still 2 March in New York, which began at 05:00 UTC.
        CheckFilters.Apply(query).Value.Filter.ShouldBe(
            since with { Value = new FilterValue.Instant(Rows.At("05:00")) });
    }

    [Fact]
    public void CheckFilters_turns_other_names_of_a_field_into_its_own()
    {
        var filter = new Filter.Test("lead.status", FilterOperator.Eq, new FilterValue.Text("new"));
        CheckFilters.Apply(Query("leads_generated") with { Filter = filter }).Value.Filter.ShouldBe(ByStatus);
    }

    [Theory]
    [InlineData("2026-01-01", "2036-01-08", Interval.None, true)]
    [InlineData("2026-01-01", "2036-01-09", Interval.None, false)]
    [InlineData("2026-01-01", "2026-03-24", Interval.Hour, true)]
    [InlineData("2026-01-01", "2026-03-25", Interval.Hour, false)]
    [InlineData("2026-01-01", "2031-06-21", Interval.Day, true)]
    [InlineData("2026-01-01", "2031-06-22", Interval.Day, false)]
    public void CheckBuckets_refuses_what_nobody_can_read(string first, string last, Interval interval, bool passes) =>
        // 83 days of 24 hours and two to spare are 1,994 points, one day more are 2,018; 1,998 days and two are 2,000.
        CheckBuckets.Apply(Query("cost", first: first, last: last, interval: interval)).IsSuccess.ShouldBe(passes);

    [Theory]
    [InlineData(Interval.None, "cost", true)]
    [InlineData(Interval.Day, "timestamp", false)]
    public void ResolveOrder_sorts_series_by_time_and_groups_by_the_first_metric(Interval interval, string column, bool descending) =>
        ResolveOrder.Apply(Query("cost, roi", interval: interval)).Value.Order.ShouldBe(new QueryOrder(column, descending));

    [Theory]
    [InlineData("roi", Interval.None, true)]
    [InlineData("campaign", Interval.None, true)]
    [InlineData("timestamp", Interval.Day, true)]
    [InlineData("timestamp", Interval.None, false)]
    [InlineData("agent", Interval.Day, false)]
    public void ResolveOrder_takes_only_columns_of_the_answer(string column, Interval interval, bool passes)
    {
        var query = Query("cost, roi", interval: interval, dimensions: "campaign") with { Order = new QueryOrder(column, true) };
        var resolved = ResolveOrder.Apply(query);
        resolved.IsSuccess.ShouldBe(passes);
        if (!passes)
            Errors(resolved).ShouldHaveSingleItem().ShouldStartWith("order_by: The answer has no such column. Sort by cost, roi, campaign");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(1, true)]
    [InlineData(10_000, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(10_001, false)]
    public void CapRows_wants_a_page_of_a_sensible_size(int? limit, bool passes)
    {
        var capped = CapRows.Apply(Query("cost") with { Limit = limit });
        capped.IsSuccess.ShouldBe(passes);
        if (passes)
            capped.Value.Limit.ShouldBe(limit ?? 1_000);
    }

    [Fact]
    public void CapRows_refuses_a_page_before_the_first() =>
        Errors(CapRows.Apply(Query("cost") with { Offset = -1 })).ShouldHaveSingleItem().ShouldStartWith("cursor");

    [Fact]
    public void No_step_falls_over_a_question_that_another_would_refuse()
    {
        var wrong = Query("cost") with
        {
            Metrics = [],
            Dimensions = ["nothing", "nothing"],
            Filter = ByStatus,
            Order = null,
            Limit = -1,
            Offset = -1,
            Interval = Interval.Hour,
            Days = new DayRange(Day("1970-01-01"), Day("2199-12-31")),
        };
        foreach (var step in QueryCompiler.Steps)
            Should.NotThrow(() => step(wrong));
    }

    [Fact]
    public void Running_the_steps_twice_gives_the_same_question()
    {
        AnalyticsQuery[] questions =
        [
            Query("cost"),
            Query("calls_total, service_level", interval: Interval.Day, dimensions: ["agent", "properties.topic"]) with
            {
                Filter = new Filter.Any([ByStatus, new Filter.Test("call.started_at", FilterOperator.Lt, new FilterValue.Relative("-1d"))]),
                Compare = Compare.PreviousYear,
                Limit = 7,
                Offset = 14,
            },
            Query("active_agents", zone: "Australia/Lord_Howe") with { Order = new QueryOrder("active_agents", false) },
        ];
        foreach (var question in questions)
        {
            var once = QueryCompiler.Prepare(question).Value;
            QueryCompiler.Prepare(once).Value.ShouldBe(once);
            foreach (var step in QueryCompiler.Steps)
                step(once).Value.ShouldBe(once, step.Method.DeclaringType!.Name);
        }
    }

    private static IEnumerable<string> Errors(Result<AnalyticsQuery> result) =>
        result.Problem!.Errors.Select(e => $"{e.Field}: {e.Message}");
}
