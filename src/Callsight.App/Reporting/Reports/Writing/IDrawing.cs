namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>What a stroke or a letter means; each medium has its colours for it.</summary>
internal enum Ink
{
    Text, Muted, Grid, First, Second, Third, Fourth, Fifth, Sixth,
}

internal enum Align
{
    Start, Middle, End,
}

/// <summary>A surface to draw a chart on: the same chart in every medium. Points are from the upper left corner.</summary>
internal interface IDrawing
{
    float Measure(string text, float size);

    void Write(string text, float x, float y, float size, Ink ink, Align align);

    void Line(IReadOnlyList<(float X, float Y)> points, Ink ink, float width, bool isDashed);

    /// <param name="says">What it stands for, for media that can tell.</param>
    void Box(float x, float y, float width, float height, Ink ink, string? says);

    void Dot(float x, float y, float radius, Ink ink, string? says);
}
