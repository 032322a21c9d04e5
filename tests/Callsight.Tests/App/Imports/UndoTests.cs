using System.Net;
using System.Text;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Imports;
using Callsight.Core;
using Callsight.Tests.App.RealData;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.App.Imports;

[AlsoOnPostgres]
public sealed class UndoTests
{
    private const string Leads = """
        {"kind":"leads","time_zone":"UTC","fields":{"external_id":"Id","company":"Company","value":"Value","campaign":"From","agent":"Agent",
         "status":"Status","created_at":"At","converted_at":"Won","tags":"Tags","properties.size":"Size"}}
        """;

    private const string LeadHeader = "Id,Company,Value,From,Agent,Status,At,Won,Tags,Size\n";

    [Fact]
    public async Task Answers_after_an_undo_are_those_before_the_import()
    {
        var data = PublicData.Open("olist_funnel");
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await owner.TakeAsync("leads.csv",
            $"{LeadHeader}L-1,Acme,10,Spring,Ann,converted,2018-01-02,2018-02-03,x;y,1\nL-2,Bell,20,Spring,Bob,new,2018-01-05,,,\n", Leads);
        var states = new Stack<(JsonElement Import, string[] Answers)>();
        foreach (var (file, mapping) in new[]
                 {
                     ("olist_marketing_qualified_leads_dataset.csv", "olist_leads.json"), ("olist_closed_deals_dataset.csv", "olist_deals.json"),
                 })
        {
            await host.CaughtUpAsync();
            var answers = await AnswersAsync(owner, "2017-01-01", "2018-12-31");
            states.Push((await data.ImportAsync(owner, file, mapping), answers));
        }

        // The last first: the deals change 842 leads of the other file and make 22 agents.
        (await owner.UndoAsync(states.Peek().Import)).Undone().ShouldBe((22, 842, 0));
        await host.CaughtUpAsync();
        (await AnswersAsync(owner, "2017-01-01", "2018-12-31")).ShouldBe(states.Pop().Answers);
        (await owner.UndoAsync(states.Peek().Import)).Undone().ShouldBe((8_000, 0, 0));
        await host.CaughtUpAsync();
        (await AnswersAsync(owner, "2017-01-01", "2018-12-31")).ShouldBe(states.Pop().Answers);
    }

    [Fact]
    public async Task Calls_spending_campaigns_and_events_go_as_they_came()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        const string Calls = """
            {"kind":"calls","time_zone":"UTC","fields":{"external_id":"Id","started_at":"At","status":"Status","talk_seconds":"Talk","rating":"Stars",
             "agent":"Agent","queue":"Queue","lead":"Lead"}}
            """;
        const string Spend = """{"kind":"campaign_spend","fields":{"campaign":"C","date":"Day","amount":"Amount"}}""";
        const string Campaigns = """{"kind":"campaigns","fields":{"external_id":"Id","name":"Name","budget":"Budget"}}""";
        const string Events = """{"kind":"events","fields":{"type":"What","occurred_at":"At","user_id":"Who","campaign":"C"}}""";
        await owner.TakeAsync("a.csv", "Id,At,Status,Talk,Stars,Agent,Queue,Lead\nC-1,2018-01-02T10:00,completed,60,5,Ann,Main,L-1\n", Calls);
        await owner.TakeAsync("a.csv", "C,Day,Amount\nSpring,2018-01-03,100\n", Spend);
        await owner.TakeAsync("a.csv", "What,At,Who,C\npage_viewed,2018-01-04T10:00Z,u1,Spring\n", Events);
        await host.CaughtUpAsync();
        var before = await AnswersAsync(owner, "2018-01-01", "2018-03-31");
        JsonElement[] imports =
        [
            await owner.TakeAsync("b.csv", "Id,At,Status,Talk,Stars,Agent,Queue,Lead\n" +
                "C-1,2018-01-02T11:00,missed,,,Bob,Other,L-2\nC-2,2018-01-05T10:00,completed,30,1,Bob,Other,L-1\n", Calls),
            await owner.TakeAsync("b.csv", "C,Day,Amount\nSpring,2018-01-03,150\nSpring,2018-01-04,7\nAutumn,2018-01-04,7\n", Spend),
            await owner.TakeAsync("b.csv", "Id,Name,Budget\nS-1,Spring,500\nW-1,Winter,5\n", Campaigns),
            await owner.TakeAsync("b.csv", "What,At,Who,C\npage_viewed,2018-01-04T11:00Z,u2,Spring\npage_viewed,2018-01-04T10:00Z,u1,Spring\n", Events),
        ];
        await host.CaughtUpAsync();
        (await AnswersAsync(owner, "2018-01-01", "2018-03-31")).ShouldNotBe(before);
        var undone = new List<(long, long, long)>();
        foreach (var import in imports)
            undone.Add((await owner.UndoAsync(import)).Undone());

