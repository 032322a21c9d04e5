using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Queues;
using Callsight.App.Http;
using Callsight.App.Reporting;
using Callsight.Web.Api;

namespace Callsight.Web.Pages.Alerts;

/// <summary>What a form for alerts offers: metrics, and what they can be narrowed to.</summary>
public sealed record AlertChoices(
    IReadOnlyDictionary<string, MetricView> Metrics, IReadOnlyList<(string Id, string Name)> Queues,
    IReadOnlyList<(string Id, string Name)> Campaigns)
{
    /// <summary>The fields that choices stand for.</summary>
    public static readonly IReadOnlyList<string?> Fields = ["queue_id", "campaign_id", "direction"];

    public static async Task<Reply<AlertChoices>> ReadAsync(ApiClient api)
    {
        var (metrics, queues, campaigns) = (
            api.MetricsAsync(), api.GetAsync<Page<QueueView>>("queues?limit=200"), api.GetAsync<Page<CampaignView>>("campaigns?limit=200"));
        if (!(await metrics).TryGet(out var known, out var problem))
            return new Reply<AlertChoices>(null, problem);
        return new Reply<AlertChoices>(new AlertChoices(known,
            [.. ((await queues).Value?.Data ?? []).Select(q => (q.Id.ToString(), q.Name))],
            [.. ((await campaigns).Value?.Data ?? []).Select(c => (c.Id.ToString(), c.Name))]), null);
    }

    /// <summary>The choices that fit a metric: field, title, and the values with their names.</summary>
    public IEnumerable<(string Field, string Title, IReadOnlyList<(string Id, string Name)> Values)> Of(MetricView? metric)
    {
        if (metric?.Dimensions.Contains("queue") == true)
            yield return ("queue_id", "Queue", Queues);
        if (metric?.Dimensions.Contains("campaign") == true)
            yield return ("campaign_id", "Campaign", Campaigns);
        if (metric?.Dimensions.Contains("direction") == true)
            yield return ("direction", "Direction", [("inbound", "Inbound"), ("outbound", "Outbound")]);
    }

    /// <summary>What a filter narrows to, in words.</summary>
    public string WordsOf(AlertDraft draft)
    {
        if (draft.OtherFilter is not null)
            return "a filter of its own";
        var names = Queues.Concat(Campaigns).ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal);
        return string.Join(", ", draft.Only.Select(o => names.GetValueOrDefault(o.Value) ?? o.Value));
    }
}
