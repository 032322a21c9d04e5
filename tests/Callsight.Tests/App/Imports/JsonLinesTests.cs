using System.Text;
using System.Text.Json;
using Callsight.App.Imports;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.App.Imports;

public sealed class JsonLinesTests
{
    private const string Leads = """
        {"kind":"leads","time_zone":"UTC","fields":{"external_id":"id","email":"contact.email","value":"value","tags":"tags","created_at":"at",
         "properties.vip":"vip","properties.address":"contact.address"}}
        """;

    private static readonly string[] Parts = ["a", "\n", "\r", "\r\n", " ", "bcd", new string('x', 70_000)];

    [Fact]
    public async Task Lines_give_what_the_same_rows_give_as_csv()
    {
        var host = await TestHost.SharedAsync();
        using var lines = await host.RegisterAsync();
        using var csv = await host.RegisterAsync();
        (await lines.TakeAsync("leads.jsonl", """
            {"id":17,"contact":{"email":"ann@example.test"},"value":12.50,"tags":["a","b"],"at":"2026-01-31T10:00:00Z","vip":true,"more":[{}]}
            {"id":"L-2","contact":null,"value":null,"tags":"c","at":"2026-01-31T11:00:00Z","vip":false}
            {"id":"L-3","at":"2026-01-31T12:00:00Z"}
            """, Leads)).Counts().ShouldBe((3, 0, 0, 0));
        (await csv.TakeAsync("leads.csv",
            "id,contact.email,value,tags,at,vip,contact.address\n17,ann@example.test,12.50,a;b,2026-01-31T10:00:00Z,true,\n" +
            "L-2,,,c,2026-01-31T11:00:00Z,false,\nL-3,,,,2026-01-31T12:00:00Z,,\n", Leads)).Counts().ShouldBe((3, 0, 0, 0));
        (await ShownAsync(lines)).ShouldBe(await ShownAsync(csv));
        (await lines.GetAsync("/leads?limit=10")).Rows.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_nested_value_is_kept_as_a_property_and_refused_as_a_text()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.TakeAsync("leads.ndjson", """
            {"id":"L-1","contact":{"address":{"city":"Bonn","lines":["a",1]}},"at":"2026-01-31T10:00:00Z"}
            {"id":{"no":1},"at":"2026-01-31T10:00:00Z"}
            """, Leads);
        import.Counts().ShouldBe((1, 0, 0, 1));
        import.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("external_id");
        (await owner.GetAsync("/leads")).Rows.Single().GetProperty("properties").GetProperty("address").ToString()
            .ShouldBe("""{"city":"Bonn","lines":["a",1]}""");
    }

