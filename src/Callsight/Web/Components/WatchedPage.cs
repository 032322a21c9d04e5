namespace Callsight.Web.Components;

/// <summary>A page that looks again while something on it is still going on.</summary>
public abstract class WatchedPage : DataPage, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource gone = new();
    private bool isWatching;

    /// <summary>Whether there is something to wait for.</summary>
    protected abstract bool IsGoingOn { get; }

    protected override void OnAfterRender(bool firstRender)
    {
        // Not at the first view, which has no browser to tell; and only once, however often the page is drawn.
        if (isWatching || !IsGoingOn)
            return;
        isWatching = true;
        _ = WatchAsync();
    }

    /// <summary>Asks for what may have moved.</summary>
    protected virtual Task LookAgainAsync() => ReloadAsync();

    private async Task WatchAsync()
    {
        using var beat = new PeriodicTimer(Beat, Clock);
        try
        {
            while (IsGoingOn && await beat.WaitForNextTickAsync(gone.Token))
                await InvokeAsync(async () =>
                {
                    await LookAgainAsync();
                    StateHasChanged();
                });
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

    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
        GC.SuppressFinalize(this);
    }
}
