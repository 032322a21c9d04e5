using System.Net;
using System.Text;
using System.Text.Json;
using Callsight.App.Imports;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.App.Imports;

[AlsoOnPostgres]
public sealed class ImportTests
{
    private const string Calls = """
        {"kind":"calls","time_zone":"UTC","fields":{"external_id":"Id","started_at":"When","status":"State","talk_seconds":"Talk","rating":"Stars"}}
        """;

    [Fact]
    public async Task An_import_that_cannot_be_gone_on_with_ends_as_failed_and_says_what_to_do()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var (imports, tenant) = (host.Services.GetRequiredService<ImportFile>(), new TenantId(owner.TenantId));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("Id,When,State,Talk,Stars\nA,2026-01-31T10:00:00,completed,60,5\n"));
        var id = (await imports.AddAsync(tenant, content, "lost.csv", Calls, dryRun: false, default)).Value;
        imports.Forget(tenant, id); // As when somebody clears the folder.
        await host.Services.GetRequiredService<ImportRunner>().AddAsync(tenant, id, default);
        await Eventually.TrueAsync(async () => (await owner.GetAsync($"/imports/{id}"))["status"].GetString() == "failed", "it has ended");
        (await owner.GetAsync($"/imports/{id}"))["failure"].GetString()!.ShouldContain("import the file again");

        // The runner has others to run.
        var next = await owner.ImportAsync("Id,When,State,Talk,Stars\nA,2026-01-31T10:00:00,completed,60,5\n", Calls);
        Status(next).ShouldBe(("completed", 1, 0));
    }

    [Theory]
    [InlineData("A,2026-01-31T10:00:00,completed,60,5", null)]
    [InlineData("\"A\"x,2026-01-31T10:00:00,completed,60,5", "row")]
    [InlineData("A,2026-01-31T10:00:00,completed", "row")]
    [InlineData("A,2026-01-31T10:00:00,completed,60,5,more", "row")]
    [InlineData("A,2026-02-30T10:00:00,completed,60,5", "started_at")]
    [InlineData("A,1887-01-31T10:00:00,completed,60,5", "started_at")]
    [InlineData("A,2026-01-31T10:00:00,completed,-60,5", "talk_seconds")]
    [InlineData("A,2026-01-31T10:00:00,completed,60,7", "rating")]
    [InlineData("A,2026-01-31T10:00:00,napping,60,5", "status")]
    public async Task A_row_that_cannot_be_is_refused_with_its_field(string row, string? field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.ImportAsync($"Id,When,State,Talk,Stars\n{row}\nB,2026-01-31T11:00:00,completed,30,4\n", Calls);
        Status(import).ShouldBe(("completed", field is null ? 2 : 1, field is null ? 0 : 1));
        import.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("row").GetInt32(), e.GetProperty("field").GetString()))
            .ShouldBe(field is null ? [] : [(1, field)]);
        var rejected = (await owner.GetAsync($"/imports/{import.GetProperty("id").GetGuid()}/rejected")).Text;
        rejected.Split('\n')[0].Trim().ShouldBe(field is null ? "" : "Id,When,State,Talk,Stars,row,errors");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Id,When,State,Talk\nA,2026-01-31T10:00:00,completed,60\n", "Stars")]
    public async Task A_file_that_lacks_what_the_mapping_names_fails_and_says_so(string csv, string word)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.ImportAsync(csv, Calls);
        Status(import).ShouldBe(("failed", 0, 0));
        import.GetProperty("failure").GetString()!.ShouldContain(word);
    }

    [Theory]
    [InlineData("utf-8", "failed")]
    [InlineData("latin1", "completed")]
    public async Task A_file_of_another_encoding_is_refused_whole_unless_the_mapping_says_it(string encoding, string status)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent($$$"""{"kind":"leads","encoding":"{{{encoding}}}","fields":{"external_id":"Id","last_name":"Name"}}"""), "mapping" },
            { new ByteArrayContent(Encoding.Latin1.GetBytes("Id,Name\nL-1,Ann\nL-2,Müller\n")), "file", "leads.csv" },
        };
        var id = (await owner.SendAsync(HttpMethod.Post, "/imports", form)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        await Eventually.TrueAsync(async () => (await owner.GetAsync($"/imports/{id}"))["status"].GetString() == status, "it is done");
        (await owner.GetAsync("/leads")).Rows.Select(l => l.GetProperty("last_name").GetString())
            .ShouldBe(status == "failed" ? [] : ["Ann", "Müller"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_byte_order_mark_and_mixed_line_ends_do_not_matter()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.ImportAsync(
            "\uFEFFId,When,State,Talk,Stars\r\nA,2026-01-31T10:00:00,completed,60,5\nB,2026-01-31T11:00:00,completed,60,5\r\n", Calls);
        Status(import).ShouldBe(("completed", 2, 0));
    }

    [Fact]
    public async Task A_dry_run_checks_everything_and_records_nothing()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"kind":"leads","fields":{"external_id":"Id","agent":"Owner"}}"""), "mapping" },
            { new StringContent("Id,Owner\nL-1,Ann\n"), "file", "leads.csv" },
            { new StringContent("true"), "dry_run" },
        };
        var id = (await owner.SendAsync(HttpMethod.Post, "/imports", form)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        await Eventually.TrueAsync(async () => (await owner.GetAsync($"/imports/{id}"))["status"].GetString() == "completed", "it is done");
        (await owner.GetAsync($"/imports/{id}"))["rows_imported"].GetInt32().ShouldBe(1);
        (await owner.GetAsync("/leads")).Rows.ShouldBeEmpty();
        (await owner.GetAsync("/agents")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_campaign_that_another_file_named_first_gets_its_id_later()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        await owner.ImportAsync("Id,From\nL-1,Spring\n", """{"kind":"leads","fields":{"external_id":"Id","campaign":"From"}}""");
        const string Mapping = """{"kind":"campaigns","fields":{"external_id":"Id","name":"Name","budget":"Budget"}}""";
        var first = await owner.ImportAsync("Id,Name,Budget\nC-1,Spring,500\n", Mapping);
        (first.GetProperty("rows_updated").GetInt32(), first.GetProperty("rows_rejected").GetInt32()).ShouldBe((1, 0));
        (await owner.GetAsync("/campaigns")).Rows.Select(c => (c.GetProperty("external_id").GetString(), c.GetProperty("budget").GetDecimal()))
            .ShouldBe([("C-1", 500)]);
        (await owner.ImportAsync("Id,Name,Budget\nC-1,Spring,500\n", Mapping)).GetProperty("rows_unchanged").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Events_from_a_file_count_once_however_often_it_comes()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        const string Csv = "What,When,Who\npage_viewed,2026-01-31T10:00:00Z,u1\npage_viewed,2026-01-31T10:00:00Z,u1\nform_sent,2026-01-31T10:01:00Z,u1\n";
        const string Mapping = """{"kind":"events","fields":{"type":"What","occurred_at":"When","user_id":"Who"}}""";
        var import = await owner.ImportAsync(Csv, Mapping);
        (import.GetProperty("rows_imported").GetInt32(), import.GetProperty("rows_unchanged").GetInt32()).ShouldBe((2, 1));
        (await owner.ImportAsync(Csv, Mapping)).GetProperty("rows_unchanged").GetInt32().ShouldBe(3);
        await host.CaughtUpAsync();
        (await owner.GetAsync("/analytics/events?type=page_viewed")).Rows.Count.ShouldBe(1);
    }

    private static (string?, int, int) Status(JsonElement import) => (
        import.GetProperty("status").GetString(), import.GetProperty("rows_imported").GetInt32(),
        import.GetProperty("rows_rejected").GetInt32());
}
