using Callsight.Analytics.Metrics;
using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.OwnMetrics;

/// <summary>The catalogue and the tenant's own metrics together: every name a question may use.</summary>
internal sealed class MetricBook(AppDb db, ITenantSettings settings)
{
    private Dictionary<string, List<OwnMetric>>? own;

    /// <summary>All metrics as the tenant has them: the catalogue's, then its own in their newest version.</summary>
    public async Task<List<(Metric Metric, OwnMetric? Own)>> AllAsync(CancellationToken ct)
    {
        var versions = await OwnAsync(ct);
        return
        [
            .. MetricCatalogue.For((await settings.GetAsync(ct)).Metrics).Select(metric => (metric, (OwnMetric?)null)),
            .. versions.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (Make(v.Value[^1], v.Key), (OwnMetric?)v.Value[^1])),
        ];
    }

    /// <summary>Finds a metric by its name, with a threshold or a version behind an @ where it has one.</summary>
    /// <param name="name">Such as <c>calls_total</c>, <c>service_level@30</c>, <c>my_metric@v1</c>.</param>
    /// <param name="path">The field to blame where there is none.</param>
    public async Task<Result<Metric>> FindAsync(string name, string path, CancellationToken ct)
    {
        if (MetricName.Parse(name) is { } parsed && (parsed.Version is not null || !MetricCatalogue.Has(parsed.Key)))
        {
            var versions = await OwnAsync(ct);
            if (!versions.TryGetValue(parsed.Key, out var known))
                return MetricCatalogue.Unknown(name, path, versions.Keys);
            if (parsed.ThresholdSeconds is not null)
                return Problem.InvalidField(path, $"{parsed.Key} takes no threshold; @v1 names a version.");
            return known.Find(m => m.Number == parsed.Version) is { } version ? Make(version, name)
                : parsed.Version is null ? Make(known[^1], name)
                : Problem.InvalidField(path, $"{parsed.Key} has no version {parsed.Version}; the newest is {known[^1].Number}.");
        }

        var others = MetricName.Parse(name) is null ? (await OwnAsync(ct)).Keys : (IEnumerable<string>)[];
        return MetricCatalogue.Find(name, path, (await settings.GetAsync(ct)).Metrics, others);
    }

    /// <summary>The versions of an own metric, oldest first; none where there is no such metric.</summary>
    public async Task<IReadOnlyList<OwnMetric>> VersionsAsync(string name, CancellationToken ct) =>
        (await OwnAsync(ct)).GetValueOrDefault(name) ?? [];

    /// <summary>Own metrics of which any version is made of another.</summary>
    public async Task<List<string>> UsersOfAsync(string name, CancellationToken ct) =>
        [.. (await OwnAsync(ct)).Values.SelectMany(versions => versions)
            .Where(m => new[] { m.Numerator, m.Denominator }.Any(part => part?.Split('@')[0] == name)).Select(m => m.Name).Distinct()];

    /// <summary>A metric from a version, also one that is not saved yet.</summary>
    public Metric Make(OwnMetric version, string name) => OwnMetricFormula.Make(version, name, part =>
        MetricName.Parse(part) is { Version: { } number } parsed && own!.TryGetValue(parsed.Key, out var versions)
            ? Make(versions.Single(m => m.Number == number), part)
            : MetricCatalogue.Find(part, "metric").Value);

    private async Task<Dictionary<string, List<OwnMetric>>> OwnAsync(CancellationToken ct) =>
        own ??= (await db.Set<OwnMetric>().AsNoTracking().ToListAsync(ct)).GroupBy(m => m.Name)
            .ToDictionary(group => group.Key, group => group.OrderBy(m => m.Number).ToList(), StringComparer.Ordinal);
}
