using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.Http;
using Callsight.App.Reporting;
using Callsight.App.Reporting.Funnels;
using Callsight.Core;

namespace Callsight.Web.Api;

/// <summary>Figures.</summary>
public sealed partial class ApiClient
{
    private const string MetricsPath = "analytics/metrics";
    private static readonly TimeSpan MetricsAge = TimeSpan.FromMinutes(1);

    private (TenantId? Tenant, long At, Dictionary<string, MetricView> ByName)? metrics;

    public Task<Reply<DashboardView>> DashboardAsync(DaySpan days) =>
        GetAsync<DashboardView>($"analytics/dashboard?{days.Query}&compare={days.CompareWord}");

    /// <summary>The metrics by name, with what they mean: kept for a minute, as each page asks for them and they seldom change.</summary>
    public async Task<Reply<Dictionary<string, MetricView>>> MetricsAsync()
    {
        // Only ever of the tenant that is signed in, whatever becomes of the sign-in.
        var tenant = (await session.FindAsync())?.View.Tenant.Id;
        if (metrics is { } kept && kept.Tenant == tenant && clock.GetElapsedTime(kept.At) < MetricsAge)
            return new(kept.ByName, null);
        var asked = clock.GetTimestamp();
        if (!(await GetAsync<Page<MetricView>>(MetricsPath)).TryGet(out var all, out var problem))
            return new(null, problem);
        metrics = (tenant, asked, all.Data.ToDictionary(m => m.Name));
        return new(metrics.Value.ByName, null);
    }

    public Task<Reply<QueryResponse>> QueryAsync(Question question) => AskAsync<QueryResponse>("analytics/query", question);

    public Task<Reply<RowsResponse>> RowsBehindAsync(RowsQuestion question) => AskAsync<RowsResponse>("analytics/query/rows", question);

    public Task<Reply<FunnelResponse>> FunnelAsync(FunnelRequest funnel) => AskAsync<FunnelResponse>("analytics/funnels", funnel);

    public Task<Reply<FunnelMembersPage>> FunnelMembersAsync(FunnelMembersRequest funnel) =>
        AskAsync<FunnelMembersPage>("analytics/funnels/members", funnel);
}

/// <summary>A question as pages put it; what is null stays unsaid.</summary>
public sealed record Question(
    IReadOnlyList<string> Metrics, DateOnly StartDate, DateOnly EndDate, IReadOnlyList<string>? Dimensions = null,
    JsonElement? Filter = null, string? Interval = null, string? Compare = null, string? OrderBy = null, int? Limit = null,
    bool? Other = null);

/// <summary>Which rows are wanted.</summary>
public sealed record RowsQuestion(
    string Metric, DateOnly StartDate, DateOnly EndDate, string? Half = null, JsonElement? Filter = null, JsonObject? Group = null,
    int? Limit = null);
