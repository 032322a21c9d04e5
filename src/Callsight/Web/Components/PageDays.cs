namespace Callsight.Web.Components;

/// <summary>What the page in front of somebody says of the days it shows, for the bar above it.</summary>
public sealed class PageDays
{
    /// <summary>The page's own days in words; null where it shows those of the bar.</summary>
    public string? Own { get; private set; }

    /// <summary>Raised when <see cref="Own"/> has changed.</summary>
    public event Action? Changed;

    public void Say(string? own)
    {
        if (Own == own)
            return;
        Own = own;
        Changed?.Invoke();
    }
}
