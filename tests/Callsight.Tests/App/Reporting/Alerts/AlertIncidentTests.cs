using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Callsight.App.Reporting.Alerts;
using Callsight.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App.Reporting.Alerts;

public sealed class AlertIncidentTests
{
    [Fact]
    public async Task An_incident_opens_once_goes_on_and_is_over_by_itself()
    {
        var (host, steps) = await StartAsync();
        await using var _ = host;
        var alert = await steps.CreateAsync(new { condition = new { op = "gt", value = 2, clear_value = 1 } });
        await steps.CallsAsync("10:45", 3);
        await steps.ItIsAsync("11:03");
        (await steps.LookedAsync(alert, "firing")).GetProperty("recent").ToString().ShouldBe("[3]");
        for (var i = 0; i < 3; i++)
            await steps.LookAsync(alert);
        var incident = (await steps.IncidentsAsync(alert)).ShouldHaveSingleItem();
        (incident.GetProperty("status").GetString(), Time(incident, "started_at"), incident.GetProperty("opened").GetProperty("value").GetInt32())
            .ShouldBe(("open", "10:00", 3));

        // 11:00 is worse, 12:00 on the way back, 13:00 over.
        await steps.ItIsAsync("11:50");
        await steps.CallsAsync("11:10", 5);
        await steps.ItIsAsync("12:50");
        await steps.LookedAsync(alert, a => a.GetProperty("recent").GetArrayLength() == 2);
        await steps.CallsAsync("12:10", 2);
        await steps.ItIsAsync("13:03");
        await steps.LookedAsync(alert, a => a.GetProperty("recent").GetArrayLength() == 3);
        (await steps.IncidentsAsync(alert)).ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("open");
        await steps.ItIsAsync("14:03");
        await steps.LookedAsync(alert, "ok");
        var over = (await steps.IncidentsAsync(alert)).ShouldHaveSingleItem();
        (over.GetProperty("status").GetString(), over.GetProperty("ending").GetString(), Time(over, "cleared_interval"), over.GetProperty("worst").GetProperty("value").GetInt32())
            .ShouldBe(("resolved", "cleared", "13:00", 5));
        (await steps.EvaluationsAsync(alert)).ShouldBe("10:3 breach, 11:5 breach, 12:2 between, 13:0");
        (await steps.Owner.GetAsync("/analytics/incidents?status=resolved")).Rows.Count.ShouldBe(1);
        (await steps.Owner.GetAsync("/analytics/incidents?status=open")).Rows.ShouldBeEmpty();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Late_data_opens_moves_and_withdraws_an_incident()
    {
        var (host, steps) = await StartAsync();
        await using var _ = host;
        var alert = await steps.CreateAsync(new { });
        await steps.CallsAsync("10:45", 1);
        await steps.ItIsAsync("12:03");
        await steps.LookedAsync(alert, a => a.GetProperty("recent").GetArrayLength() == 2);
        (await steps.IncidentsAsync(alert)).ShouldBeEmpty();

        // Three more calls of the hour that was looked at: the runner hears of it by itself.
        await steps.CallsAsync("10:50", 3);
        await steps.ItIsAsync("12:05");
        await Eventually.TrueAsync(async () => (await steps.IncidentsAsync(alert)).Count == 1, "the change was seen");
        (await steps.EvaluationsAsync(alert)).ShouldBe("10:4 breach*, 11:0");
        var first = (await steps.IncidentsAsync(alert)).Single();
        (first.GetProperty("ending").GetString(), Time(first, "started_at"), Time(first, "cleared_interval")).ShouldBe(("cleared", "10:00", "11:00"));

        // It was not over either: the same incident goes on.
        await steps.CallsAsync("11:50", 3);
        await steps.LookedAsync(alert, "firing");
        var again = (await steps.IncidentsAsync(alert)).ShouldHaveSingleItem();
        (again.GetProperty("id").GetGuid(), again.GetProperty("status").GetString(), again.GetProperty("openings").GetInt32())
            .ShouldBe((first.GetProperty("id").GetGuid(), "open", 2));
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_incident_that_never_was_is_withdrawn_and_can_come_back()
    {
        var (host, steps) = await StartAsync();
        await using var _ = host;
        // Few calls are the alarm, and calls come late.
        var alert = await steps.CreateAsync(new { condition = new { op = "lt", value = 2 } });
        await steps.ItIsAsync("11:03");
        await steps.LookedAsync(alert, "firing");
        await steps.CallsAsync("10:50", 2);
        await steps.LookedAsync(alert, "ok");
        var incident = (await steps.IncidentsAsync(alert)).ShouldHaveSingleItem();
        incident.GetProperty("ending").GetString().ShouldBe("withdrawn");
        await steps.LookAsync(alert);
        (await steps.IncidentsAsync(alert)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task However_many_look_at_once_and_over_a_restart_there_is_one_incident_and_one_message()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-alerts-");
        var clock = new FakeTimeProvider(AlertSteps.Begin);
        Guid alert;
        AlertSteps steps;
        await using (var host = await TestHost.StartAsync(clock, folder.FullName))
        {
            steps = await AlertSteps.StartAsync(host, clock);
            alert = await steps.CreateAsync(new { channels = new { email = new[] { steps.Owner.Email } } });
            await steps.CallsAsync("10:45", 3);
            await steps.ItIsAsync("11:03");
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => steps.LookAsync(alert))));
            await steps.LookedAsync(alert, "firing");
            var incident = (await steps.IncidentsAsync(alert)).ShouldHaveSingleItem().GetProperty("id").GetGuid();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => steps.ToldAsync(incident))));
        }

        await using (var host = await TestHost.StartAsync(clock, folder.FullName))
        {
            using var after = await steps.OnAsync(host);
            await host.Services.GetRequiredService<AlertRunner>().LookAsync(CancellationToken.None);
            await after.LookedAsync(alert, "firing");
            var incident = (await after.IncidentsAsync(alert)).ShouldHaveSingleItem().GetProperty("id").GetGuid();
            (await after.ToldAsync(incident)).ShouldBe(["opened email sent"]);
            ReportSteps.Mails(host, after.Tenant).Count.ShouldBe(1);
            (await after.EvaluationsAsync(alert)).ShouldBe("10:3 breach");
            host.Errors.ShouldBeEmpty();
        }

        steps.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_is_acknowledged_and_resolved_by_hand_and_not_opened_again_until_the_figure_came_back()
    {
        var (host, steps) = await StartAsync();
        await using var _ = host;
        var alert = await steps.CreateAsync(new { });
        await steps.CallsAsync("10:45", 3);
        await steps.ItIsAsync("11:03");
        await steps.LookedAsync(alert, "firing");
        var incident = (await steps.IncidentsAsync(alert)).Single().GetProperty("id").GetGuid();
        var taken = (await steps.Owner.PostAsync($"/analytics/incidents/{incident}/acknowledge", new { note = "On it" })).ShouldBe(HttpStatusCode.OK);
        (taken["status"].GetString(), taken["acknowledged_by"].GetGuid(), taken["note"].GetString()).ShouldBe(("acknowledged", steps.Owner.UserId, "On it"));
        var done = (await steps.Owner.PostAsync($"/analytics/incidents/{incident}/resolve", new { note = "Campaign mail went out" })).ShouldBe(HttpStatusCode.OK);
        (done["status"].GetString(), done["ending"].GetString(), done["resolved_by"].GetGuid()).ShouldBe(("resolved", "resolved", steps.Owner.UserId));
        (await steps.Owner.PostAsync($"/analytics/incidents/{incident}/resolve", null)).ShouldBe(HttpStatusCode.Conflict, "incident.over");
        (await steps.Owner.PostAsync($"/analytics/incidents/{incident}/acknowledge", null)).ShouldBe(HttpStatusCode.Conflict, "incident.over");

        // Still too many at 11:00, quiet at 12:00, too many again at 13:00.
        await steps.ItIsAsync("11:50");
        await steps.CallsAsync("11:10", 3);
        await steps.ItIsAsync("13:50");
        await steps.CallsAsync("13:10", 4);
        await steps.LookedAsync(alert, a => a.GetProperty("recent").GetArrayLength() == 3);
        (await steps.IncidentsAsync(alert)).Count.ShouldBe(1);
        await steps.ItIsAsync("14:03");
        await steps.LookedAsync(alert, "firing");
        (await steps.IncidentsAsync(alert)).Select(i => (Time(i, "started_at"), i.GetProperty("ending").ToString())).ShouldBe([("13:00", ""), ("10:00", "resolved")]);
        using var stranger = await host.RegisterAsync();
        (await stranger.PostAsync($"/analytics/incidents/{incident}/acknowledge", new { })).ShouldBe(HttpStatusCode.NotFound, "incident.not_found");
    }

    [Fact]
    public async Task Mail_webhook_and_live_tell_the_beginning_and_the_end_once_each()
    {
        var received = new ConcurrentQueue<(string Id, JsonElement Body)>();
        await using var receiver = await ReceiverAsync(async context =>
        {
            var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            received.Enqueue((context.Request.Headers["webhook-id"].ToString(), body));
        });
        var clock = new FakeTimeProvider(AlertSteps.Begin);
        await using var host = await TestHost.StartAsync(clock, null, "--Delivery:AllowPrivateAddresses=true");
        using var steps = await AlertSteps.StartAsync(host, clock);
        using var supervisor = await host.MemberAsync(steps.Owner, "supervisor");
        using var agent = await host.MemberAsync(steps.Owner, "agent");
        var alert = await steps.CreateAsync(new
        {
            channels = new { live = true, roles = new[] { "supervisor", "agent" }, email = new[] { steps.Owner.Email }, webhook = receiver.Urls.First() + "/hook" },
        });
        await steps.CallsAsync("10:45", 3);
        await using var live = await LiveClient.ConnectAsync(host, steps.Owner);
        await using var liveSupervisor = await LiveClient.ConnectAsync(host, supervisor);
        await using var liveAgent = await LiveClient.ConnectAsync(host, agent);
        foreach (var client in new[] { live, liveSupervisor, liveAgent })
            await client.FollowAsync("notifications");
        await steps.ItIsAsync("11:03");
        await steps.LookedAsync(alert, "firing");
        var incident = (await steps.IncidentsAsync(alert)).Single().GetProperty("id").GetGuid();
        (await steps.ToldAsync(incident)).ShouldBe(["opened live sent", "opened email sent", "opened webhook sent"]);
        (await steps.Owner.PostAsync($"/analytics/incidents/{incident}/resolve", new { note = "All hands" })).ShouldBe(HttpStatusCode.OK);
        (await steps.ToldAsync(incident)).ShouldBe(
            ["opened live sent", "opened email sent", "opened webhook sent", "resolved live sent", "resolved email sent", "resolved webhook sent"]);

        received.Select(r => r.Body.GetProperty("type").GetString()).ShouldBe(["alert.opened", "alert.resolved"]);
        received.Select(r => r.Id).Distinct().Count().ShouldBe(2);
        received.First().Body.GetProperty("data").GetProperty("opened").GetProperty("value").GetInt32().ShouldBe(3);
        var mails = ReportSteps.Mails(host, steps.Tenant);
        mails.Count.ShouldBe(2);
        mails.ShouldContain(m => m.Contains("Subject: Many calls: alert", StringComparison.Ordinal) && m.Contains("Calls was 3 in the hour from Mon 2 Mar 2026, 10:00", StringComparison.Ordinal));
        mails.ShouldContain(m => m.Contains("Subject: Many calls: over", StringComparison.Ordinal) && m.Contains("All hands", StringComparison.Ordinal));
        foreach (var client in new[] { live, liveSupervisor })
        {
            await client.SeenAsync(m => m.Method == "Notification" && m.Text("type") == "alert.resolved", "the end was told");
            client.Messages.Where(m => m.Method == "Notification").Select(m => m.Text("type")).ShouldBe(["alert.opened", "alert.resolved"]);
        }

        // An agent's role does not include figures.
        liveAgent.Messages.ShouldNotContain(m => m.Method == "Notification");
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_that_fails_is_tried_again_with_pauses_and_then_given_up_visibly()
    {
        var attempts = 0;
        await using var receiver = await ReceiverAsync(context =>
        {
            Interlocked.Increment(ref attempts);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        var clock = new FakeTimeProvider(AlertSteps.Begin);
        await using var host = await TestHost.StartAsync(clock, null, "--Delivery:AllowPrivateAddresses=true");
        using var steps = await AlertSteps.StartAsync(host, clock);
        var alert = await steps.CreateAsync(new { channels = new { webhook = receiver.Urls.First() + "/hook" } });
        await steps.CallsAsync("10:45", 3);
        await steps.ItIsAsync("11:03");
        await steps.LookedAsync(alert, "firing");
        var incident = (await steps.IncidentsAsync(alert)).Single().GetProperty("id").GetGuid();
        JsonElement delivery = default;
        foreach (var (minutes, expected) in new[] { (0, 1), (2, 2), (8, 3), (40, 4), (170, 5), (400, 5) })
        {
            clock.SetUtcNow(AlertSteps.Begin.AddMinutes(8 + minutes));
            await Eventually.TrueAsync(async () =>
            {
                await host.Services.GetRequiredService<TellIncident>().RunAsync(new(steps.Tenant), new(incident), CancellationToken.None);
                using var client = await host.SignInAsync(steps.Owner.Email);
                delivery = (await client.GetAsync($"/analytics/incidents/{incident}"))["deliveries"][0];
                return delivery.GetProperty("attempts").GetInt32() == expected;
            }, $"it was tried {expected} times");
        }

        (delivery.GetProperty("news").GetString(), delivery.GetProperty("status").GetString(), delivery.GetProperty("detail").GetString())
            .ShouldBe(("opened", "failed", "The webhook cannot take messages at the moment."));
        attempts.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task When_its_owner_may_not_see_figures_any_more_nobody_gets_any_and_the_alert_says_so()
    {
        var (host, steps) = await StartAsync();
        await using var _ = host;
        using var analyst = await host.MemberAsync(steps.Owner, "analyst");
        var alert = (await analyst.PostAsync("/analytics/alerts", AlertSteps.Body(new { channels = new { email = new[] { steps.Owner.Email } } })))
            .ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        await steps.CallsAsync("10:45", 3);
        (await steps.Owner.PatchAsync($"/tenant/members/{analyst.UserId}", new { role = "agent" })).ShouldBe(HttpStatusCode.OK);
        await steps.ItIsAsync("11:03");
        (await steps.LookedAsync(alert, "owner_without_rights")).GetProperty("state_detail").GetString()!.ShouldContain("may no longer see figures");
        (await steps.IncidentsAsync(alert)).ShouldBeEmpty();
        (await steps.EvaluationsAsync(alert)).ShouldBeEmpty();
        ReportSteps.Mails(host, steps.Tenant).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_of_the_alert_ends_its_incident_and_begins_anew()
    {
        var (host, steps) = await StartAsync();
        await using var _ = host;
        var alert = await steps.CreateAsync(new { });
        await steps.CallsAsync("10:45", 3);
        await steps.ItIsAsync("11:03");
        await steps.LookedAsync(alert, "firing");
        var renamed = (await steps.Owner.PutAsync($"/analytics/alerts/{alert}", AlertSteps.Body(new { name = "Very many calls" }))).ShouldBe(HttpStatusCode.OK);
        (renamed["state"].GetString(), renamed["open_incident_id"].ValueKind).ShouldBe(("firing", JsonValueKind.String));
        var changed = (await steps.Owner.PutAsync($"/analytics/alerts/{alert}", AlertSteps.Body(new { condition = new { op = "gt", value = 1 } }))).ShouldBe(HttpStatusCode.OK);
        (changed["state"].GetString(), changed["open_incident_id"].ValueKind).ShouldBe(("waiting", JsonValueKind.Null));
        (await steps.IncidentsAsync(alert)).Single().GetProperty("ending").GetString().ShouldBe("alert_changed");
        (await steps.EvaluationsAsync(alert)).ShouldBeEmpty();
        await steps.LookAsync(alert);
        (await steps.IncidentsAsync(alert)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_runner_looks_by_itself_when_an_hour_is_over()
    {
        var clock = new FakeTimeProvider(AlertSteps.Begin);
        await using var host = await TestHost.StartAsync(clock);
        using var steps = await AlertSteps.StartAsync(host, clock);
        var alert = await steps.CreateAsync(new { channels = new { email = new[] { steps.Owner.Email } } });
        await steps.CallsAsync("10:45", 3);
        clock.SetUtcNow(AlertSteps.Begin.AddMinutes(8));
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(AlertRunner.Pause);
            return Task.FromResult(ReportSteps.Mails(host, steps.Tenant).Count == 1);
        }, "the mail was written");
        using var later = await host.SignInAsync(steps.Owner.Email);
        (await later.GetAsync($"/analytics/alerts/{alert}"))["state"].GetString().ShouldBe("firing");
    }

    private static async Task<(TestHost Host, AlertSteps Steps)> StartAsync()
    {
        var clock = new FakeTimeProvider(AlertSteps.Begin);
        var host = await TestHost.StartAsync(clock);
        return (host, await AlertSteps.StartAsync(host, clock));
    }

    private static string Time(JsonElement of, string name) =>
        of.GetProperty(name).GetDateTimeOffset().UtcDateTime.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<WebApplication> ReceiverAsync(RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var app = builder.Build();
        app.Run(handle);
        await app.StartAsync();
        return app;
    }
}
