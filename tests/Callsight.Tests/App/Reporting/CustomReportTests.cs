using System.Net;
using System.Text.Json;
using Callsight.App.Reporting.Reports;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Reporting;

public sealed class CustomReportTests
{
    private static readonly DateTimeOffset Sunday = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_custom_report_is_kept_changed_previewed_made_and_taken_out()
    {
        using var owner = await ReportSteps.CallCentreAsync(await TestHost.SharedAsync());
        var made = (await owner.CreateCustomAsync(new
        {
            description = "For Mondays",
            dimensions = new[] { "agent" },
            charts = new object[] { new { type = "bar", metric = "calls_total", dimension = "agent" }, new { type = "line", metric = "calls_total", dimension = "agent" } },
            period = "last_3000_days",
            format = "xlsx",
        })).ShouldBe(HttpStatusCode.Created);
        made["webhook_secret"].GetString()!.ShouldStartWith("whsec_");
        var path = $"/analytics/custom-reports/{made["id"].GetGuid()}";
        var got = (await owner.GetAsync(path)).ShouldBe(HttpStatusCode.OK);
        (got["webhook_secret"].ValueKind, got["next_due_at"].ValueKind, got["enabled"].GetBoolean()).ShouldBe((JsonValueKind.Null, JsonValueKind.Null, true));

        var preview = (await owner.GetAsync(path + "/preview")).ShouldBe(HttpStatusCode.OK);
        preview["blocks"][0].GetProperty("figures")[0].GetProperty("value").GetInt32().ShouldBe(5);
        preview["blocks"].EnumerateArray().Single(b => b.GetProperty("title").GetString() == "Calls by agent"
            && b.GetProperty("chart").GetProperty("shape").GetString() == "bar").GetProperty("chart").GetProperty("series")[0]
            .GetProperty("values").EnumerateArray().Select(v => v.GetInt32()).ShouldBe([3, 2]);
        var run = (await owner.PostAsync(path + "/run", null)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        (await owner.ReportMadeAsync(run)).GetProperty("file_name").GetString()!.ShouldEndWith(".xlsx");
        (await owner.GetAsync(path + "/executions")).Rows.Select(e => e.GetProperty("id").GetGuid()).ShouldBe([run]);
        (await owner.PostAsync(path + "/send", null)).ShouldBe(HttpStatusCode.Conflict, "custom_report.no_recipients");

        var changed = (await owner.PutAsync(path, new { name = "Monthly", metrics = new[] { "leads_generated" }, period = "last_month", schedule = "0 7 1 * *" },
            ("If-Match", got.ETag!))).ShouldBe(HttpStatusCode.OK);
        (changed["format"].GetString(), changed["next_due_at"].GetDateTimeOffset().Day).ShouldBe(("pdf", 1));
        (await owner.PutAsync(path, new { name = "Monthly", metrics = new[] { "leads_generated" }, period = "last_month" }, ("If-Match", got.ETag!)))
            .ShouldBe(HttpStatusCode.PreconditionFailed);
        (await owner.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await owner.GetAsync($"/analytics/reports/{run}")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("schedule", "every morning")]
    [InlineData("schedule", "0 7 * *")]
    [InlineData("schedule", "61 7 * * *")]
    [InlineData("schedule", "0 0 30 2 *")]
    [InlineData("schedule", "* * * * *")]
    [InlineData("schedule", "0 0 7 * * *")]
    [InlineData("schedule", "")]
    [InlineData("period", "last_fortnight")]
    [InlineData("time_zone", "Mars/Base")]
    [InlineData("name", " ")]
    public async Task Nonsense_is_refused_with_the_field_to_mend(string field, string value)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.CreateCustomAsync(new Dictionary<string, string> { [field] = value })).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldContain(field);
    }

