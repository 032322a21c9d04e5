using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Reporting.Reports.Writing;
using Microsoft.Extensions.Options;

namespace Callsight.App.Reporting.Reports;

/// <summary>Where finished reports are kept: the document, and the file in the format that was asked for.</summary>
internal sealed class ReportFolder(IOptions<StoreOptions> store)
{
    public string PathOf(TenantId tenant, Id<ReportExecution> execution, ReportFormat format) => Path.GetFullPath(
        Path.Combine(store.Value.DataFolder, "reports", tenant.ToString(), $"{execution}.{ReportFiles.Ending(format)}"));

    /// <summary>Writes both; a file is there whole or not at all.</summary>
    /// <returns>How long the file is.</returns>
    public async Task<long> KeepAsync(
        TenantId tenant, Id<ReportExecution> execution, ReportDocument report, ReportFormat format, CancellationToken ct)
    {
        foreach (var each in new[] { ReportFormat.Json, format }.Distinct())
        {
            var path = PathOf(tenant, execution, each);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = File.Create(path + ".part"))
            {
                await ReportFiles.WriteAsync(report, each, file, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".part", path, overwrite: true);
        }

        return new FileInfo(PathOf(tenant, execution, format)).Length;
    }

    /// <summary>The document of a finished report; null when its file is gone.</summary>
    public async Task<ReportDocument?> ReadAsync(TenantId tenant, Id<ReportExecution> execution, CancellationToken ct)
    {
        var path = PathOf(tenant, execution, ReportFormat.Json);
        if (!File.Exists(path))
            return null;
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<ReportDocument>(file, JsonShape.Api, ct);
    }

    public void Forget(TenantId tenant, Id<ReportExecution> execution)
    {
        foreach (var format in Enum.GetValues<ReportFormat>())
            File.Delete(PathOf(tenant, execution, format));
    }
}
