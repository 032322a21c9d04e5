using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Schema;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.OwnMetrics;

/// <summary>A metric of one's own: events of a type that are counted or measured, or one metric divided by another.</summary>
/// <param name="Name">Its key in questions: small letters, digits and underscores.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Description">What it means; made from the definition where left out.</param>
/// <param name="Unit">What it is counted in; <c>percent</c> multiplies a ratio by 100.</param>
/// <param name="Better">Which way it should move.</param>
/// <param name="Event">The type of event.</param>
/// <param name="Filter">Which of them.</param>
/// <param name="Aggregate">How they become a figure.</param>
/// <param name="Field">What is measured or told apart: <c>value</c>, <c>amount</c>, <c>duration_seconds</c>, <c>properties.NAME</c>, ids.</param>
/// <param name="Numerator">The metric above the line, no ratio itself.</param>
/// <param name="Denominator">The metric below the line, no ratio itself.</param>
public sealed record OwnMetricRequest(
    [property: Required, MaxLength(OwnMetric.MaxNameLength), RegularExpression("^[a-z][a-z0-9_]{1,59}$")] string Name,
    [property: MaxLength(120)] string? Title, [property: MaxLength(1_000)] string? Description, Unit? Unit, Better? Better,
    [property: MaxLength(100), MinLength(1)] string? Event, JsonElement? Filter, OwnAggregate? Aggregate,
    [property: MaxLength(150)] string? Field, [property: MaxLength(100)] string? Numerator,
    [property: MaxLength(100)] string? Denominator) : IValidated;

internal static class ManageOwnMetrics
{
    public const int MostMetrics = 500;

    /// <summary>Names that rows of answers already have for something else.</summary>
    private static readonly HashSet<string> Taken =
    [
        "timestamp", "date", "halves", "interval",
        .. new[] { Facts.Calls, Facts.Leads, Facts.AgentStates, Facts.Spend, Facts.Events, Facts.Contacts, Facts.Activities }
            .SelectMany(fact => fact.Fields).SelectMany(field => new[] { field.Name, field.Object ?? field.Name }),
    ];

