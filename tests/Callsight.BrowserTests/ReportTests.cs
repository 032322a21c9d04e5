using Microsoft.Playwright;
using UglyToad.PdfPig;

namespace Callsight.BrowserTests;

/// <summary>Somebody who wants a report by itself, in the mailbox.</summary>
public sealed class ReportTests(PageFixture pages)
{
    [Fact]
    public async Task A_visitor_schedules_a_report_sends_it_and_downloads_it_as_a_PDF()
    {
        var email = PageFixture.NewEmail();
        var tenant = "Paper works";
        await using var visitor = await pages.VisitAsync();
        await visitor.RegisterAsync(tenant, email);
        await visitor.OpenAsync("/reports/custom/new");
        await visitor.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Morning numbers");
        var cron = visitor.Page.Locator(".schedule code");
        await Visitor.UntilAsync(async () =>
        {
            await visitor.Page.GetByLabel("How often").SelectOptionAsync("EveryDay");
            await visitor.Page.GetByLabel("How often").SelectOptionAsync("Weekdays");
        }, cron);
        (await cron.InnerTextAsync()).ShouldBe("0 8 * * 1-5");
        await visitor.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Morning numbers");
        await visitor.Page.GetByLabel("Recipient", new() { Exact = true }).FillAsync(email);
        await visitor.PressAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save report" }), "**/reports/custom/0*");
        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("Morning numbers");

        var sent = visitor.Page.Locator(".runs small", new() { HasTextString = email }).GetByText("Sent");
        await Visitor.UntilAsync(async () =>
        {
            if (await visitor.Page.Locator(".runs li").CountAsync() == 0)
                await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Send now" }).ClickAsync();
        }, sent);
        var download = await visitor.Page.RunAndWaitForDownloadAsync(
            () => visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Download Morning numbers as PDF" }).First.ClickAsync());
        download.SuggestedFilename.ShouldEndWith(".pdf");
        using var document = PdfDocument.Open(await download.PathAsync());
        var text = string.Concat(document.GetPages().Select(p => p.Text)).Replace(" ", "", StringComparison.Ordinal);
        text.ShouldContain("Paperworks");
        text.ShouldContain("Morningnumbers");

        await visitor.SeeAsync("/reports", "Morning numbers");
        await visitor.SeeAsync("/reports/custom", "Every weekday at 08:00");
        visitor.Complaints.ShouldBeEmpty();

        // The cookie alone opens no route of the API, and a stranger not the file.
        var file = new Uri(download.Url).PathAndQuery;
        await using var stranger = await pages.VisitAsync();
        await stranger.RegisterAsync("Elsewhere", PageFixture.NewEmail());
        (await stranger.Page.APIRequest.GetAsync(file)).Status.ShouldBe(404);
    }
}