        // The call and its agent, queue and lead; two days of spending and a campaign; a campaign; an event.
        undone.ShouldBe([(4, 1, 0), (3, 1, 0), (1, 1, 0), (1, 0, 0)]);
        await host.CaughtUpAsync();
        (await AnswersAsync(owner, "2018-01-01", "2018-03-31")).ShouldBe(before);
        (await NamesAsync(owner, "/agents")).ShouldBe(["Ann"]);
        (await NamesAsync(owner, "/queues")).ShouldBe(["Main"]);
        (await NamesAsync(owner, "/campaigns")).ShouldBe(["Spring"]);

        // What was taken back can come again.
        (await owner.TakeAsync("b.csv", "What,At,Who,C\npage_viewed,2018-01-04T11:00Z,u2,Spring\n", Events)).Counts().New.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_changed_since_is_kept_with_its_reason_and_tried_again()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        await owner.TakeAsync("a.csv", $"{LeadHeader}A,Acme,1,,,,2026-01-01,,,\nB,Bell,1,,,,2026-01-01,,,\n", Leads);
        var import = await owner.TakeAsync("b.csv",
            $"{LeadHeader}A,Acme 2,2,,Bob,converted,2026-01-01,2026-01-05,x,9\nB,Bell 2,2,,,,2026-01-01,,,\nC,Coop,3,,,,2026-01-01,,,\n", Leads);
        var lead = (await owner.GetAsync("/leads")).Rows.Single(l => l.GetProperty("external_id").GetString() == "B").GetProperty("id").GetGuid();
        (await owner.PatchAsync($"/leads/{lead}", new { company = "Bell & Sons" })).ShouldBe(HttpStatusCode.OK);
        var undo = await owner.UndoAsync(import);
        undo.Undone().ShouldBe((2, 1, 1));
        var kept = undo.GetProperty("kept").EnumerateArray().Single();
        (kept.GetProperty("kind").GetString(), kept.GetProperty("external_id").GetString()).ShouldBe(("leads", "B"));
        kept.GetProperty("reason").GetString()!.ShouldContain("company");
        (await ShownAsync(owner)).ShouldBe(["A|Acme|1|new||[]|", "B|Bell & Sons|2|new||[]|"]);

