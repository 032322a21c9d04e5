namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>Colours on white and on near-black; series are those of Okabe and Ito, which everybody can tell apart.</summary>
internal static class Palette
{
    public const string Surface = "#ffffff";
    public const string DarkSurface = "#14181b";
    public const string Accent = "#0b6b7d";
    public const string Good = "#1b7f4b";
    public const string Bad = "#b3261e";
    public const string DarkGood = "#5cc98f";
    public const string DarkBad = "#ff8a80";

    /// <summary>In the order of <see cref="Ink"/>.</summary>
    public static readonly string[] Light =
        ["#1d2428", "#66727a", "#dde3e6", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    public static readonly string[] Dark =
        ["#e7ecef", "#97a4ac", "#2c353a", "#56b4e9", "#ff9a52", "#35c99b", "#e3a0c6", "#f0b83d", "#9ad4f5"];
}
