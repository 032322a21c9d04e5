using Microsoft.Playwright;

namespace Callsight.BrowserTests;

/// <summary>Takes the pictures of docs/images/pages from a running demo; see docs/recipes/take-pictures.md.</summary>
public sealed class Pictures
{
    private static readonly string? Demo = Environment.GetEnvironmentVariable("CALLSIGHT_DEMO");

    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/overview"), ("explore", "/explore?metric=calls_total&by=queue"), ("agents", "/agents"), ("calls", "/calls"),
        ("leads", "/leads"), ("campaigns", "/campaigns"), ("funnels", "/funnels"), ("wallboard", "/wallboard"), ("reports", "/reports"),
        ("alerts", "/alerts"),
    ];

    [Theory(Explicit = true)]
    [InlineData("wide-light", 1_440, ColorScheme.Light)]
    [InlineData("wide-dark", 1_440, ColorScheme.Dark)]
    [InlineData("phone-light", 390, ColorScheme.Light)]
    [InlineData("phone-dark", 390, ColorScheme.Dark)]
    public async Task Take(string suffix, int width, ColorScheme scheme)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = PageFixture.Chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new()
        {
            BaseURL = Demo,
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look around the demo" }).ClickAsync();
        await page.WaitForURLAsync("**/dashboards/*");
        foreach (var (name, path) in Pages.Prepend(("board", new Uri(page.Url).AbsolutePath)))
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            await page.WaitForTimeoutAsync(2_000); // Charts are drawn after the page has come.
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder(), $"{name}-{suffix}.png") });
        }
    }

    private static string Folder() => Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "images", "pages")).FullName;
}
