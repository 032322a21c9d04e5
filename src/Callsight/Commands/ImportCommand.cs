using System.CommandLine;
using Callsight.App.Imports;
using Callsight.App.Tenancy;
using Spectre.Console;

namespace Callsight.Commands;

/// <summary><c>import</c>: takes a file in without serving.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var kind = new Argument<string>("kind") { Description = "leads, calls, campaigns, campaign_spend or events." };
        var file = new Argument<FileInfo>("file") { Description = "The file: CSV, or JSON lines." };
        var mapping = new Option<FileInfo>("--mapping") { Description = "The mapping file, see docs/import.md.", Required = true };
        var tenant = new Option<string>("--tenant") { Description = "The tenant's slug or id.", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything and record nothing." };
        var command = new Command("import", "Import a file of CSV or JSON lines.") { kind, file, mapping, tenant, dryRun, data };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = await OfflineHost.OpenAsync(
                [.. CommonOptions.ToSettings(parsed.GetValue(data)), .. parsed.UnmatchedTokens], ct);
            return await RunAsync(app, parsed.GetValue(kind)!, parsed.GetValue(file)!, parsed.GetValue(mapping)!,
                parsed.GetValue(tenant)!, parsed.GetValue(dryRun), ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        WebApplication app, string kind, FileInfo file, FileInfo mapping, string slug, bool dryRun, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var tenant = await scope.ServiceProvider.GetRequiredService<ITenantDirectory>().FindAsync(slug, ct);
        if (tenant is null)
            return Fail($"There is no tenant {slug}.");
        foreach (var needed in new[] { file, mapping }.Where(f => !f.Exists))
            return Fail($"There is no file {needed.FullName}.");
        var imports = app.Services.GetRequiredService<ImportFile>();
        var json = await File.ReadAllTextAsync(mapping.FullName, ct);
        if (ImportMapping.Parse(json).TryGet(out var parsed, out _) && parsed.Kind != kind)
            return Fail($"The mapping is for {parsed.Kind}, not for {kind}.");
        await using var content = file.OpenRead();
        var added = await imports.AddAsync(tenant.Id, content, file.Name, json, dryRun, ct);
        if (!added.TryGet(out var id, out var problem))
            return Fail(string.Join(Environment.NewLine, problem.Errors.Select(e => $"{e.Field}: {e.Message}").Prepend(problem.Message)));

        ImportView? done = null;
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask($"Importing {file.Name}", maxValue: 1);
                done = await imports.RunAsync(tenant.Id, id, new Progress<ImportProgress>(p => bar.Value = p.Share), ct);
                bar.Value = 1;
            });
        Console.WriteLine($"{done!.RowsRead} rows read: {done.RowsImported} imported, {done.RowsUpdated} updated, " +
            $"{done.RowsUnchanged} unchanged, {done.RowsRejected} rejected.");
        foreach (var error in done.Errors.Take(20))
            Console.WriteLine($"  row {error.Row}, {error.Field}: {error.Message}");
        return done.Status is ImportStatus.Completed ? 0 : Fail(done.Failure ?? "The import failed.");
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
