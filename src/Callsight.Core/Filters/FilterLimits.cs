namespace Callsight.Core;

/// <summary>How large a filter may be, so that no filter can exhaust the server.</summary>
public static class FilterLimits
{
    /// <summary>How deep parts may be nested; a single test is one deep.</summary>
    public const int MostDepth = 8;

    /// <summary>How many tests a filter may hold in all.</summary>
    public const int MostTests = 500;

    /// <summary>How many parts a filter may hold in all: its tests and the all, any and not around them.</summary>
    public const int MostParts = 2_000;

    /// <summary>How many values a list may hold.</summary>
    public const int MostValues = 1_000;

    /// <summary>How long a text may be, in UTF-16 characters.</summary>
    public const int MostTextCharacters = 2_000;

    /// <summary>How long a field name may be; after <c>properties.</c> the property's own name.</summary>
    public const int MostNameCharacters = 100;

    /// <summary>How many mistakes are named at once.</summary>
    public const int MostErrors = 20;
}