    [Fact]
    public async Task A_due_report_is_made_once_of_the_days_before_it_and_sent_to_each_by_their_own_rights()
    {
        var clock = new FakeTimeProvider(Sunday);
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await ReportSteps.CallCentreAsync(host);
        using var analyst = await host.MemberAsync(owner, "analyst");
        using var demoted = await host.MemberAsync(owner, "analyst");
        var custom = (await owner.CreateCustomAsync(new
        {
            period = "yesterday",
            schedule = "0 7 * * 1",
            time_zone = "Europe/Vienna",
            recipients = new[] { analyst.Email, demoted.Email },
        })).ShouldBe(HttpStatusCode.Created);
        custom["next_due_at"].GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
        (await owner.PatchAsync($"/tenant/members/{demoted.UserId}", new { role = "agent" })).ShouldBe(HttpStatusCode.OK);

        clock.SetUtcNow(new DateTimeOffset(2026, 3, 2, 6, 0, 10, TimeSpan.Zero));
        clock.Advance(ReportRunner.Pause);
        using var later = await host.SignInAsync(owner.Email);
        var made = await ExecutionAsync(later, custom, e => e.GetProperty("deliveries").EnumerateArray().All(d => d.GetProperty("status").GetString() != "pending"));
        (made.GetProperty("cause").GetString(), made.GetProperty("late").GetBoolean(), made.GetProperty("start_date").GetString(), made.GetProperty("empty").GetBoolean())
            .ShouldBe(("schedule", false, "2026-03-01", true));
        made.GetProperty("deliveries").EnumerateArray().Select(d => (d.GetProperty("recipient").GetString(), d.GetProperty("status").GetString()))
            .ShouldBe([(analyst.Email, "sent"), (demoted.Email, "refused")]);
        (await later.GetAsync($"/analytics/custom-reports/{custom["id"].GetGuid()}"))["next_due_at"].GetDateTimeOffset()
            .ShouldBe(new DateTimeOffset(2026, 3, 9, 6, 0, 0, TimeSpan.Zero));

        List<string> mails = [];
        await Eventually.TrueAsync(() => Task.FromResult((mails = ReportSteps.Mails(host, owner.TenantId)).Count == 2), "both mails are written");
        mails.Single(m => m.Contains($"To: {analyst.Email}", StringComparison.Ordinal)).ShouldContain("application/pdf");
        var told = mails.Single(m => m.Contains($"To: {owner.Email}", StringComparison.Ordinal));
        told.ShouldContain("It is empty");
        told.ShouldContain($"It did not reach {demoted.Email}");
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_missed_is_made_once_and_marked_late()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-late-");
        var clock = new FakeTimeProvider(Sunday);
        ApiAnswer custom;
        string email;
        Guid tenant;
        await using (var host = await TestHost.StartAsync(clock, folder.FullName))
        {
            using var owner = await ReportSteps.CallCentreAsync(host);
            (email, tenant) = (owner.Email, owner.TenantId);
            custom = (await owner.CreateCustomAsync(new { period = "last_30_days", schedule = "0 7 * * *", recipients = new[] { owner.Email } })).ShouldBe(HttpStatusCode.Created);
        }

        clock.SetUtcNow(Sunday.AddDays(3));
        await using (var host = await TestHost.StartAsync(clock, folder.FullName))
        {
            using var owner = await host.SignInAsync(email);
            var made = await ExecutionAsync(owner, custom, e => e.GetProperty("status").GetString() == "completed");
            (made.GetProperty("late").GetBoolean(), made.GetProperty("due_at").GetDateTimeOffset(), made.GetProperty("end_date").GetString())
                .ShouldBe((true, new DateTimeOffset(2026, 3, 4, 7, 0, 0, TimeSpan.Zero), "2026-03-04"));
            await Eventually.TrueAsync(() => Task.FromResult(ReportSteps.Mails(host, tenant).Exists(m => m.Contains("It is late", StringComparison.Ordinal))), "the owner is told");
            (await owner.GetAsync($"/analytics/custom-reports/{custom["id"].GetGuid()}/executions")).Rows.Count.ShouldBe(1);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task While_one_is_being_made_the_next_is_skipped_and_that_is_recorded()
    {
        var clock = new FakeTimeProvider(Sunday);
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        var custom = (await owner.CreateCustomAsync(new { schedule = "0 * * * *" })).ShouldBe(HttpStatusCode.Created);
        await ReportSteps.LeaveBehindAsync(host, owner.TenantId, ReportSteps.Running(custom["id"].GetGuid(), ReportCause.Schedule, Sunday));
        clock.SetUtcNow(Sunday.AddHours(1).AddSeconds(1));
        clock.Advance(ReportRunner.Pause);
        using var later = await host.SignInAsync(owner.Email);
        var skipped = await ExecutionAsync(later, custom, e => e.GetProperty("status").GetString() == "skipped");
        skipped.GetProperty("due_at").GetDateTimeOffset().ShouldBe(Sunday.AddHours(1));
    }

    [Fact]
    public async Task Nobody_else_receives_reports_unless_that_is_allowed()
    {
        await using var host = await TestHost.StartAsync();
        using var owner = await ReportSteps.CallCentreAsync(host);
        using var agent = await host.MemberAsync(owner, "agent");
        using var stranger = await host.RegisterAsync();
        (await owner.CreateCustomAsync(new { recipients = new[] { owner.Email, agent.Email, "somebody@outside.test", stranger.Email, "no address", "https://127.0.0.1/hook", "http://example.com/hook" } }))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["recipients[1]", "recipients[2]", "recipients[3]", "recipients[4]", "recipients[5]", "recipients[6]"]);

        await using var open = await TestHost.StartAsync(null, null, "--Delivery:AllowOutsideRecipients=true");
        using var generous = await ReportSteps.CallCentreAsync(open);
        var custom = (await generous.CreateCustomAsync(new { period = "last_3000_days", recipients = new[] { "somebody@outside.test" } })).ShouldBe(HttpStatusCode.Created);
        var sent = (await generous.PostAsync($"/analytics/custom-reports/{custom["id"].GetGuid()}/send", null)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        (await generous.ReportMadeAsync(sent)).GetProperty("deliveries")[0].GetProperty("status").GetString().ShouldBe("sent");
        var mail = ReportSteps.Mails(open, generous.TenantId).ShouldHaveSingleItem();
        mail.ShouldContain("Calls: 5");
    }

    /// <summary>The one execution of a report that is as wanted, once it is there.</summary>
    private static async Task<JsonElement> ExecutionAsync(ApiClient owner, ApiAnswer custom, Func<JsonElement, bool> isSo)
    {
        List<JsonElement> found = [];
        await Eventually.TrueAsync(async () =>
        {
            found = (await owner.GetAsync($"/analytics/custom-reports/{custom["id"].GetGuid()}/executions")).ShouldBe(HttpStatusCode.OK).Rows.FindAll(e => isSo(e));
            return found.Count > 0;
        }, "the report is made");
        return found.ShouldHaveSingleItem();
    }
}
