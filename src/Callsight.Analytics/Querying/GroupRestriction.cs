namespace Callsight.Analytics.Querying;

/// <summary>Only rows of some groups, or only rows of all the others.</summary>
/// <param name="Dimensions">What tells groups apart.</param>
/// <param name="Groups">The values of each group, as answers have them; null where a row has none.</param>
/// <param name="IsInside">False: the rows of all other groups.</param>
public sealed record GroupRestriction(
    EquatableList<string> Dimensions, EquatableList<EquatableList<object?>> Groups, bool IsInside = true);
