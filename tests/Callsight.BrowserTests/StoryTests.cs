using System.Text.Json.Nodes;
using Microsoft.Playwright;
using UglyToad.PdfPig;

namespace Callsight.BrowserTests;

/// <summary>One person, from hearing of the product to the report in the mailbox, without a word to the API.</summary>
public sealed class StoryTests(PageFixture pages)
{
    /// <summary>The days of the sample files.</summary>
    private const string Days = "?from=2026-02-01&to=2026-05-31";

    [Fact]
    public async Task A_visitor_goes_all_the_way_from_a_file_to_a_report_in_the_mailbox()
    {
        var email = PageFixture.NewEmail();
        await using var visitor = await pages.VisitAsync();
        var page = visitor.Page;
        await visitor.RegisterAsync("All the way", email);
        var leads = await ImportAsync("leads");
        var calls = await ImportAsync("calls");

        await visitor.SeeAsync("/funnels" + Days, "Lead created");
        await visitor.OpenAsync("/funnels" + Days);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync($"{leads}");
        var agents = Column("calls", "Agent").Where(name => name.Length > 0).CountBy(name => name).OrderByDescending(a => a.Value).ToList();
        await visitor.SeeAsync("/agents" + Days, agents[0].Key);
        await visitor.SeeAsync("/explore" + Days + "&metric=calls_total&by=properties.topic", "delivery");
        await visitor.OpenAsync("/calls" + Days);
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(Math.Min(50, calls));

        await BuildBoardAsync();
        var figure = page.Locator(".cell", new() { HasText = "Calls of the week" }).Locator(".figure-value");
        await Assertions.Expect(figure).ToHaveTextAsync("0");
        await pages.RecordCallAsync(email);
        await Assertions.Expect(figure).ToHaveTextAsync("1", new() { Timeout = 30_000 });

        await ScheduleAsync();
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Download Every morning as PDF" }).First.ClickAsync());
        using var document = PdfDocument.Open(await download.PathAsync());
        string.Concat(document.GetPages().Select(p => p.Text)).Replace(" ", "", StringComparison.Ordinal).ShouldContain("Everymorning");
        visitor.Complaints.ShouldBeEmpty();

        // Each column is chosen by hand, as the sample's mapping says.
        async Task<int> ImportAsync(string kind)
        {
            await visitor.OpenAsync("/imports/new");
            await page.Locator("input[type=file]:not([disabled])").SetInputFilesAsync(Sample($"{kind}.csv"));
            await page.GetByLabel("Its rows are").SelectOptionAsync(kind);
            await page.GetByLabel("Times are of").FillAsync("Europe/Berlin");
            foreach (var (field, source) in JsonNode.Parse(await File.ReadAllTextAsync(Sample($"{kind}.mapping.json")))!["fields"]!.AsObject())
            {
                if (field.StartsWith("properties.", StringComparison.Ordinal))
                {
                    await page.GetByLabel($"Keep {source}", new() { Exact = true }).CheckAsync();
                    await page.GetByLabel($"Property for {source}", new() { Exact = true }).FillAsync(field[11..]);
                    continue;
                }

                var read = source as JsonObject;
                await page.GetByLabel($"Column of {field}", new() { Exact = true }).SelectOptionAsync((string)(read?["column"] ?? source)!);
                if (read?["format"] is { } format)
                    await page.GetByLabel($"How to read {field}", new() { Exact = true }).FillAsync((string)format!);
            }

            await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
            await page.GetByText("Finished").WaitForAsync();
            return Column(kind, kind is "calls" ? "Call" : "Lead").Distinct().Count();
        }

        async Task BuildBoardAsync()
        {
            await visitor.OpenAsync("/dashboards");
            await visitor.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "New board" }), "**/dashboards/*");
            await visitor.AddWidgetAsync("Calls of the week", "calls total", "Calls");
        }

        async Task ScheduleAsync()
        {
            await visitor.OpenAsync("/reports/custom/new");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Every morning");
            var cron = page.Locator(".schedule code");
            await Visitor.UntilAsync(() => page.GetByLabel("How often").SelectOptionAsync("EveryDay"), cron);
            await page.GetByLabel("Recipient", new() { Exact = true }).FillAsync(email);
            await visitor.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save report" }), "**/reports/custom/0*");
            await Visitor.UntilAsync(async () =>
            {
                if (await page.Locator(".runs li").CountAsync() == 0)
                    await page.GetByRole(AriaRole.Button, new() { Name = "Send now" }).ClickAsync();
            }, page.Locator(".runs small", new() { HasTextString = email }).GetByText("Sent"));
        }
    }

    /// <summary>The values of a column of a sample; up to those asked for here no value holds a comma.</summary>
    private static IEnumerable<string> Column(string kind, string name)
    {
        var lines = File.ReadAllLines(Sample($"{kind}.csv"));
        var at = lines[0].Split(',').IndexOf(name);
        return lines.Skip(1).Select(line => line.Split(',')[at]);
    }

    private static string Sample(string name) => Path.Combine(Repository.Root, "samples", name);
}
