using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.Web.Api;
using Callsight.Web.Session;
using Microsoft.AspNetCore.Components;

namespace Callsight.Web.Components;

/// <summary>A page that shows something of the period in its address, loads it when the address changes, and says what went wrong.</summary>
public abstract class DataPage : ComponentBase
{
    [Inject]
    protected ApiClient Api { get; set; } = default!;

    [Inject]
    protected CurrentSession Session { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    protected TimeProvider Clock { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "from")]
    protected string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    protected string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = "compare")]
    protected string? CompareText { get; set; }

    protected DaySpan Days { get; private set; } = DaySpan.Read(null, null, null, DateTimeOffset.UnixEpoch, null);

    protected SessionView? View { get; private set; }

    protected Show Show { get; private set; } = new("UTC", "");

    protected ProblemBody? Problem { get; set; }

    protected bool IsLoading { get; private set; } = true;

    protected override async Task OnParametersSetAsync()
    {
        View = (await Session.FindAsync())?.View;
        if (View is null)
        {
            Navigation.NavigateTo("/sign-in", forceLoad: true);
            return;
        }

        Show = new Show(View.Tenant.TimeZone, View.Tenant.Currency);
        Days = DaySpan.Read(FromText, ToText, CompareText, Clock.GetUtcNow(), View.Tenant.TimeZone);
        await ReloadAsync();
    }

    protected async Task ReloadAsync()
    {
        (IsLoading, Problem) = (true, null);
        try
        {
            Problem = await LoadAsync();
        }
        finally
        {
            IsLoading = false;
        }
    }

    /// <summary>Asks for what the page shows; what went wrong, or null.</summary>
    protected abstract Task<ProblemBody?> LoadAsync();
}
