using System.Reflection;
using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Reporting.Reports;

/// <summary>A report that is there already (201), or one that is being made (202).</summary>
public sealed class ReportAnswer : IResult, IEndpointMetadataProvider
{
    private ReportAnswer(IResult answer) => Answer = answer;

    private IResult Answer { get; }

    internal static ReportAnswer Made(ReportDocument report) =>
        new(CreatedAnswer<ReportDocument>.At($"/api/v1/analytics/reports/{report.Id}", report));

    internal static ReportAnswer Begun(ReportExecution execution) =>
        new((AcceptedAnswer<ReportExecutionView>)ReportExecutionView.From(execution));

    public static implicit operator ReportAnswer(Problem problem) => new((DoneAnswer)problem);

    public Task ExecuteAsync(HttpContext httpContext) => Answer.ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(ReportDocument), ["application/json"]));
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(ReportExecutionView), ["application/json"]));
    }
}

internal static class StartReport
{
    public static void Map(RouteGroupBuilder reports) => reports
        // A repeated request finds its execution by its own id.
        .MapPost("/", HandleAsync).WithMetadata(new AnswersAreNotKept()).WithName("StartReport").WithSummary("Make a report")
        .WithDescription("json (the default) is answered at once; csv, xlsx, pdf and html are made in the background, see the execution. " +
            "filters is a filter as everywhere. metrics, dimensions and charts are for the type custom. Compared with previous_period " +
            "where nothing else is said.");

    public static async Task<ReportAnswer> HandleAsync(
        ReportRequest request, HttpRequest http, ClaimsPrincipal caller, ReportBuilder builder, ReportRunner runner, ReportFolder folder,
        AppDb db, CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        if (!Questions.Days(request.StartDate, request.EndDate).TryGet(out _, out var problem)
            || !(await builder.CheckAsync(request.ToSpec(), ct)).TryGet(out var plan, out problem))
            return problem;
        var requestId = Idempotency.IdFor(http, tenant.Id.Value);
        if (await db.Set<ReportExecution>().AsNoTracking().SingleOrDefaultAsync(e => e.RequestId == requestId, ct) is { } known)
            return known is { Format: ReportFormat.Json } && await folder.ReadAsync(tenant.Id, known.Id, ct) is { } made
                ? ReportAnswer.Made(made) : ReportAnswer.Begun(known);
        var execution = new ReportExecution
        {
            Id = Id<ReportExecution>.New(),
            RequestId = requestId,
            Type = request.Type!.Value,
            Format = request.Format ?? ReportFormat.Json,
            Title = plan.Title,
            Spec = request.ToSpec().Write(),
            Cause = ReportCause.Request,
            RequestedBy = CallerClaims.UserIdOf(caller),
            CreatedAt = clock.GetUtcNow(),
        };
        if (execution.Format is not ReportFormat.Json)
        {
            db.Add(execution);
            await db.SaveChangesAsync(ct);
            await runner.AddAsync(tenant.Id, execution.Id, ct);
            return ReportAnswer.Begun(execution);
        }

        if (!(await builder.BuildAsync(request.ToSpec(), execution.Id.Value, null, ct)).TryGet(out var report, out problem))
            return problem;
        var bytes = await folder.KeepAsync(tenant.Id, execution.Id, report, ReportFormat.Json, ct);
        MakeReport.Finish(execution, report, bytes, clock.GetUtcNow());
        db.Add(execution);
        await db.SaveChangesAsync(ct);
        return ReportAnswer.Made(report);
    }
}
