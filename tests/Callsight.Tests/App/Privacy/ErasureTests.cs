using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Store;
using Callsight.App.Reporting.Reports;
using Callsight.Tests.App.Imports;
using Callsight.Tests.App.Reporting;
using Callsight.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.App.Privacy;

public sealed class ErasureTests
{
    private const string Email = "mia.traced@nowhere.example";
    private const string Phone = "+49 171 5556677";

    /// <summary>Everything that says who it was. Nothing of it may be found anywhere afterwards.</summary>
    private static readonly string[] Needles =
    [
        "mia.traced", "Mia", "Tracedson", "Traced Ltd", "5556677", "CRM-4711", "PBX-1", "PBX-2", "mia-web", "mia-device", "mia-phone", "blue shoes", "vip-mia",
        "mia-session", "records.example/1",
    ];

    private const string LeadMapping = """{"kind":"leads","fields":{"external_id":"Id","first_name":"Name","email":"Mail","status":"Status"}}""";
    private const string LeadFile = "Id,Name,Mail,Status\nCRM-4711,Mia,mia.traced@nowhere.example,new\nCRM-1,Bob,bob@nowhere.example,new\n" +
        "CRM-4711,Mia,mia.traced@nowhere.example,dancing\nCRM-2,Ida,ida@nowhere.example,dancing\n";

