using System.Diagnostics;
using Microsoft.Playwright;

namespace Callsight.BrowserTests;

/// <summary>Somebody in front of a browser, and what the browser complained about.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    public Visitor(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => complaints;

    public ILocator Heading => Page.Locator("h1");

    /// <summary>Opens a page and waits until it answers to clicks.</summary>
    public async Task OpenAsync(string path) =>
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });

    /// <summary>Opens a page and waits until it can be read.</summary>
    public async Task ReadAsync(string path)
    {
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await Heading.WaitForAsync();
    }

    public async Task RegisterAsync(string tenant, string email)
    {
        await ReadAsync("/register");
        await Page.GetByLabel("Name of the company").FillAsync(tenant);
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(PageFixture.Password);
        await Page.GetByLabel("Time zone").FillAsync("UTC");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Page.WaitForURLAsync("**/overview");
    }

    public async Task SignInAsync(string email)
    {
        await ReadAsync("/sign-in");
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(PageFixture.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync("**/overview");
    }

    /// <summary>Imports a file by the pages, to its end.</summary>
    public async Task ImportAsync(string fileName, string text)
    {
        await OpenAsync("/imports/new");
        await Page.Locator("input[type=file]:not([disabled])").SetInputFilesAsync(new FilePayload
        {
            Name = fileName,
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(text),
        });
        await Page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Page.GetByText("Finished").WaitForAsync();
    }

    /// <summary>Puts a figure on the board that is open for editing.</summary>
    public async Task AddWidgetAsync(string title, string search, string figure)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Widget", Exact = true })
            .Or(Page.GetByRole(AriaRole.Button, new() { Name = "Add the first one" })).First.ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Choose a figure" }).ClickAsync();
        await Page.GetByLabel("Search figures").FillAsync(search);
        await Page.Locator(".picker-groups").GetByRole(AriaRole.Button, new() { Name = figure }).First.ClickAsync();
        await Page.GetByLabel("Title").FillAsync(title);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add to the board" }).ClickAsync();
        await Assertions.Expect(Page.Locator(".cell", new() { HasText = title })).ToBeVisibleAsync();
    }

    /// <summary>
    /// Presses a button until that has led somewhere: a press may come while the page that was sent makes room for the one that is alive.
    /// </summary>
    public async Task PressAsync(ILocator button, string address)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                // It may stand in a menu, and that may be closed again.
                if (!await button.IsVisibleAsync())
                    await Page.EvaluateAsync("document.querySelectorAll('details.user').forEach(menu => menu.open = true)");
                await button.ClickAsync(new() { Timeout = 5_000 });
                await Page.WaitForURLAsync(address, new() { Timeout = 5_000 });
                return;
            }
            catch (TimeoutException) when (watch.Elapsed < Patience)
            {
                // Once more.
            }
        }
    }

    /// <summary>Does something until that has shown something: what is done first may go to the page that makes room.</summary>
    public static async Task UntilAsync(Func<Task> act, ILocator shown)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                await act();
                await shown.WaitForAsync(new() { Timeout = 5_000 });
                return;
            }
            catch (TimeoutException) when (watch.Elapsed < Patience)
            {
                // Once more.
            }
        }
    }

    /// <summary>Opens a page again and again until it shows something that arrives by itself.</summary>
    public async Task SeeAsync(string path, string text)
    {
        var watch = Stopwatch.StartNew();
        do
            await ReadAsync(path);
        while (await Page.Locator("main").GetByText(text).CountAsync() == 0 && watch.Elapsed < Patience);
        (await Page.Locator("main").GetByText(text).CountAsync()).ShouldBeGreaterThan(0, $"{path} shows {text}");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
