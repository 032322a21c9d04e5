using Callsight.App.Http;
using Callsight.App.Identity;
using Callsight.Web.Api;
using Callsight.Web.Session;
using Microsoft.AspNetCore.Components;

namespace Callsight.Web.Components;

/// <summary>A page that shows something of the period in its address, loads it when the address changes, and says what went wrong.</summary>
public abstract class DataPage : ComponentBase, IDisposable
{
    /// <summary>How often something that goes on is looked at.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>However much happens, a page that is loaded again because of it rests so long: many may have it open.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource left = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private CancellationTokenSource? following;
    private string followed = "";
    private bool isWatching;
    private bool isOld;
    private bool isRefreshing;

    [Inject]
    protected ApiClient Api { get; set; } = default!;

    [Inject]
    protected LiveLine Live { get; set; } = default!;

    [Inject]
    protected PageDays PageDays { get; set; } = default!;

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
            Problem = await LoadInTurnAsync();
        }
        finally
        {
            IsLoading = false;
            PageDays.Say(OwnDays);
        }
    }

    /// <summary>Asks for what the page shows; what went wrong, or null.</summary>
    protected abstract Task<ProblemBody?> LoadAsync();

    /// <summary>One load after the other: of two, such as for other days and for news, the later one has the last word.</summary>
    private Task<ProblemBody?> LoadInTurnAsync() => InTurnAsync(LoadAsync);

    /// <summary>Not while the page is loaded, nor beside another such step: a change that a load must not overlook.</summary>
    protected async Task<ProblemBody?> InTurnAsync(Func<Task<ProblemBody?>> step)
    {
        await turn.WaitAsync();
        try
        {
            return await step();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The days the page shows while its address names none, in words; null for those of every page.</summary>
    protected virtual string? OwnDays => null;

    /// <summary>Topics whose messages change what the page shows; none for a page that stands still.</summary>
    protected virtual IReadOnlyList<string> Topics => [];

    /// <summary>Whether something on the page goes on by itself, such as a running import; it is looked at again until it has ended.</summary>
    protected virtual bool IsGoingOn => false;

    /// <summary>Takes a message in. Unless the page knows better, it is loaded again.</summary>
    protected virtual void OnLive(LiveMessage message)
    {
        isOld = true;
        _ = RefreshAsync();
    }

    // Not at the first view, which has no browser to tell.
    protected override void OnAfterRender(bool firstRender)
    {
        if (IsGoingOn && !isWatching)
            _ = WatchAsync();
        var topics = View is null || IsLoading ? null : Topics;
        if (topics is null || string.Join(',', topics) is var wanted && wanted == followed)
            return;
        following?.Cancel();
        following?.Dispose();
        (following, followed) = (null, wanted);
        if (topics.Count == 0)
            return;
        following = CancellationTokenSource.CreateLinkedTokenSource(left.Token);
        _ = FollowAsync(topics, following.Token);
    }

    /// <summary>Follows the same topics anew, after what they are about was changed here.</summary>
    protected void FollowAgain() => followed = "";

    private async Task FollowAsync(IReadOnlyList<string> topics, CancellationToken ct)
    {
        await foreach (var message in Live.FollowAsync(topics, ct))
            await InvokeAsync(() =>
            {
                if (ct.IsCancellationRequested)
                    return;
                OnLive(message);
                StateHasChanged();
            });
    }

    /// <summary>Asks for what may have moved.</summary>
    protected virtual Task LookAgainAsync() => LoadQuietlyAsync();

    private async Task WatchAsync()
    {
        isWatching = true;
        try
        {
            while (IsGoingOn)
            {
                await Task.Delay(Beat, Clock, left.Token);
                await LookAgainAsync();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            isWatching = false;
        }
    }

    /// <summary>Newer figures in the place of those on the screen; where there are none for a moment, those stay.</summary>
    private async Task LoadQuietlyAsync()
    {
        var problem = await LoadInTurnAsync();
        if (problem is null or { Status: < 500 and not 429 })
            Problem = problem;
        PageDays.Say(OwnDays);
    }

    /// <summary>However much happens, one look at a time and a rest between two.</summary>
    private async Task RefreshAsync()
    {
        if (isRefreshing)
            return;
        isRefreshing = true;
        try
        {
            while (isOld && !left.IsCancellationRequested)
            {
                isOld = false;
                await LoadQuietlyAsync();
                StateHasChanged();
                await Task.Delay(Rest, Clock, left.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            isRefreshing = false;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        left.Cancel();
        left.Dispose();
        following?.Dispose();
    }
}
