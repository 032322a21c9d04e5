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
        await visitor.PressAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Make this one" }).First, "**/dashboards/*");
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
}