    [Fact]
    public async Task Nothing_that_says_who_it_was_is_left_and_the_figures_stay()
    {
        await using var host = await TestHost.StartAsync();
        using var owner = await host.RegisterAsync();
        await FillAsync(owner);
        await host.CaughtUpAsync();
        var before = await FiguresAsync(owner);
        await owner.MakeAsync("custom", "csv", ",\"metrics\":[\"leads_generated\"],\"dimensions\":[\"lead\"]");
        var harmless = await owner.MakeAsync("call_analysis", "csv");
        (await EverythingAsync(host)).ShouldContain("Tracedson");
        Needles.Where(n => !Holds(host, n)).ShouldBeEmpty("the test would prove nothing");

        var done = await EraseAsync(owner, new { email = Email.ToUpperInvariant() });
        var erased = done.GetProperty("erased");
        (erased.GetProperty("leads").GetInt64(), erased.GetProperty("calls").GetInt64()).ShouldBe((1, 2));
        erased.GetProperty("events").GetInt64().ShouldBeGreaterThan(6);
        erased.GetProperty("kept_answers").GetInt64().ShouldBe(1);
        erased.GetProperty("imports").GetInt64().ShouldBe(1);
        erased.GetProperty("reports").GetInt64().ShouldBe(1);
        (await owner.BytesAsync($"/analytics/reports/{harmless.GetProperty("id").GetGuid()}/download")).Length.ShouldBeGreaterThan(0);
        await host.CaughtUpAsync();
        Needles.Where(n => Holds(host, n)).ShouldBeEmpty(await EverythingAsync(host));
        (await FiguresAsync(owner)).ShouldBe(before);

        // Others are left as they were.
        (await owner.GetAsync("/leads")).Rows.Select(l => l.GetProperty("first_name").GetString()).ShouldBe(["Bob", null], ignoreOrder: true);
        (await owner.RejectedAsync(await FirstImportAsync(owner))).ShouldContain("Ida");
        var mentions = (await owner.GetAsync("/analytics/events?type=note_written")).Rows.Single();
        mentions.GetProperty("properties").GetProperty("text").GetString().ShouldBe("erased called from 0, call back");
        mentions.GetProperty("user_id").GetString().ShouldBe("agent-7");
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_was_erased_does_not_come_back_by_a_file_a_library_or_a_form_until_let_in()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await FillAsync(owner);
        var leads = (await owner.GetAsync("/leads")).Rows;
        var mia = leads.Single(l => l.GetProperty("first_name").GetString() == "Mia").GetProperty("id").GetGuid();
        var erasure = (await EraseAsync(owner, new { lead_id = mia })).GetProperty("id").GetGuid();

        (await owner.PostAsync("/leads", new { first_name = "Mia", email = Email })).ShouldBe(HttpStatusCode.Conflict, "person.erased");
        (await owner.PostAsync("/leads", new { first_name = "Mia", phone = "0049 171/5556677" })).ShouldBe(HttpStatusCode.Conflict, "person.erased");
        (await owner.PatchAsync($"/leads/{mia}", new { email = Email })).ShouldBe(HttpStatusCode.Conflict, "person.erased");
        (await owner.PostAsync("/analytics/events", new { type = "page_viewed", lead_id = mia })).Code.ShouldBe("person.erased");
        (await owner.PostAsync("/analytics/events", new { events = new object[] { new { type = "a", user_id = "mia-web" }, new { type = "b" } } }))
            .ShouldBe(HttpStatusCode.Accepted)["rejected"].GetInt32().ShouldBe(1);
        (await owner.TakeAsync("leads.csv", LeadFile, LeadMapping)).Counts().ShouldBe((0, 0, 1, 3));
        (await owner.TakeAsync("calls.csv", "Id,At,Lead\nPBX-1,2026-02-01T10:00:00Z,CRM-4711\nPBX-9,2026-02-01T10:00:00Z,\n",
            """{"kind":"calls","fields":{"external_id":"Id","started_at":"At","lead":"Lead"}}""")).Counts().ShouldBe((1, 0, 0, 1));
        (await owner.TakeAsync("events.csv", "At,User\n2026-02-01T10:00:00Z,mia-web\n",
            """{"kind":"events","fields":{"type":{"value":"a"},"occurred_at":"At","user_id":"User"}}""")).Counts().ShouldBe((0, 0, 0, 1));

        // Somebody else with the same address elsewhere is somebody else.
        using var stranger = await host.RegisterAsync();
        (await stranger.PostAsync("/leads", new { first_name = "Mia", email = Email })).ShouldBe(HttpStatusCode.Created);

        (await owner.PostAsync($"/privacy/erasures/{erasure}/lift", null)).ShouldBe(HttpStatusCode.OK)["suppressed"].GetBoolean().ShouldBeFalse();
        (await owner.PostAsync("/leads", new { first_name = "Mia", email = Email })).ShouldBe(HttpStatusCode.Created);
        (await owner.PostAsync("/analytics/events", new { type = "a", user_id = "mia-web" })).ShouldBe(HttpStatusCode.Accepted)["accepted"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Another_tenants_records_of_the_same_person_are_not_touched()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var stranger = await host.RegisterAsync();
        await FillAsync(owner);
        await FillAsync(stranger);
        await host.CaughtUpAsync();
        var before = await SeenAsync(stranger);
        before.ShouldContain("blue shoes");
        await EraseAsync(owner, new { email = Email });
        await host.CaughtUpAsync();
        (await SeenAsync(stranger)).ShouldBe(before);
    }

    [Fact]
    public async Task A_report_that_is_being_made_is_waited_for_since_it_may_have_read_before()
    {
        await using var host = await TestHost.StartAsync();
        using var owner = await host.RegisterAsync();
        await FillAsync(owner);
        await host.CaughtUpAsync();
        var running = await ReportSteps.LeaveBehindAsync(
            host, owner.TenantId, ReportSteps.Running(null, ReportCause.Request, DateTimeOffset.UnixEpoch.AddYears(60)));
        var asked = (await owner.PostAsync("/privacy/erasures", new { email = Email })).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        await Eventually.TrueAsync(async () => (await ErasedAsync()).TryGetProperty("events", out _), "the events were emptied");
        (await owner.GetAsync($"/privacy/erasures/{asked}"))["status"].GetString().ShouldNotBe("completed");
        (await ErasedAsync()).TryGetProperty("reports", out _).ShouldBeFalse();
        (await owner.PostAsync($"/analytics/reports/{running}/cancel", null)).ShouldBe(HttpStatusCode.OK);
        await DoneAsync(owner, asked);

        async Task<JsonElement> ErasedAsync() => (await owner.GetAsync($"/privacy/erasures/{asked}"))["erased"];
    }

    [Fact]
    public async Task It_goes_on_after_a_stop_and_a_repeated_request_is_one_erasure()
    {
        var folder = Directory.CreateTempSubdirectory("callsight-host-").FullName;
        Guid erasure;
        string token;
        await using (var host = await TestHost.StartAsync(folder: folder))
        {
            using var owner = await host.RegisterAsync();
            await FillAsync(owner);
            var asked = await owner.PostAsync("/privacy/erasures", new { phone = Phone, user_id = "mia-web" }, ("Idempotency-Key", "once"));
            erasure = asked.ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
            (await owner.PostAsync("/privacy/erasures", new { phone = Phone, user_id = "mia-web" }, ("Idempotency-Key", "once")))["id"].GetGuid().ShouldBe(erasure);
            token = owner.AccessToken!;
        }

        await using (var host = await TestHost.StartAsync(folder: folder))
        {
            using var owner = host.Anonymous();
            owner.UseToken(token);
            await DoneAsync(owner, erasure);
            await host.CaughtUpAsync();
            Needles.Where(n => Holds(host, n)).ShouldBeEmpty();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_asks_for_a_person_and_for_the_right_to_erase()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var supervisor = await host.MemberAsync(owner, "supervisor");
        (await owner.PostAsync("/privacy/erasures", new { })).ShouldBe(HttpStatusCode.BadRequest);
        (await owner.PostAsync("/privacy/erasures", new { phone = "12 34" })).Fields.ShouldBe(["phone"]);
        (await owner.PostAsync("/privacy/erasures", new { lead_id = Guid.CreateVersion7() })).Fields.ShouldBe(["lead_id"]);
        (await supervisor.PostAsync("/privacy/erasures", new { email = Email })).ShouldBe(HttpStatusCode.Forbidden, "auth.forbidden");
        (await supervisor.GetAsync("/privacy/erasures")).ShouldBe(HttpStatusCode.Forbidden, "auth.forbidden");
    }

    private static async Task FillAsync(ApiClient owner)
    {
        await owner.TakeAsync("leads.csv", LeadFile, LeadMapping);
        var mia = (await owner.GetAsync("/leads")).Rows.Single(l => l.GetProperty("first_name").GetString() == "Mia").GetProperty("id").GetGuid();
        (await owner.PatchAsync($"/leads/{mia}", new
        {
            last_name = "Tracedson",
            company = "Traced Ltd",
            phone = Phone,
            tags = new[] { "vip-mia" },
            properties = new JsonObject { ["wants"] = "blue shoes" },
        })).ShouldBe(HttpStatusCode.OK);
        (await owner.PostAsync($"/leads/{mia}/status", new { status = "converted", value = 20, reason = "blue shoes" },
            ("Idempotency-Key", $"{mia}"))).ShouldBe(HttpStatusCode.OK);
        await owner.CreateAsync("/calls", Call("PBX-1", mia, Phone, "records.example/1"));
        await owner.CreateAsync("/calls", Call("PBX-2", null, "0049 171 5556677", "records.example/1"));
        await owner.CreateAsync("/calls", Call("PBX-3", null, "+49 30 1234567", null));
        var bob = (await owner.GetAsync("/leads")).Rows.Single(l => l.GetProperty("first_name").GetString() == "Bob").GetProperty("id").GetGuid();
        await owner.PostAsync("/analytics/events", new
        {
            events = new object[]
            {
                new { type = "page_viewed", user_id = "mia-web", session_id = "mia-session", properties = new { page = "blue shoes" } },
                new { type = "page_viewed", user_id = "mia-web", session_id = "mia-session" },
                new { type = "page_viewed", user_id = "mia-device", properties = new { page = "blue shoes" } },
                new { type = "page_viewed", user_id = "bob-web", lead_id = bob, properties = new { page = "red shoes" } },
                new { type = "form_sent", user_id = "mia-phone", lead_id = mia, properties = new { text = "blue shoes" } },
                new { type = "lead_opened", user_id = "agent-7", lead_id = mia, properties = new { why = "blue shoes" } },
                new { type = "lead_opened", user_id = "agent-7", lead_id = bob },
                new { type = "note_written", user_id = "agent-7", properties = new { text = $"{Email} called from {Phone}, call back" } },
            },
        });
        await owner.PostAsync("/v1/identify", new JsonObject
        {
            ["userId"] = "mia-web",
            ["anonymousId"] = "mia-device",
            ["traits"] = new JsonObject { ["email"] = Email, ["firstName"] = "Mia" },
        }.ToJsonString());
    }

    private static object Call(string id, Guid? lead, string phone, string? recording) => new
    {
        external_id = id,
        direction = "inbound",
        status = "completed",
        lead_id = lead,
        phone_number = phone,
        started_at = "2026-02-01T10:00:00Z",
        talk_seconds = 60,
        recording_url = recording is null ? null : "https://" + recording,
        properties = recording is null ? null : new JsonObject { ["wants"] = "blue shoes" },
    };

    private static async Task<JsonElement> EraseAsync(ApiClient owner, object whom)
    {
        var asked = await owner.PostAsync("/privacy/erasures", whom);
        return await DoneAsync(owner, asked.ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid());
    }

    private static async Task<JsonElement> DoneAsync(ApiClient owner, Guid erasure)
    {
        ApiAnswer? seen = null;
        await Eventually.TrueAsync(async () =>
            (seen = await owner.GetAsync($"/privacy/erasures/{erasure}"))["status"].GetString() == "completed", "the erasure is done");
        return seen!.Body;
    }

    private static async Task<JsonElement> FirstImportAsync(ApiClient owner) => (await owner.GetAsync("/imports")).Rows[^1];

    private static async Task<string> FiguresAsync(ApiClient owner)
    {
        var answer = await owner.PostAsync("/analytics/query", new
        {
            metrics = new[] { "calls_total", "leads_generated", "leads_converted", "total_revenue", "unique_users", "first_contact_resolution" },
            dimensions = new[] { "status" },
            start_date = "2025-01-01",
            end_date = "2034-12-31",
        });
        var funnel = await owner.PostAsync("/analytics/funnels", new
        {
            steps = new[] { new { @event = "page_viewed" }, new { @event = "form_sent" } },
            entity = "session",
            start_date = "2025-01-01",
            end_date = "2034-12-31",
        });
        answer.ShouldBe(HttpStatusCode.OK);
        return answer["rows"].GetRawText() + answer["totals"].GetRawText() + funnel.ShouldBe(HttpStatusCode.OK)["stages"].GetRawText();
    }

    private static async Task<string> SeenAsync(ApiClient owner) =>
        (await owner.GetAsync("/leads")).Text + (await owner.GetAsync("/calls")).Text + (await owner.GetAsync("/analytics/events?limit=200")).Text
        + await FiguresAsync(owner);

    private static bool Holds(TestHost host, string needle) =>
        EverythingAsync(host).GetAwaiter().GetResult().Contains(needle, StringComparison.OrdinalIgnoreCase);

    /// <summary>Every value of every table of both stores, and every file beside them.</summary>
    private static async Task<string> EverythingAsync(TestHost host)
    {
        var all = new StringWriter();
        await using (var records = new SqliteConnection($"Data Source={Path.Combine(host.Folder, "callsight.db")};Mode=ReadOnly"))
        {
            await records.OpenAsync();
            foreach (var table in await ReadAsync(records, "SELECT name FROM sqlite_master WHERE type = 'table'"))
                foreach (var row in await ReadAsync(records, $"SELECT * FROM \"{table}\""))
                    await all.WriteLineAsync($"{table}: {row}");
        }

        var store = host.Services.GetRequiredService<DuckDbEventStore>();
        foreach (var table in (await store.ReadAsync(default, new SqlStatement(
                     "SELECT table_schema || '.' || table_name FROM information_schema.tables", []), default)).Rows)
            foreach (var row in (await store.ReadAsync(default, new SqlStatement($"SELECT CAST(t AS VARCHAR) FROM {table[0]} AS t", []), default)).Rows)
                await all.WriteLineAsync($"{table[0]}: {row[0]}");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(host.Folder, "imports"), "*", SearchOption.AllDirectories))
            await all.WriteLineAsync($"{file}: {await File.ReadAllTextAsync(file)}");
        return all.ToString();
    }

    private static async Task<List<string>> ReadAsync(SqliteConnection records, string sql)
    {
        await using var command = records.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString())));
        return rows;
    }
}