    public static void Map(RouteGroupBuilder analytics)
    {
        analytics.MapPost("/metrics", CreateAsync).WithName("CreateMetric").WithSummary("Make a metric of your own")
            .WithDescription("From events: event, aggregate, field, filter. Or from other metrics: numerator and denominator. Usable " +
                "wherever a metric is named. A metric of yours that a ratio is made of stays in the version it had then.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        analytics.MapGet("/metrics/{name}", GetAsync).WithName("GetMetric").WithSummary("What a metric means");
        analytics.MapGet("/metrics/{name}/versions", VersionsAsync).WithName("ListMetricVersions")
            .WithSummary("All versions of a metric of your own, oldest first")
            .WithDescription("A question asks an old one by name@v1.");
        analytics.MapPut("/metrics/{name}", ReplaceAsync).WithName("ReplaceMetric")
            .WithSummary("Make a new version of a metric of your own")
            .WithDescription("The old version stays readable. What changes nothing makes no new version.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        analytics.MapDelete("/metrics/{name}", RemoveAsync).WithName("RemoveMetric").WithSummary("Take a metric of your own out")
            .RequireAuthorization(Permissions.AnalyticsWrite);
    }

    public static async Task<CreatedAnswer<MetricView>> CreateAsync(
        OwnMetricRequest request, AppDb db, MetricBook book, TimeProvider clock, CancellationToken ct)
    {
        if (MetricCatalogue.Has(request.Name) || Taken.Contains(request.Name) || (await book.VersionsAsync(request.Name, ct)).Count > 0)
            return new Problem("metric.name_taken", "There is something of this name already. Take another one, or PUT a new version.",
                ProblemKind.Conflict);
        if (await db.Set<OwnMetric>().Select(m => m.Name).Distinct().CountAsync(ct) >= MostMetrics)
            return new Problem("metric.too_many", $"A tenant has at most {MostMetrics} metrics of its own.", ProblemKind.Unprocessable);
        // A name that was in use before goes on counting its versions, so that a version means one thing for ever.
        var last = await db.Set<OwnMetric>().IgnoreQueryFilters([AppDb.RemovedFilter]).Where(m => m.Name == request.Name)
            .MaxAsync(m => (int?)m.Number, ct) ?? 0;
        if (!(await CheckAsync(request, request.Name, last + 1, book, clock, ct)).TryGet(out var made, out var problem))
            return problem;
        db.Add(made);
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<MetricView>.At($"/api/v1/analytics/metrics/{made.Name}", MetricView.From(book.Make(made, made.Name), made));
    }

    public static async Task<Answer<MetricView>> GetAsync(string name, MetricBook book, CancellationToken ct)
    {
        if (!(await book.FindAsync(name, "name", ct)).TryGet(out var metric, out _))
            return Problem.NotFound("metric");
        return MetricView.From(metric, (await book.VersionsAsync(name.Split('@')[0], ct)).FirstOrDefault(m => m.Number == metric.Version));
    }

    public static async Task<Answer<Page<MetricView>>> VersionsAsync(string name, MetricBook book, CancellationToken ct)
    {
        var versions = await book.VersionsAsync(name, ct);
        return versions.Count == 0
            ? Problem.NotFound("metric")
            : new Page<MetricView>([.. versions.Select(m => MetricView.From(book.Make(m, m.Name), m))], null);
    }

    public static async Task<Answer<MetricView>> ReplaceAsync(
        string name, OwnMetricRequest request, AppDb db, MetricBook book, TimeProvider clock, CancellationToken ct)
    {
        var versions = await book.VersionsAsync(name, ct);
        if (versions.Count == 0)
            return Problem.NotFound("metric");
        if (request.Name != name)
            return Problem.InvalidField("name", "A metric keeps its name. Make another one instead.");
        var newest = versions[^1];
        if (!(await CheckAsync(request, name, newest.Number + 1, book, clock, ct)).TryGet(out var made, out var problem))
            return problem;
        if (IsSame(newest, made))
            return MetricView.From(book.Make(newest, name), newest);
        db.Add(made);
        await db.SaveChangesAsync(ct);
        return MetricView.From(book.Make(made, name), made);
    }

    public static async Task<DoneAnswer> RemoveAsync(string name, AppDb db, MetricBook book, TimeProvider clock, CancellationToken ct)
    {
        var versions = await db.Set<OwnMetric>().Where(m => m.Name == name).ToListAsync(ct);
        if (versions.Count == 0)
            return Problem.NotFound("metric");
        var users = string.Join(", ", (await book.UsersOfAsync(name, ct)).Except([name]).Take(5));
        if (users.Length > 0)
            return new Problem("metric.in_use", $"Other metrics are made of it: {users}. Take those out first.", ProblemKind.Conflict);
        foreach (var version in versions)
            version.RemovedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return DoneAnswer.Done;
    }

    private static async Task<Result<OwnMetric>> CheckAsync(
        OwnMetricRequest request, string name, int number, MetricBook book, TimeProvider clock, CancellationToken ct)
    {
        var isRatio = request.Numerator is not null || request.Denominator is not null;
        var errors = new List<FieldError>();
        string? filter = null;
        string? numerator = null, denominator = null;
        if (isRatio)
        {
            foreach (var (field, isGiven) in new[]
                     {
                         ("event", request.Event is not null), ("aggregate", request.Aggregate is not null),
                         ("field", request.Field is not null), ("filter", request.Filter is not null),
                     })
                if (isGiven)
                    errors.Add(new FieldError(field, "A ratio of metrics has a numerator and a denominator only."));
            numerator = await PartAsync(request.Numerator, "numerator");
            denominator = await PartAsync(request.Denominator, "denominator");
        }
        else
        {
            if (request.Event is null)
                errors.Add(new FieldError("event", "Say which events are counted, or give a numerator and a denominator."));
            if (request.Aggregate is null)
                errors.Add(new FieldError("aggregate",
                    "Say how they become a figure: count, sum, avg, min, max, unique, p50, p90, p95 or p99."));
            else if (FieldFault(request.Aggregate.Value, request.Field) is { } fault)
                errors.Add(new FieldError("field", fault));
            if (request.Filter is { } json)
            {
                if (OwnMetricFormula.FilterOf(json).TryGet(out var valid, out var wrong))
                    filter = FilterJson.Write(valid);
                else
                    errors.AddRange(wrong.Errors);
                if (filter?.Length > OwnMetric.MaxFilterLength)
                    errors.Add(new FieldError("filter", $"A filter takes at most {OwnMetric.MaxFilterLength} characters."));
            }
        }

        if (errors.Count > 0)
            return Problem.InvalidFields(errors);
        return new OwnMetric
        {
            Id = Id<OwnMetric>.New(),
            Name = name,
            Number = number,
            Title = request.Title is { } title && !string.IsNullOrWhiteSpace(title) ? title.Trim() : Spoken(name),
            Description = request.Description,
            Unit = request.Unit ?? (isRatio ? Unit.Ratio : Unit.Count),
            Better = request.Better ?? Better.Neither,
            Event = request.Event,
            Filter = filter,
            Aggregate = request.Aggregate,
            Field = request.Field,
            Numerator = numerator,
            Denominator = denominator,
            CreatedAt = clock.GetUtcNow(),
        };

        async Task<string?> PartAsync(string? part, string field)
        {
            if (part is null)
            {
                errors.Add(new FieldError(field, "A ratio has a numerator and a denominator."));
                return null;
            }

            if (!(await book.FindAsync(part, field, ct)).TryGet(out var metric, out var unknown))
            {
                errors.AddRange(unknown.Errors);
                return null;
            }

            if (metric.Denominator is not null || metric.HasNoZero)
                errors.Add(new FieldError(field, $"{part} is a ratio or a quantile itself; a ratio is made of sums and counts."));
            var isOwn = (await book.VersionsAsync(part.Split('@')[0], ct)).Count > 0;
            return isOwn ? $"{part.Split('@')[0]}@v{metric.Version}" : part;
        }
    }

    private static string? FieldFault(OwnAggregate aggregate, string? field) => aggregate switch
    {
        OwnAggregate.Count => field is null ? null : "A count has no field.",
        OwnAggregate.Unique => EventMeasures.IsIdentity(field) ? null : $"Say what is told apart: {EventMeasures.IdentitiesShown}.",
        _ => EventMeasures.IsNumber(field) ? null : $"Say what is measured: {EventMeasures.NumbersShown}.",
    };

    private static bool IsSame(OwnMetric left, OwnMetric right) =>
        (left.Title, left.Description, left.Unit, left.Better, left.Event, left.Filter, left.Aggregate) ==
        (right.Title, right.Description, right.Unit, right.Better, right.Event, right.Filter, right.Aggregate)
        && (left.Field, left.Numerator, left.Denominator) == (right.Field, right.Numerator, right.Denominator);

    private static string Spoken(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
