using System.Net;
using System.Text.Json.Nodes;
using Callsight.App.Data;
using Callsight.App.EventLog;
using Callsight.App.Privacy;
using Callsight.App.Reporting.Alerts;
using Callsight.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.Support;

/// <summary>At least one of everything a tenant can have, each with a text by which it is known again.</summary>
internal sealed class Belongings
{
    private readonly Dictionary<string, Guid> ids = new(StringComparer.Ordinal);

    private Belongings(ApiClient owner, string mark) => (Owner, Mark) = (owner, mark);

    public ApiClient Owner { get; }

    /// <summary>Stands in every text of the tenant.</summary>
    public string Mark { get; }

    public IReadOnlyDictionary<string, Guid> Ids => ids;

    /// <summary>The name of the tenant's own metric.</summary>
    public string MetricName => $"{Mark}_share";

    public static async Task<Belongings> MakeAsync(TestHost host, string mark)
    {
        var owner = await host.RegisterAsync($"{mark} Ltd", $"{mark}@example.test");
        var own = new Belongings(owner, mark);
        await own.FillAsync(host);
        return own;
    }

    /// <summary>What belongs into an address: an id, or the name of what is known by its name.</summary>
    public string ValueIn(string path, string parameter) =>
        path.Contains("/metrics/{name}", StringComparison.Ordinal) && parameter == "name" ? MetricName : IdIn(path, parameter).ToString();

    /// <summary>The id that belongs into an address, by the kind of thing the address is about.</summary>
    public Guid IdIn(string path, string parameter)
    {
        var before = path[..path.IndexOf($"/{{{parameter}", StringComparison.Ordinal)].Split('/')[^1];
        return Of(before switch
        {
            "agents" => "agent",
            "teams" => "team",
            "queues" => "queue",
            "leads" => "lead",
            "calls" => "call",
            "campaigns" => "campaign",
            "imports" => "import",
            "api-keys" => "api_key",
            "members" => "user",
            "tenants" => "tenant",
            "parked" => "parked_event",
            "saved" => "saved_funnel",
            "event-types" => "event_type",
            "erasures" => "erasure",
            "dashboards" => "dashboard",
            "widgets" => "widget",
            "reports" => "report",
            "custom-reports" => "custom_report",
            "alerts" => "alert",
            "incidents" => "incident",
            "segments" => "segment",
            _ => before,
        }, path);
    }

    /// <summary>The id that belongs into a field or query parameter; null where the name is not that of an id of ours.</summary>
    public Guid? IdFor(string field) => field switch
    {
        "external_id" or "session_id" => null,
        "assigned_agent_id" => ids["agent"],
        "event_id" => ids["event"],
        _ when field.EndsWith("_id", StringComparison.Ordinal) => Of(field[..^3], field),
        _ => null,
    };

    private Guid Of(string kind, string where) => ids.TryGetValue(kind, out var id) ? id
        : throw new InvalidOperationException($"{where}: teach the canary what this is the id of (Belongings.cs).");