    [Theory]
    [InlineData("""{"id":"X","at":"2026-01-31T10:00:00Z" """, "not valid JSON")]
    [InlineData("""{"id":"X","at":"2026-01-31T10:00:00Z"}}""", "not valid JSON")]
    [InlineData("""["X"]""", "not a JSON object")]
    [InlineData("""{"id":"X","id":"Y"}""", "twice")]
    [InlineData("""{"id":"X","more":{"a":1,"a":2}}""", "twice")]
    [InlineData("""{"id":"X\ud800"}""", "Unicode")]
    [InlineData("""{"id":"X","more":["\u0000"]}""", "NUL")]
    [InlineData("id,at", "not valid JSON")]
    public async Task A_broken_line_refuses_itself_and_says_why(string line, string word)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.TakeAsync("leads.jsonl",
            $$"""{"id":"A","at":"2026-01-31T10:00:00Z"}{{"\n"}}{{line}}{{"\n"}}{"id":"B","at":"2026-01-31T10:00:00Z"}""", Leads);
        import.Counts().ShouldBe((2, 0, 0, 1));
        var error = import.GetProperty("errors").EnumerateArray().Single();
        (error.GetProperty("row").GetInt32(), error.GetProperty("field").GetString()).ShouldBe((2, "row"));
        error.GetProperty("message").GetString()!.ShouldContain(word);
    }

    [Fact]
    public async Task A_line_that_is_too_long_refuses_itself_only()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.TakeAsync("leads.jsonl",
            $$"""{"id":"A","x":"{{new string('x', JsonLinesFile.MostLineCharacters)}}"}{{"\n"}}{"id":"B","at":"2026-01-31T10:00:00Z"}""", Leads);
        import.Counts().ShouldBe((1, 0, 0, 1));
        import.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("1024 KiB");
    }

    [Fact]
    public async Task A_byte_order_mark_blank_lines_and_mixed_line_ends_do_not_matter()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.TakeAsync("leads.jsonl", "\uFEFF\n{\"id\":\"A\"}\r\n\r\n  \n{\"id\":\"B\"}\r{\"id\":\"C\"}\n\n", Leads))
            .Counts().ShouldBe((3, 0, 0, 0));
    }

    [Theory]
    [InlineData("utf-8", "failed")]
    [InlineData("latin1", "completed")]
    public async Task Lines_of_another_encoding_are_refused_whole_unless_the_mapping_says_it(string encoding, string status)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.TakeAsync("leads.jsonl", Encoding.Latin1.GetBytes("{\"id\":\"A\"}\n{\"id\":\"Müller\"}\n"),
            $$$"""{"kind":"leads","encoding":"{{{encoding}}}","fields":{"external_id":"id"}}""");
        import.GetProperty("status").GetString().ShouldBe(status);
        (await owner.GetAsync("/leads")).Rows.Select(l => l.GetProperty("external_id").GetString())
            .ShouldBe(status == "failed" ? [] : ["A", "Müller"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("leads.csv", "\"format\":\"jsonl\",", 1)]
    [InlineData("LEADS.NDJSON", "", 1)]
    [InlineData("leads.jsonl", "\"format\":\"csv\",", 0)]
    public async Task The_mapping_says_the_format_or_else_the_name_of_the_file(string name, string setting, long taken)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.TakeAsync(name, "{\"id\":\"A\"}\n", $$$"""{{{{setting}}}"kind":"leads","fields":{"external_id":"id"}}""");
        import.Counts().New.ShouldBe(taken);
    }

    [Fact]
    public async Task An_empty_file_fails_and_says_so()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.TakeAsync("leads.jsonl", "\n \n", Leads)).GetProperty("failure").GetString()!.ShouldContain("empty");
    }

    [Fact]
    public async Task Refused_lines_come_back_with_their_reasons_and_can_be_imported_as_they_are()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var import = await owner.TakeAsync("leads.jsonl", """
            {"id":"A","at":"2026-01-31T10:00:00Z"}
            {"id":"B","at":"soon","note":"ümlaut"}
            not json
            """, Leads);
        var rejected = await owner.RejectedAsync(import);
        var lines = rejected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l)).ToList();
        lines.Select(l => l.GetProperty("_row").GetInt64()).ShouldBe([2, 3]);
        lines[0].GetProperty("note").GetString().ShouldBe("ümlaut");
        lines[0].GetProperty("_errors")[0].GetProperty("field").GetString().ShouldBe("created_at");
        lines[1].GetProperty("_line").GetString().ShouldBe("not json");

        // Untouched it is refused again; a mended line is taken, whatever stands beside it.
        (await owner.TakeAsync("leads.jsonl", rejected.Split('\n')[0], Leads)).Counts().ShouldBe((0, 0, 0, 1));
        var mended = await owner.TakeAsync("leads.jsonl", rejected.Replace("soon", "2026-01-31T10:00:00Z", StringComparison.Ordinal), Leads);
        mended.Counts().New.ShouldBe(2);
    }

    [Fact]
    public async Task Refused_rows_of_a_csv_keep_its_delimiter_and_can_be_imported_by_the_same_mapping()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        const string Mapping = """
            {"kind":"leads","delimiter":";","encoding":"latin1","fields":{"external_id":"Id","last_name":"Name","value":"Value"}}
            """;
        var import = await owner.TakeAsync("leads.csv", Encoding.Latin1.GetBytes("Id;Name;Value\nA;Müller;-1\nB;Ann;1\n"), Mapping);
        import.Counts().ShouldBe((1, 0, 0, 1));
        var rejected = (await owner.RejectedAsync(import)).TrimStart('\uFEFF');
        rejected.ShouldStartWith("Id;Name;Value;row;errors");
        (await owner.TakeAsync("leads.csv", "\uFEFF" + rejected.Replace("-1", "1", StringComparison.Ordinal), Mapping)).Counts()
            .ShouldBe((1, 0, 0, 0));
        (await owner.GetAsync("/leads")).Rows.Select(l => l.GetProperty("last_name").GetString()).ShouldBe(["Ann", "Müller"], ignoreOrder: true);
    }

    [Fact]
    public void Lines_are_those_of_a_plain_split_for_any_text() => Gen.Select(
        Gen.Int[0, Parts.Length - 1].Array[0, 30], Gen.Int[1, 100_000]).Sample((parts, most) =>
    {
        var text = string.Concat(parts.Select(p => Parts[p]));
        var expected = text.Split(['\n', '\r']).Where(l => l.Length > most || !string.IsNullOrWhiteSpace(l))
            .Select(l => l.Length > most ? (l[..most], true) : (l, false));
        var lines = new TextLines(new StringReader(text), most);
        var read = new List<(string, bool)>();
        while (lines.Next() is { } line)
            read.Add(line);
        read.ShouldBe(expected);
    }, iter: 200);

    private static async Task<string> ShownAsync(ApiClient client) => string.Join('\n', (await client.GetAsync("/leads")).Rows
        .OrderBy(l => l.GetProperty("external_id").GetString())
        .Select(l => string.Join('|', new[] { "external_id", "email", "value", "tags", "created_at", "properties" }
            .Select(f => l.TryGetProperty(f, out var value) ? value.ToString() : ""))));
}
