using System.Text;
using System.Text.Json;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.Imports;

public sealed class PreviewTests
{
    private const string Leads = """
        {"kind":"leads","time_zone":"UTC","fields":{"external_id":"Id","company":"Company","value":"Value","agent":"Agent","created_at":"At"}}
        """;

    private const string Header = "Id,Company,Value,Agent,At\n";

    [Fact]
    public async Task A_dry_run_says_what_would_be_new_updated_unchanged_refused_and_repeated()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        await owner.TakeAsync("leads.csv", $"{Header}A,Acme,1,Ann,2026-01-01\nB,Bell,2,Ann,2026-01-01\n", Leads);
        const string Rows = $"{Header}A,Acme,5,Bob,2026-01-01\nB,Bell,2,Ann,2026-01-01\nC,Coop,3,,2026-01-01\nD,,-1,,2026-01-01\nC,Coop,3,,2026-01-01\nC,Coop,4,,2026-01-01\n";
        var preview = (await owner.TakeAsync("leads.csv", Rows, Leads, dryRun: true)).GetProperty("preview");
        Counts(preview).ShouldBe((1, 1, 1, 1, 2));
        var update = preview.GetProperty("updates").EnumerateArray().Single();
        (update.GetProperty("row").GetInt32(), update.GetProperty("external_id").GetString()).ShouldBe((1, "A"));
        var changes = update.GetProperty("changes").EnumerateObject().ToDictionary(
            c => c.Name, c => (c.Value.GetProperty("from").ToString(), c.Value.GetProperty("to").ToString()));
        changes.Keys.ShouldBe(["agent", "value"], ignoreOrder: true);
        changes["agent"].ShouldBe(("Ann", "Bob"));
        (decimal.Parse(changes["value"].Item1), decimal.Parse(changes["value"].Item2)).ShouldBe((1, 5));
        var repeat = preview.GetProperty("repeats").EnumerateArray().Single();
        repeat.GetProperty("external_id").GetString().ShouldBe("C");
        repeat.GetProperty("rows").EnumerateArray().Select(r => r.GetInt32()).ShouldBe([3, 5, 6]);

        // The real one does as was said, and has no preview.
        var real = await owner.TakeAsync("leads.csv", Rows, Leads);
        real.Counts().ShouldBe((1, 2, 2, 1));
        real.GetProperty("preview").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Rows_that_repeat_each_other_far_apart_are_found_and_counted_as_the_import_counts_them()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var random = new Random(7);
        var csv = new StringBuilder(Header);
        var keys = new List<(string Id, int Value)>();
        for (var row = 0; row < 1_300; row++)
        {
            keys.Add(($"L{random.Next(900)}", random.Next(2)));
            csv.Append($"{keys[^1].Id},Acme,{keys[^1].Value},,2026-01-01\n");
        }

        var distinct = keys.Select(k => k.Id).Distinct().Count();
        var dry = await owner.TakeAsync("leads.csv", csv.ToString(), Leads, dryRun: true);
        Counts(dry.GetProperty("preview")).ShouldBe((distinct, 0, 0, 0, keys.Count - distinct));
        dry.GetProperty("preview").GetProperty("repeats").GetArrayLength().ShouldBe(20);
        var real = await owner.TakeAsync("leads.csv", csv.ToString(), Leads);
        dry.Counts().ShouldBe(real.Counts());
        // By hand: a row changes something where the value is not that of the row before it with its id.
        var last = new Dictionary<string, int>();
        real.Counts().Updated.ShouldBe(keys.Count(k =>
        {
            var changes = last.TryGetValue(k.Id, out var old) && old != k.Value;
            last[k.Id] = k.Value;
            return changes;
        }));
    }

    private static (int, int, int, int, int) Counts(JsonElement preview) => (
        preview.GetProperty("new").GetInt32(), preview.GetProperty("updated").GetInt32(), preview.GetProperty("unchanged").GetInt32(),
        preview.GetProperty("rejected").GetInt32(), preview.GetProperty("repeated").GetInt32());
}
