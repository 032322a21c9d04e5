using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.App.Privacy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Imports;

/// <summary>Files of calls, leads and spending from outside.</summary>
internal static class ImportsModule
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddScoped<IPersonalData, EraseFromImports>()
        .AddSingleton<ImportFile>()
        .AddSingleton<TakeImportBack>()
        .AddSingleton<ImportRunner>()
        .AddHostedService(provider => provider.GetRequiredService<ImportRunner>());

    public static void Map(RouteGroupBuilder api)
    {
        var imports = api.MapGroup("/imports").WithTags("Imports");
        StartImport.Map(imports);
        ShowImports.Map(imports);
        UndoImport.Map(imports);
    }
}

/// <summary>The form of an import, for the contract; it is read as a stream.</summary>
public sealed record ImportForm(IFormFile File, string Mapping, bool? DryRun);

internal static class StartImport
{
    private const long MostBytes = 1L << 30;

    public static void Map(RouteGroupBuilder imports) => imports
        .MapPost("/", HandleAsync).WithName("StartImport").WithSummary("Import a file of CSV or JSON lines")
        .WithDescription("A form with file, mapping (see docs/import.md) and dry_run. The same file again changes nothing.")
        .Accepts<ImportForm>("multipart/form-data")
        .WithMetadata(new AnswersAreNotKept(), new RequestSizeLimitAttribute(MostBytes),
            new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MostBytes })
        .RequireAuthorization(Permissions.ImportsWrite);

    public static async Task<AcceptedAnswer<ImportView>> HandleAsync(
        HttpRequest request, ImportFile imports, ImportRunner runner, CurrentTenant tenant, AppDb db, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            return new Problem("import.form_needed", "Send a multipart form with file and mapping.");
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(ct);
        }
        catch (Exception failure) when (failure is InvalidDataException || IsCutOff(failure))
        {
            return new Problem("import.form_invalid", "The form could not be read, or is too large.");
        }

        if (form.Files.GetFile("file") is not { } file)
            return Problem.InvalidField("file", "The file is missing.");
        var mapping = form["mapping"].ToString();
        if (mapping.Length == 0 && form.Files.GetFile("mapping") is { Length: < 1 << 20 } given)
        {
            using var reader = new StreamReader(given.OpenReadStream());
            mapping = await reader.ReadToEndAsync(ct);
        }

        if (mapping.Length == 0)
            return Problem.InvalidField("mapping", "The mapping is missing.");
        await using var content = file.OpenReadStream();
        if (!(await imports.AddAsync(tenant.Id, content, file.FileName, mapping, form["dry_run"] == "true", ct,
                Idempotency.IdFor(request, tenant.Id.Value)))
                .TryGet(out var id, out var problem))
            return problem;
        await runner.AddAsync(tenant.Id, id, ct);
        return ImportView.From(await db.Set<Import>().AsNoTracking().SingleAsync(i => i.Id == id, ct));
    }

    /// <summary>Whether the form ends in its middle; a full disk, which has a number of its own, is another matter.</summary>
    private static bool IsCutOff(Exception failure) =>
        failure is IOException { HResult: unchecked((int)0x80131620) } and not BadHttpRequestException;
}

internal static class ShowImports
{
    public static void Map(RouteGroupBuilder imports)
    {
        imports.MapGet("/", ListAsync).WithName("ListImports").WithSummary("List imports").RequireAuthorization(Permissions.ImportsRead);
        imports.MapGet("/{id:guid}", GetAsync).WithName("GetImport").WithSummary("How far an import is")
            .RequireAuthorization(Permissions.ImportsRead);
        imports.MapGet("/{id:guid}/rejected", RejectedAsync).WithName("GetRejectedRows")
            .WithSummary("The refused rows in the file's own form, with their reasons").RequireAuthorization(Permissions.ImportsRead);
    }

    public static async Task<Answer<Page<ImportView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var imports = db.Set<Import>().AsNoTracking().OrderByDescending(i => i.Id).AsQueryable();
        if (after is { } last)
            imports = imports.Where(i => i.Id < new Id<Import>(last));
        return await imports.ToPageAsync(page, i => i.Id.Value, ImportView.From, ct);
    }

    public static async Task<Answer<ImportView>> GetAsync(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Import>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == new Id<Import>(id), ct) is { } import
            ? ImportView.From(import)
            : Problem.NotFound("import");

    public static async Task<IResult> RejectedAsync(
        Guid id, AppDb db, ImportFile imports, CurrentTenant tenant, CancellationToken ct)
    {
        if (!await db.Set<Import>().AnyAsync(i => i.Id == new Id<Import>(id), ct))
            return (DoneAnswer)Problem.NotFound("import");
        foreach (var (format, type) in new[] { (RowFiles.Csv, "text/csv"), (RowFiles.JsonLines, "application/x-ndjson") })
            if (imports.PathOf(tenant.Id, new Id<Import>(id), $"rejected.{format}") is var path && File.Exists(path))
                return Results.File(Path.GetFullPath(path), type, $"rejected.{format}");
        return Results.Text("", "text/csv");
    }
}
