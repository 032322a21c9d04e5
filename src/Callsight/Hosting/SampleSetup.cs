using Callsight.App.Identity;
using Callsight.Web.Session;

namespace Callsight.Hosting;

/// <summary>
/// What somebody who works in the sample would have set up: an alert, and a report each Monday. Made by the API, as they would.
/// </summary>
internal sealed class SampleSetup(WebSessions sessions)
{
    private static readonly (string Path, object Body)[] Things =
    [
        ("analytics/alerts", new
        {
            name = "Too many callers give up",
            metric = "abandonment_rate",
            interval = "hour",
            min_denominator = 10,
            condition = new { op = "gt", value = 12, clear_value = 6 },
            channels = new { live = true, roles = new[] { "supervisor" } },
        }),
        ("analytics/custom-reports", new
        {
            name = "The week by queue",
            metrics = new[] { "calls_total", "service_level", "average_speed_of_answer", "abandonment_rate", "customer_rating" },
            dimensions = new[] { "queue" },
            charts = new object[] { new { type = "line", metric = "calls_total" } },
            period = "last_week",
            schedule = "0 8 * * 1",
            format = "pdf",
            recipients = new[] { SampleTenant.Email },
        }),
    ];

    public async Task MakeAsync(CancellationToken ct)
    {
        var reply = await sessions.PostAsync<SessionView>(
            "auth/login", new { email = SampleTenant.Email, password = SampleTenant.Password });
        var session = sessions.Begin(reply.Value!);
        foreach (var (path, body) in Things)
        {
            using var content = JsonContent.Create(body);
            using var answer = await sessions.SendAsync(session, HttpMethod.Post, path, ct, content);
            answer.EnsureSuccessStatusCode();
        }

        await sessions.EndAsync(session);
    }
}