    private async Task FillAsync(TestHost host)
    {
        ids["tenant"] = Owner.TenantId;
        ids["team"] = await Owner.CreateAsync("/teams", new { name = Mark, description = Mark });
        ids["agent"] = await Owner.CreateAsync("/agents", new
        {
            name = Mark,
            // That of the owner, who is this agent then.
            email = $"{Mark}@example.test",
            external_id = Mark,
            team_id = ids["team"],
            skills = new[] { Mark },
        });
        ids["queue"] = await Owner.CreateAsync("/queues", new { name = Mark, external_id = Mark });
        ids["campaign"] = await Owner.CreateAsync("/campaigns", new { name = Mark, external_id = Mark, channel = Mark, budget = 1_000 });
        ids["spend"] = await Owner.CreateAsync(
            $"/campaigns/{ids["campaign"]}/spend", new { date = "2026-02-10", amount = 25, note = Mark });
        ids["lead"] = await Owner.CreateAsync("/leads", new
        {
            external_id = Mark,
            first_name = Mark,
            last_name = Mark,
            email = $"lead.{Mark}@example.test",
            phone = Mark,
            company = Mark,
            source = Mark,
            stage = Mark,
            priority = Mark,
            campaign_id = ids["campaign"],
            assigned_agent_id = ids["agent"],
            value = 10,
            tags = new[] { Mark },
            properties = new JsonObject { [Mark] = Mark },
        });
        ids["call"] = await Owner.CreateAsync("/calls", new
        {
            external_id = Mark,
            queue_id = ids["queue"],
            agent_id = ids["agent"],
            lead_id = ids["lead"],
            campaign_id = ids["campaign"],
            phone_number = Mark,
            started_at = "2026-02-10T12:00:00Z",
            talk_seconds = 60,
            outcome = Mark,
            rating = 4,
            transferred_to = Mark,
            recording_url = Mark,
            properties = new JsonObject { [Mark] = Mark },
        });
        (await Owner.PatchAsync($"/agents/{ids["agent"]}/availability", new { status = "available", reason = Mark }))
            .ShouldBe(HttpStatusCode.OK);
        ids["agent_state"] = (await Owner.GetAsync($"/agents/{ids["agent"]}/availability")).Rows[0].GetProperty("id").GetGuid();
        ids["user"] = (await Owner.PostAsync("/tenant/members", new
        {
            email = $"member.{Mark}@example.test",
            role = "analyst",
            password = TestHost.Password,
            first_name = Mark,
            last_name = Mark,
        })).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        ids["api_key"] = await Owner.CreateAsync("/api-keys", new { name = Mark, scopes = new[] { "leads:read" } });
        ids["event"] = Guid.CreateVersion7();
        (await Owner.PostAsync("/analytics/events", new
        {
            event_id = ids["event"],
            type = Mark,
            user_id = Mark,
            session_id = Mark,
            lead_id = ids["lead"],
            agent_id = ids["agent"],
            properties = new JsonObject { [Mark] = Mark },
        })).ShouldBe(HttpStatusCode.Accepted);
        ids["saved_funnel"] = await Owner.CreateAsync("/analytics/funnels/saved", new
        {
            name = Mark,
            description = Mark,
            definition = new { steps = new[] { new { @event = Mark }, new { @event = "lead_converted" } } },
        });
        ids["segment"] = await Owner.CreateAsync(
            "/segments", new { name = Mark, description = Mark, filter = new { field = "source", op = "eq", value = Mark } });
        ids["dashboard"] = await Owner.CreateAsync("/analytics/dashboards", new { name = Mark, description = Mark });
        ids["widget"] = await Owner.CreateAsync($"/analytics/dashboards/{ids["dashboard"]}/widgets",
            new { title = Mark, widget_type = "text", config = new { text = Mark } });
        ids["custom_report"] = await Owner.CreateAsync("/analytics/custom-reports", new
        {
            name = Mark,
            description = Mark,
            metrics = new[] { "calls_total" },
            dimensions = new[] { "agent" },
            period = "last_30_days",
            schedule = "0 7 * * 1-5",
            recipients = new[] { $"{Mark}@example.test" },
        });
        ids["report"] = (await Owner.PostAsync($"/analytics/custom-reports/{ids["custom_report"]}/run", null))
            .ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        await Owner.ReportMadeAsync(ids["report"]);
        ids["alert"] = await Owner.CreateAsync("/analytics/alerts", new
        {
            name = Mark,
            metric = "calls_total",
            condition = new { op = "gt", value = 10 },
            interval = "day",
            channels = new { email = new[] { $"{Mark}@example.test" } },
        });
        ids["incident"] = await AddAsync(host, new Incident
        {
            Id = Id<Incident>.New(),
            AlertId = new Id<Alert>(ids["alert"]),
            Revision = 1,
            AlertName = Mark,
            Definition = """{"metric":"calls_total","condition":{"op":"gt","value":10},"interval":"day"}""",
            OpenedInterval = DateTimeOffset.UnixEpoch,
            StartedAt = DateTimeOffset.UnixEpoch,
            OpenedAt = DateTimeOffset.UnixEpoch,
            Opened = Figures,
            Worst = Figures,
            Last = Figures,
            Note = Mark,
        }, incident => incident.Id.Value);
        await AddAsync(host, new AlertEvaluation
        {
            Id = Id<AlertEvaluation>.New(),
            AlertId = new Id<Alert>(ids["alert"]),
            Revision = 1,
            IntervalStart = DateTimeOffset.UnixEpoch,
            IntervalEnd = DateTimeOffset.UnixEpoch.AddDays(1),
            Figures = Figures,
        }, evaluation => evaluation.Id.Value);
        // Types of events have names instead of ids.
        ids["event_type"] = Guid.CreateVersion7();
        (await Owner.PutAsync($"/analytics/event-types/{ids["event_type"]}", new
        {
            description = Mark,
            fields = new[] { new { name = Mark, type = "text", description = Mark } },
        })).ShouldBe(HttpStatusCode.OK);
        (await Owner.PostAsync("/analytics/metrics", new { name = $"{Mark}_count", title = Mark, @event = Mark, aggregate = "count" }))
            .ShouldBe(HttpStatusCode.Created);
        (await Owner.PostAsync("/analytics/metrics", new { name = MetricName, title = Mark, numerator = $"{Mark}_count", denominator = "events_total" }))
            .ShouldBe(HttpStatusCode.Created);
        ids["import"] = (await Owner.ImportAsync($"Id,Name,Value\n{Mark}-2,{Mark},5\n{Mark}-3,{Mark},none\n",
            """{"kind":"leads","fields":{"external_id":"Id","first_name":"Name","value":"Value"}}""")).GetProperty("id").GetGuid();
        ids["parked_event"] = await AddAsync(host, new ParkedEvent
        {
            Id = Id<ParkedEvent>.New(),
            Subscriber = Mark,
            LogTransaction = 0,
            LogPosition = 1,
            EventId = ids["event"],
            Type = Mark,
            Reason = Mark,
            ParkedAt = DateTimeOffset.UnixEpoch,
        }, parked => parked.Id.Value);
        ids["erasure"] = await AddAsync(host, new Erasure
        {
            Id = Id<Erasure>.New(),
            RequestId = null,
            Person = null,
            Status = ErasureStatus.Completed,
            RequestedBy = ids["user"],
            RequestedAt = DateTimeOffset.UnixEpoch,
            Suppresses = true,
        }, erasure => erasure.Id.Value);
        await host.CaughtUpAsync();
    }

    private const string Figures = """{"interval_start":"1970-01-01T00:00:00Z","value":20,"high":10}""";

    /// <summary>What nothing that comes in over HTTP leads to, or what must not take anything away.</summary>
    private async Task<Guid> AddAsync<T>(TestHost host, T row, Func<T, Guid> id)
        where T : class
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(new TenantId(Owner.TenantId));
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.Add(row);
        await db.SaveChangesAsync();
        return id(row);
    }
}
