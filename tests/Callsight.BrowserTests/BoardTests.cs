using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Callsight.BrowserTests;

/// <summary>A board that somebody keeps open.</summary>
public sealed class BoardTests(PageFixture pages)
{
    [Fact]
    public async Task A_board_made_from_a_starter_moves_when_a_call_comes_in_and_is_nobody_elses()
    {
        var email = PageFixture.NewEmail();
        await using var visitor = await pages.VisitAsync();
        await visitor.RegisterAsync("Moving", email);
        await visitor.OpenAsync("/dashboards");
        await visitor.PressAsync(visitor.Page.Locator("section", new() { HasText = "Supervisor" }).GetByRole(AriaRole.Button, new() { Name = "Make this one" }), "**/dashboards/*");
        await Assertions.Expect(visitor.Heading).ToHaveTextAsync("Supervisor");
        var calls = visitor.Page.Locator(".grid-board .figure-value").First;
        await Assertions.Expect(calls).ToHaveTextAsync("0");

        await pages.RecordCallAsync(email);
        await Assertions.Expect(calls).ToHaveTextAsync("1", new() { Timeout = 30_000 });
        await Assertions.Expect(visitor.Page.Locator(".heatmap td").First).ToBeAttachedAsync();
        visitor.Complaints.ShouldBeEmpty();

        await using var stranger = await pages.VisitAsync();
        await stranger.RegisterAsync("Elsewhere", PageFixture.NewEmail());
        await stranger.ReadAsync(new Uri(visitor.Page.Url).AbsolutePath);
        (await stranger.Page.Locator("main").InnerTextAsync()).ShouldContain("Not found");
    }

    [Fact]
    public async Task A_visitor_builds_a_board_moves_its_widgets_by_keys_and_by_mouse_and_sees_them_count()
    {
        var email = PageFixture.NewEmail();
        await using var visitor = await pages.VisitAsync();
        var page = visitor.Page;
        await visitor.RegisterAsync("Building", email);
        await visitor.OpenAsync("/dashboards");
        await visitor.PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "New board" }), "**/dashboards/*");
        await visitor.AddWidgetAsync("Missed today", "calls missed", "Calls missed");
        await visitor.AddWidgetAsync("All calls", "calls total", "Calls");

        // Below the other at first; by keys beside it, by mouse a row taller.
        var second = page.Locator(".cell", new() { HasText = "All calls" });
        await Assertions.Expect(second).ToHaveAttributeAsync("data-y", "4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move All calls" }).FocusAsync();
        // Faster than anything is drawn or saved: each counts.
        for (var column = 1; column <= 4; column++)
            await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(second).ToHaveClassAsync(new Regex("x-4 y-0 "));
        var corner = (await second.Locator(".corner").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(corner.X + 8, corner.Y + 8);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(corner.X + 8, corner.Y + 92, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(second).ToHaveAttributeAsync("data-h", "5");
        await Assertions.Expect(page.GetByText("Saving …")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Assertions.Expect(second).ToHaveClassAsync(new Regex("x-4 y-0 w-4 h-5"));
        await Assertions.Expect(second.Locator(".figure-value")).ToHaveTextAsync("0");
        await pages.RecordCallAsync(email);
        await Assertions.Expect(second.Locator(".figure-value")).ToHaveTextAsync("1", new() { Timeout = 30_000 });
        visitor.Complaints.ShouldBeEmpty();
    }
}
