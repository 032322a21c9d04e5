using System.Globalization;
using System.Text.Json.Nodes;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Funnels;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.App.Data;
using Callsight.App.Tenancy;

namespace Callsight.App.Reporting.Reports;

/// <summary>Makes reports. Every figure is asked of the planner, so it is the one the API gives.</summary>
internal sealed class ReportBuilder(
    Questions questions, FunnelRunner funnels, FindInsights insights, ITenantSettings settings, TimeProvider clock)
{
    /// <summary>As many lines or bars as a chart can tell apart.</summary>
    private const int MostLines = 6;
    private const int MostBars = 12;

    /// <summary>What would stand in it, or why it cannot be made: what can be known before anything is asked.</summary>
    public async Task<Result<ReportPlan>> CheckAsync(ReportSpec spec, CancellationToken ct)
    {
        if (!ReportPlan.Of(spec).TryGet(out var plan, out var problem))
            return problem;
        var filter = Core.Filter.Everything;
        if (spec.Filters is { } json && !FilterParser.Parse(json, "filters").TryGet(out filter, out problem))
            return problem;
        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        List<(IReadOnlyList<string> Metrics, IReadOnlyList<string> Dimensions, string Blamed)> parts =
        [
            (plan.Summary, [], "metrics"),
            .. plan.Charts.Select((c, i) => (c.Metrics, (IReadOnlyList<string>)(c.Dimension is null ? [] : [c.Dimension]), $"charts[{i}]")),
            .. plan.Tables.Select(t => (t.Metrics, t.Dimensions, "dimensions")),
        ];
        foreach (var (metrics, dimensions, blamed) in parts)
        {
            var made = await questions.MakeAsync(metrics, spec.Days?.Start ?? day, spec.Days?.End ?? day, spec.TimeZone, ct);
            if (!made.Then(q => QueryCompiler.Prepare(q with { Filter = filter, Dimensions = [.. dimensions] })).TryGet(out _, out problem))
                return blamed.StartsWith("charts", StringComparison.Ordinal) && problem.Errors.Count > 0
                    ? Problem.InvalidField(blamed, problem.Errors[0].Message) : InWordsOfReports(problem);
        }

        return plan;
    }

    /// <param name="progress">Is told the share that is done, 0 to 1.</param>
    public async Task<Result<ReportDocument>> BuildAsync(ReportSpec spec, Guid? id, Func<double, Task>? progress, CancellationToken ct)
    {
        if (!ReportPlan.Of(spec).TryGet(out var plan, out var problem))
            return problem;
        var filter = Core.Filter.Everything;
        if (spec.Filters is { } json && !FilterParser.Parse(json, "filters").TryGet(out filter, out problem))
            return problem;
        var (start, end) = (spec.Days?.Start, spec.Days?.End);
        if (!(await questions.MakeAsync(plan.Summary, start, end, spec.TimeZone, ct)).TryGet(out var query, out problem)
            || !(await questions.AskAsync(query with { Filter = filter, Compare = spec.Compare }, ct)).TryGet(out var whole, out problem))
            return InWordsOfReports(problem);
        var frame = new Frame(whole.Query with { Compare = Compare.None }, spec.TimeZone);
        var blocks = new List<ReportBlock> { new("Figures", Figures: Figures(whole)) };
        var (done, all) = (1, 2 + plan.Charts.Count + plan.Tables.Count);
        foreach (var chart in plan.Charts)
        {
            await SayAsync();
            if (!(await ChartAsync(chart, frame, ct)).TryGet(out var block, out problem))
                return InWordsOfReports(problem);
            blocks.Add(block);
        }

        if (plan.WithFunnel && spec.Filters is null)
            blocks.AddRange(await FunnelAsync(frame, ct));
        foreach (var table in plan.Tables)
        {
            await SayAsync();
            if (!(await TableAsync(table, frame, ct)).TryGet(out var block, out problem))
                return InWordsOfReports(problem);
            blocks.Add(block);
        }

        await SayAsync();
        if (await insights.FindAsync(InsightScope.Of(spec.Type, frame.Query), ct) is { Count: > 0 } found)
            blocks.Insert(1, new ReportBlock("What stands out", Insights: found));
        var tenant = await settings.GetAsync(ct);
        return new ReportDocument(id, spec.Type, spec.Title ?? plan.Title, tenant.Name, frame.Query.Zone.Id, tenant.Currency,
            frame.Query.Days.First, frame.Query.Days.Last, clock.GetUtcNow(), whole.IsProvisional, blocks);

        Task SayAsync() => progress?.Invoke((double)done++ / all) ?? Task.CompletedTask;
    }

    /// <summary>A question of the report's days, zone and filter.</summary>
    private sealed record Frame(AnalyticsQuery Query, string? ZoneName)
    {
        /// <summary>So many points that a line is neither a stroke nor a thicket.</summary>
        public Interval Interval => Query.Days.Days switch
        {
            <= 2 => Interval.Hour,
            <= 62 => Interval.Day,
            <= 400 => Interval.Week,
            _ => Interval.Month,
        };
    }

    private async Task<Result<AnalyticsQuery>> MakeAsync(Frame frame, IReadOnlyList<string> metrics, CancellationToken ct) =>
        (await questions.MakeAsync(metrics, frame.Query.Days.First, frame.Query.Days.Last, frame.ZoneName, ct)).Map(made =>
            frame.Query with { Metrics = made.Metrics, Order = null, Limit = null });

    private static List<ReportFigure> Figures(QueryAnswer answer) =>
    [
        .. answer.Query.Metrics.Zip(answer.Totals).Select((pair, i) => new ReportFigure(
            pair.First.Key, pair.First.Title, Word(pair.First.Unit), Word(pair.First.Better), Questions.Plain(pair.Second.Value),
            pair.Second.Denominator is null ? null : Questions.Plain(pair.Second.Numerator), Questions.Plain(pair.Second.Denominator),
            Questions.Plain(answer.Comparison?[i].Previous), Questions.Plain(answer.Comparison?[i].Change),
            Questions.Plain(answer.Comparison?[i].ChangeRate), answer.Comparison?[i].Status)),
    ];

    private async Task<Result<ReportBlock>> ChartAsync(ChartPlan plan, Frame frame, CancellationToken ct)
    {
        if (!(await MakeAsync(frame, plan.Metrics, ct)).TryGet(out var query, out var problem))
            return problem;
        var metric = query.Metrics[0];
        var title = plan.Title ?? (plan.Dimension is null ? metric.Title : $"{metric.Title} by {plan.Dimension}");
        var interval = plan.Interval is { } own and not Interval.None ? own : frame.Interval;
        var chart = plan switch
        {
            { Dimension: { } dimension, Shape: ChartShape.Bar } => await BarsAsync(query, dimension, ct),
            { Dimension: { } dimension } => await LinesAsync(query with { Interval = interval }, dimension, ct),
            _ => await OverTimeAsync(plan.Shape, query with { Interval = interval }, ct),
        };
        return chart.Map(drawn => new ReportBlock(title, Chart: drawn));
    }

    private async Task<Result<ReportChart>> OverTimeAsync(ChartShape shape, AnalyticsQuery query, CancellationToken ct) =>
        (await questions.AskForAllAsync(query, ct)).Map(answer => new ReportChart(
            shape, Word(query.Metrics[0].Unit), [.. answer.Rows.Select(row => Label(row.Timestamp!.Value, query.Interval))],
            SeriesOf(answer),
            answer.Rows.Index().Where(r => r.Item.IsProvisional).Select(r => (int?)r.Index).FirstOrDefault()));

    private async Task<Result<ReportChart>> BarsAsync(AnalyticsQuery query, string dimension, CancellationToken ct)
    {
        var asked = await questions.AskAsync(query with { Dimensions = [dimension], Limit = MostBars, WithOther = true }, ct);
        if (!asked.TryGet(out var answer, out var problem))
            return problem;
        var rows = await questions.RowsAsync(answer, ct);
        return new ReportChart(ChartShape.Bar, Word(query.Metrics[0].Unit), [.. rows.Select(row => NameIn(row, dimension))],
            SeriesOf(answer),
            null);
    }

    private async Task<Result<ReportChart>> LinesAsync(AnalyticsQuery query, string dimension, CancellationToken ct)
    {
        var grouped = query with { Dimensions = [dimension], Limit = MostLines };
        if (!(await questions.AskForAllAsync(query, ct)).TryGet(out var times, out var problem)
            || !(await questions.AskAsync(grouped with { Interval = Interval.None }, ct)).TryGet(out var largest, out problem)
            || !(await questions.AskForAllAsync(grouped with { Limit = null }, ct)).TryGet(out var answer, out problem))
            return problem;
        var names = await questions.RowsAsync(largest, ct);
        var known = answer.Rows.ToLookup(row => row.Dimensions[0]);
        decimal? nothing = query.Metrics[0] is { Denominator: null, HasNoZero: false } ? 0 : null;
        return new ReportChart(ChartShape.Line, Word(query.Metrics[0].Unit),
            [.. times.Rows.Select(r => Label(r.Timestamp!.Value, query.Interval))],
            [.. largest.Rows.Zip(names, (row, name) =>
            {
                var values = known[row.Dimensions[0]].ToDictionary(r => r.Timestamp!.Value, r => r.Figures[0].Value);
                return new ReportSeries(NameIn(name, dimension),
                    [.. times.Rows.Select(t => Questions.Plain(values.TryGetValue(t.Timestamp!.Value, out var value) ? value : nothing))]);
            })],
            times.Rows.Index().Where(r => r.Item.IsProvisional).Select(r => (int?)r.Index).FirstOrDefault());
    }

    private static List<ReportSeries> SeriesOf(QueryAnswer answer) =>
    [
        .. answer.Query.Metrics.Select((m, i) =>
            new ReportSeries(m.Title, [.. answer.Rows.Select(r => Questions.Plain(r.Figures[i].Value))])),
    ];

    private async Task<Result<ReportBlock>> TableAsync(TablePlan plan, Frame frame, CancellationToken ct)
    {
        if (!(await MakeAsync(frame, plan.Metrics, ct)).TryGet(out var made, out var problem))
            return problem;
        var query = made with { Dimensions = [.. plan.Dimensions], Interval = plan.Dimensions.Count == 0 ? frame.Interval : Interval.None };
        if (!(await questions.AskForAllAsync(query, ct)).TryGet(out var answer, out problem))
            return problem;
        var columns = AskQuery.Columns(answer.Query).Select(c => new ReportColumn(c.Name, c.Title ?? Heading(c.Name), c.Type, c.Unit));
        return new ReportBlock(plan.Title, Table: new ReportTable(
            [.. columns], await questions.RowsAsync(answer, ct), Questions.Totals(answer)));
    }

    private async Task<IReadOnlyList<ReportBlock>> FunnelAsync(Frame frame, CancellationToken ct)
    {
        if (!(await funnels.AskAsync(ShowDashboard.Stages(frame.Query), ct)).TryGet(out var found, out _))
            return [];
        var stages = found.All.Stages;
        return
        [
            new ReportBlock("Leads created in the period, followed for 90 days", Chart: new ReportChart(
                ChartShape.Bar, Word(Unit.Count), [.. stages.Select(s => s.Name)],
                [new ReportSeries("Leads", [.. stages.Select(s => (decimal?)s.Count)])], null)),
        ];
    }

    internal static string Word(Enum word) => SnakeCase.Of(word.ToString());

    /// <summary>A dimension as people read it.</summary>
    private static string Heading(string name) =>
        name is "timestamp" ? "From" : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    internal static string NameIn(JsonObject row, string dimension) =>
        row["other"] is not null ? "Others" : row[dimension]?.ToString() ?? "(none)";

    internal static string Label(DateTimeOffset at, Interval interval) =>
        at.ToString(interval is Interval.Hour ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The plan's own metrics have places nobody sent; what was sent is called by its name.</summary>
    private static Problem InWordsOfReports(Problem problem) => problem with
    {
        Errors = [.. problem.Errors.Select(e => e.Field == "filter" || e.Field.StartsWith("filter.", StringComparison.Ordinal)
            ? e with { Field = "filters" + e.Field["filter".Length..] } : e)],
    };
}
