using Bunit;
using Callsight.App.Http;
using Callsight.Tests.Support;
using Callsight.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.Web;

public sealed class DataPageTests
{
    [Fact]
    public async Task A_slow_answer_for_days_that_were_left_does_not_come_over_those_chosen_since()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var context = await PageContext.OfAsync(host, owner.Email);
        var page = context.Open<SlowAtFirst>("/slow?from=2026-01-01&to=2026-01-31");
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/slow?from=2026-02-01&to=2026-02-28");
        page.Instance.First.SetResult();
        page.WaitForAssertion(() => page.Instance.Loads.ShouldBe(2));
        page.WaitForAssertion(() => page.Markup.ShouldBe("1 Feb – 28 Feb 2026"));
    }

    private sealed class SlowAtFirst : DataPage
    {
        private string shown = "";

        public TaskCompletionSource First { get; } = new();

        public int Loads { get; private set; }

        protected override async Task<ProblemBody?> LoadAsync()
        {
            var days = Days.Words;
            // The first is answered after the second would be.
            if (days.Contains("Jan", StringComparison.Ordinal))
                await First.Task;
            shown = days;
            Loads++;
            return null;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, shown);
    }
}