        // As the import left it: now it can go back.
        await owner.PatchAsync($"/leads/{lead}", new { company = "Bell 2" });
        (await owner.UndoAsync(import)).Undone().ShouldBe((2, 2, 0));
        (await ShownAsync(owner)).ShouldBe(["A|Acme|1|new||[]|", "B|Bell|1|new||[]|"]);
        (await owner.UndoAsync(import)).Undone().ShouldBe((2, 2, 0));
    }

    [Fact]
    public async Task What_others_use_stays_and_what_is_gone_does_not_matter()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.TakeAsync("a.csv", $"{LeadHeader}A,,1,Spring,Ann,,2026-01-01,,,\nB,,1,Autumn,Bob,,2026-01-01,,,\n", Leads);
        await owner.TakeAsync("b.csv", $"{LeadHeader}C,,1,Spring,Ann,,2026-01-01,,,\n", Leads);
        var gone = (await owner.GetAsync("/leads")).Rows.Single(l => l.GetProperty("external_id").GetString() == "B").GetProperty("id").GetGuid();
        (await owner.DeleteAsync($"/leads/{gone}")).ShouldBe(HttpStatusCode.NoContent);
        var undo = await owner.UndoAsync(import);
        undo.Undone().ShouldBe((3, 0, 2));
        undo.GetProperty("rows_gone").GetInt32().ShouldBe(1);
        (await NamesAsync(owner, "/agents")).ShouldBe(["Ann"]);
        (await NamesAsync(owner, "/campaigns")).ShouldBe(["Spring"]);
    }

    [Fact]
    public async Task Only_an_import_that_is_done_can_be_undone()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync($"/imports/{Guid.CreateVersion7()}/undo", null)).ShouldBe(HttpStatusCode.NotFound, "import.not_found");
        var dry = await owner.TakeAsync("a.csv", $"{LeadHeader}A,,1,,,,2026-01-01,,,\n", Leads, dryRun: true);
        (await owner.PostAsync($"/imports/{dry.GetProperty("id").GetGuid()}/undo", null)).ShouldBe(HttpStatusCode.Conflict, "import.dry_run");
        var running = Id<Import>.New();
        await InTenantAsync(await TestHost.SharedAsync(), owner, async db =>
        {
            db.Add(new Import
            {
                Id = running,
                Kind = "leads",
                FileName = "a.csv",
                Mapping = Leads,
                DryRun = false,
                RecordsChanges = true,
                Status = ImportStatus.Running,
                CreatedAt = DateTimeOffset.UnixEpoch,
            });
            await db.SaveChangesAsync();
        });
        (await owner.PostAsync($"/imports/{running}/undo", null)).ShouldBe(HttpStatusCode.Conflict, "import.not_finished");
    }

    [Fact]
    public async Task An_undo_that_is_cut_off_goes_on_where_it_stopped()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var csv = new StringBuilder(LeadHeader);
        for (var row = 0; row < 1_100; row++)
            csv.Append($"L{row},Acme,1,,,,2026-01-01,,,\n");
        var import = await owner.TakeAsync("a.csv", csv.ToString(), Leads);
        var id = new Id<Import>(import.GetProperty("id").GetGuid());
        var clock = host.Services.GetRequiredService<TimeProvider>();
        await InTenantAsync(host, owner, async db =>
            await UndoImport.AskAsync(db, await db.Set<Import>().SingleAsync(i => i.Id == id), clock, CancellationToken.None));
        var undo = host.Services.GetRequiredService<TakeImportBack>();
        await Should.ThrowAsync<InvalidOperationException>(
            () => undo.RunAsync(new TenantId(owner.TenantId), id, new CutOff(), CancellationToken.None));
        (await UndoOf()).ShouldBe(("running", 100));
        await undo.RunAsync(new TenantId(owner.TenantId), id, null, CancellationToken.None);
        (await UndoOf()).ShouldBe(("completed", 1_100));
        (await owner.GetAsync("/leads")).Rows.ShouldBeEmpty();

        async Task<(string?, int)> UndoOf()
        {
            var shown = (await owner.GetAsync($"/imports/{id}"))["undo"];
            return (shown.GetProperty("status").GetString(), shown.GetProperty("rows_removed").GetInt32());
        }
    }

    /// <summary>All figures of a period, by month and by agent and source, and a funnel.</summary>
    private static async Task<string[]> AnswersAsync(ApiClient client, string from, string to)
    {
        var answers = new StringBuilder();
        var metrics = (await client.GetAsync("/analytics/metrics")).ShouldBe(HttpStatusCode.OK)["data"].EnumerateArray()
            .Select(m => m.GetProperty("name").GetString()!).ToList();
        foreach (var metric in metrics)
            foreach (var dimension in new[] { null, "agent", "source", "campaign" })
            {
                var answer = await client.PostAsync("/analytics/query", new
                {
                    metrics = new[] { metric },
                    dimensions = dimension is null ? [] : new[] { dimension },
                    interval = dimension is null ? "month" : "none",
                    start_date = from,
                    end_date = to,
                    limit = 1_000,
                });
                // Some metrics have no such dimension; that stays so.
                if (answer.Status is HttpStatusCode.OK)
                    answers.Append(metric).Append(dimension).Append(answer["rows"]).Append(answer["totals"]).Append('\n');
            }

        var funnel = await client.PostAsync("/analytics/funnels", new
        {
            steps = new[] { new { @event = "lead_created" }, new { @event = "lead_converted" } },
            start_date = from,
            end_date = to,
            window = new { value = 300, unit = "day" },
        });
        answers.Append(funnel.ShouldBe(HttpStatusCode.OK)["stages"]);
        return answers.ToString().Split('\n');
    }

    private static async Task<List<string>> ShownAsync(ApiClient client) => [.. (await client.GetAsync("/leads")).Rows
        .OrderBy(l => l.GetProperty("external_id").GetString())
        .Select(l => string.Join('|', new[] { "external_id", "company", "value", "status", "converted_at", "tags", "assigned_agent_id" }
            .Select(f => l.TryGetProperty(f, out var value) && value.ValueKind is not JsonValueKind.Null
                ? value.ValueKind is JsonValueKind.Number ? value.GetDecimal().ToString("0.##") : value.ToString() : "")))];

    private static async Task<List<string?>> NamesAsync(ApiClient client, string path) =>
        [.. (await client.GetAsync(path)).Rows.Select(r => r.GetProperty("name").GetString()).Order()];

    private static async Task InTenantAsync(TestHost host, ApiClient owner, Func<AppDb, Task> work)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(new TenantId(owner.TenantId));
        await work(scope.ServiceProvider.GetRequiredService<AppDb>());
    }

    /// <summary>Stops the work after its first step.</summary>
    private sealed class CutOff : IProgress<UndoProgress>
    {
        public void Report(UndoProgress value) => throw new InvalidOperationException("Cut off.");
    }
}
