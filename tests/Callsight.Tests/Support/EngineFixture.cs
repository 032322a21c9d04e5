using System.Globalization;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;
using Callsight.Core;

namespace Callsight.Tests.Support;

/// <summary>A tenant with some events on an engine, beside a stranger who has ten times as many of the same.</summary>
internal sealed class EngineFixture(AnalyticsEngine engine, TenantId tenant)
{
    private const int TimesAsMany = 10;

    public AnalyticsEngine Engine => engine;

    public TenantId Tenant => tenant;

    public static async Task<EngineFixture> OpenAsync(string engineName, params IReadOnlyList<CatalogueEvent> events)
    {
        var engine = await AnalyticsEngine.OpenAsync(engineName);
        var fixture = new EngineFixture(engine, TenantId.New());
        await engine.LoadAsync(fixture.Tenant, events);
        await engine.LoadAsync(TenantId.New(), [.. Enumerable.Range(0, TimesAsMany).SelectMany(_ => events.Select(OfAnother))]);
        return fixture;
    }

    public static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DayRange Days(string first, string last) => new(
        DateOnly.ParseExact(first, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateOnly.ParseExact(last, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static CatalogueEvent Event(string type, string at, string? user = null) =>
        new() { Id = Guid.CreateVersion7(), Type = type, OccurredAt = At(at), UserId = user };

    public static CatalogueEvent Carrying(LeadFact lead) => Event("lead_updated", "2026-01-01T00:00Z") with { Lead = lead };

    public static CatalogueEvent Carrying(CallFact call) => Event("call_ended", "2026-01-01T00:00Z") with { Call = call };

    public static CatalogueEvent Carrying(params AgentStateFact[] states) =>
        Event("agent_status_changed", "2026-01-01T00:00Z") with { AgentStates = states };

    public static CatalogueEvent Carrying(SpendFact spend) => Event("spend_recorded", "2026-01-01T00:00Z") with { Spend = spend };

    public AnalyticsQuery Question(DayRange days, params IReadOnlyList<Metric> metrics) => new()
    {
        Tenant = tenant,
        Metrics = [.. metrics],
        Days = days,
        Zone = TenantZone.Utc,
        Now = At("2027-01-01T00:00Z"),
    };

    public async Task<QueryAnswer> AskAsync(AnalyticsQuery query)
    {
        var result = await new QueryRunner(engine.Sql).AskAsync(query, CancellationToken.None);
        result.Problem.ShouldBeNull();
        return result.Value;
    }

    /// <summary>One metric's series as <c>start=value</c>, only where it is not 0.</summary>
    public async Task<string> SeriesAsync(AnalyticsQuery query) =>
        string.Join(" ", (await AskAsync(query)).Rows.Where(row => row.Figures[0].Value is not (0 or null)).Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"{row.Timestamp:yyyy-MM-ddTHH:mmzzz}={row.Figures[0].Value:0.##}")));

    /// <summary>What a column says in the rows a filter lets through, sorted.</summary>
    public async Task<string> WhereAsync(Fact fact, string column, Filter filter)
    {
        var valid = FilterValidator.Validate(filter, fact.Filterable).Value;
        var sql = new SqlBuilder(engine.Sql.Dialect, tenant);
        var condition = FilterCompiler.Compile(valid, fact, sql);
        var rows = await engine.Sql.ReadAsync(tenant,
            sql.Build($"SELECT {column} FROM {sql.Rows(fact.Table)} AS f WHERE {condition} ORDER BY {column}"), CancellationToken.None);
        return string.Join(" ", rows.Rows.Select(row => row[0]));
    }

    private static CatalogueEvent OfAnother(CatalogueEvent e) => e with
    {
        Id = Guid.CreateVersion7(),
        Call = e.Call is null ? null : e.Call with { CallId = Guid.CreateVersion7() },
        Lead = e.Lead is null ? null : e.Lead with { LeadId = Guid.CreateVersion7() },
        Spend = e.Spend is null ? null : e.Spend with { SpendId = Guid.CreateVersion7() },
        AgentStates = [.. e.AgentStates.Select(s => s with { StateId = Guid.CreateVersion7() })],
    };
}
