using System.Net;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Reporting.Reports;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.App.Reporting;

/// <summary>A small call centre for reports, and what tests of them do again and again.</summary>
internal static class ReportSteps
{
    public const string Period = "\"start_date\":\"2026-02-01\",\"end_date\":\"2026-02-14\"";

    /// <summary>Five calls of two agents in February 2026, one lead that was won, and a campaign that cost more than it brought.</summary>
    public static async Task<ApiClient> CallCentreAsync(TestHost host, string agentName = "Ann")
    {
        var owner = await host.RegisterAsync("Reporters & <Sons>");
        var ann = await owner.CreateAsync("/agents", new { name = agentName, external_id = "ann" });
        var bob = await owner.CreateAsync("/agents", new { name = "Bob", external_id = "bob" });
        foreach (var (i, agent, seconds) in new[] { (0, ann, 60), (1, ann, 90), (2, ann, 125), (3, bob, 200), (4, bob, 301) })
            await owner.CreateAsync("/calls", new
            {
                external_id = $"call-{i}",
                agent_id = agent,
                started_at = $"2026-02-{10 + i}T10:00:00Z",
                talk_seconds = seconds,
                rating = 3 + (i % 3),
            });
        var campaign = await owner.CreateAsync("/campaigns", new { name = "Spring", external_id = "spring", channel = "web" });
        await owner.CreateAsync($"/campaigns/{campaign}/spend", new { date = "2026-02-10", amount = 250.5 });
        await owner.CreateAsync("/leads", new { external_id = "lead", first_name = "Lea", source = "web", campaign_id = campaign });
        await host.CaughtUpAsync();
        return owner;
    }

    /// <summary>Has a report made in a format, and waits for it.</summary>
    public static async Task<JsonElement> MakeAsync(this ApiClient client, string type, string format, string more = "")
    {
        var begun = (await client.PostAsync("/analytics/reports", $$"""{"type":"{{type}}",{{Period}},"format":"{{format}}"{{more}}}"""))
            .ShouldBe(HttpStatusCode.Accepted);
        var made = await client.ReportMadeAsync(begun["id"].GetGuid());
        made.GetProperty("status").GetString().ShouldBe("completed", made.ToString());
        return made;
    }

    public static Task<ApiAnswer> AskAsync(this ApiClient client, string metrics, string more = "") =>
        client.PostAsync("/analytics/query", $$"""{"metrics":[{{metrics}}],{{Period}}{{more}}}""");

    /// <summary>A custom report; fields in <paramref name="more"/> stand beside or over the usual ones.</summary>
    public static Task<ApiAnswer> CreateCustomAsync(this ApiClient client, object more)
    {
        var report = JsonSerializer.SerializeToNode(new { name = "Weekly", metrics = new[] { "calls_total" }, period = "last_7_days" })!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more)!.AsObject())
            report[name] = value?.DeepClone();
        return client.PostAsync("/analytics/custom-reports", report.ToJsonString());
    }

    /// <summary>Writes an execution as a node that was cut off, or works elsewhere, would have left it.</summary>
    public static async Task<Guid> LeaveBehindAsync(TestHost host, Guid tenant, ReportExecution execution)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(new TenantId(tenant));
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.Add(execution);
        await db.SaveChangesAsync();
        return execution.Id.Value;
    }

    public static ReportExecution Running(Guid? custom, ReportCause cause, DateTimeOffset now) => new()
    {
        Id = Id<ReportExecution>.New(),
        CustomReportId = custom is { } id ? new Id<CustomReport>(id) : null,
        Type = ReportType.CallAnalysis,
        Format = ReportFormat.Csv,
        Title = "Call analysis",
        Spec = new ReportSpec { Type = ReportType.CallAnalysis, Days = new SpecDays(new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 14)) }.Write(),
        Cause = cause,
        Status = ReportStatus.Running,
        Progress = 40,
        ClaimedUntil = now.AddDays(30),
        CreatedAt = now,
    };

    /// <summary>The mails of a tenant in the folder for them, as they were written.</summary>
    public static List<string> Mails(TestHost host, Guid tenant)
    {
        var folder = Path.Combine(host.Folder, "outbox", tenant.ToString());
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.eml").Select(File.ReadAllText)] : [];
    }
}
