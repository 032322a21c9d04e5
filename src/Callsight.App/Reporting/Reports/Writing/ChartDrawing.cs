namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>Lays a chart out: thin axes, few lines, zero-based, gaps where there is no value, dashed where figures may still change.</summary>
internal static class ChartDrawing
{
    public const float BarStep = 22;
    private const float Small = 9;
    private const float LegendHeight = 18;
    private const int MostDots = 45;

    /// <summary>Room for the half of the last day's name.</summary>
    private const float Beside = 10;

    private static readonly Ink[] SeriesInks = [Ink.First, Ink.Second, Ink.Third, Ink.Fourth, Ink.Fifth, Ink.Sixth];

    /// <summary>How high a chart wants to be.</summary>
    public static float HeightOf(ReportChart chart) => IsHorizontal(chart)
        ? LegendOf(chart) + Math.Max(1, chart.Labels.Count) * RowHeight(chart) + 8
        : 190;

    public static void Draw(IDrawing to, ReportChart chart, string currency, float width, float height)
    {
        if (chart.Series.Count > 1)
            DrawLegend(to, chart, width);
        if (chart.Labels.Count == 0 || chart.Series.All(s => s.Values.All(v => v is null)))
            to.Write("Nothing in this period", width / 2, height / 2, 11, Ink.Muted, Align.Middle);
        else if (IsHorizontal(chart))
            DrawBars(to, chart, currency, width);
        else
            DrawOverTime(to, chart, currency, width, height);
    }

    /// <summary>Bars by name lie, so that names can be read; bars over time stand.</summary>
    private static bool IsHorizontal(ReportChart chart) => chart.Shape is ChartShape.Bar && !IsOverTime(chart);

    private static bool IsOverTime(ReportChart chart) =>
        chart.Labels.Count > 0 && chart.Labels.All(l => l.Length is 10 or 16 && DateOnly.TryParseExact(l[..10], "yyyy-MM-dd", out _));

    private static float LegendOf(ReportChart chart) => chart.Series.Count > 1 ? LegendHeight : 0;

    private static float RowHeight(ReportChart chart) => chart.Series.Count > 1 ? 8 + (chart.Series.Count * 12) : BarStep;

    private static Ink InkOf(int series) => SeriesInks[series % SeriesInks.Length];

    private static void DrawLegend(IDrawing to, ReportChart chart, float width)
    {
        var x = 0f;
        foreach (var (i, series) in chart.Series.Index())
        {
            var name = Short(to, series.Name, 150, Small + 1);
            var needs = 14 + to.Measure(name, Small + 1) + 16;
            if (x + needs > width + 16)
                return;
            to.Box(x, 3, 8, 8, InkOf(i), null);
            to.Write(name, x + 12, 11, Small + 1, Ink.Text, Align.Start);
            x += needs;
        }
    }

    private static void DrawBars(IDrawing to, ReportChart chart, string currency, float width)
    {
        var (names, figures) = (Math.Min(width * 0.3f, 150), 90f);
        var most = chart.Series.SelectMany(s => s.Values).Max(v => v is { } value ? Math.Abs((double)value) : 0);
        var scale = most == 0 ? 0 : (width - names - figures) / most;
        var (top, step) = (LegendOf(chart), RowHeight(chart));
        var thick = chart.Series.Count > 1 ? 10f : 13f;
        foreach (var (row, label) in chart.Labels.Index())
        {
            var y = top + (row * step) + 3;
            var middle = y + (((chart.Series.Count * 12) - 2) / 2f) + 4;
            to.Write(Short(to, label, names - 10, Small + 1), names - 8, middle, Small + 1, Ink.Text, Align.End);
            foreach (var (i, series) in chart.Series.Index())
            {
                var value = series.Values[row];
                var length = (float)(Math.Abs((double)(value ?? 0)) * scale);
                var shown = FigureText.Of(value, chart.Unit, currency);
                var seen = Math.Max(length, value is null or 0 ? 0 : 1);
                to.Box(names, y + (i * 12), seen, thick, InkOf(i), $"{label}, {series.Name}: {shown}");
                to.Write(shown, names + length + 5, y + (i * 12) + thick - 2, Small, Ink.Muted, Align.Start);
            }
        }
    }

    private static void DrawOverTime(IDrawing to, ReportChart chart, string currency, float width, float height)
    {
        var values = chart.Series.SelectMany(s => s.Values).OfType<decimal>().Select(v => (double)v).ToList();
        var (low, high, step) = Scale(Math.Min(0, values.Min()), Math.Max(0, values.Max()));
        var (top, bottom) = (LegendOf(chart) + 8, height - 20);
        var marks = Enumerable.Range(0, (int)Math.Round((high - low) / step) + 1).Select(i => low + (i * step)).ToList();
        var texts = marks.ConvertAll(m => FigureText.Of((decimal)m, chart.Unit, currency));
        var left = texts.Max(t => to.Measure(t, Small)) + 8;
        foreach (var (mark, text) in marks.Zip(texts))
        {
            to.Line([(left, Y(mark)), (width, Y(mark))], Ink.Grid, mark == 0 ? 1 : 0.5f, false);
            to.Write(text, left - 6, Y(mark) + 3, Small, Ink.Muted, Align.End);
        }

        var count = chart.Labels.Count;
        var slot = (width - left - Beside) / count;
        DrawTimes(to, chart.Labels, left, slot, height - 5);
        foreach (var (i, series) in chart.Series.Index())
            if (chart.Shape is ChartShape.Line)
                DrawLine(to, chart, i, series, x => left + (slot * (x + 0.5f)), Y, currency);
            else
                foreach (var (x, value) in series.Values.Index())
                    if (value is { } known)
                        to.Box(left + (slot * (x + 0.15f)) + (slot * 0.7f * i / chart.Series.Count), Math.Min(Y((double)known), Y(0)),
                            Math.Max(slot * 0.7f / chart.Series.Count, 0.5f), Math.Abs(Y((double)known) - Y(0)), InkOf(i),
                            $"{chart.Labels[x]}, {series.Name}: {FigureText.Of(known, chart.Unit, currency)}");

        float Y(double value) => (float)(bottom - ((value - low) / (high - low) * (bottom - top)));
    }

    private static void DrawLine(
        IDrawing to, ReportChart chart, int index, ReportSeries series, Func<int, float> xOf, Func<double, float> yOf, string currency)
    {
        var open = chart.Provisional ?? int.MaxValue;
        var (firm, loose) = (new List<(float, float)>(), new List<(float, float)>());
        foreach (var (i, value) in series.Values.Append(null).Index())
        {
            if (value is { } known)
            {
                var point = (xOf(i), yOf((double)known));
                if (i >= open)
                {
                    if (loose.Count == 0 && firm.Count > 0)
                        loose.Add(firm[^1]);
                    loose.Add(point);
                }
                else
                {
                    firm.Add(point);
                }

                if (series.Values.Count <= MostDots)
                    to.Dot(point.Item1, point.Item2, 2, InkOf(index),
                        $"{chart.Labels[i]}, {series.Name}: {FigureText.Of(known, chart.Unit, currency)}");
                continue;
            }

            if (firm.Count > 1)
                to.Line(firm, InkOf(index), 1.6f, false);
            if (loose.Count > 1)
                to.Line(loose, InkOf(index), 1.6f, true);
            firm.Clear();
            loose.Clear();
        }
    }

    /// <summary>As many days as there is room for, always the first.</summary>
    private static void DrawTimes(IDrawing to, IReadOnlyList<string> labels, float left, float slot, float y)
    {
        var hours = labels[0].Length > 10;
        var texts = labels.Select(l => hours ? l[11..] : l[5..]).ToList();
        var every = Math.Max(1, (int)Math.Ceiling((to.Measure("00-00", Small) + 14) / slot));
        for (var i = 0; i < labels.Count; i += every)
            to.Write(texts[i], left + (slot * (i + 0.5f)), y, Small, Ink.Muted, Align.Middle);
    }

    /// <summary>Round marks around the values, four or so.</summary>
    internal static (double Low, double High, double Step) Scale(double least, double most)
    {
        if (most - least <= 0)
            return (0, 1, 1);
        var rough = (most - least) / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.First(s => s * power >= rough * 0.999) * power;
        return (Math.Floor(least / step) * step, Math.Ceiling(most / step) * step, step);
    }

    internal static string Short(IDrawing to, string text, float room, float size)
    {
        if (to.Measure(text, size) <= room)
            return text;
        var length = text.Length;
        while (length > 1 && to.Measure(text[..length] + "…", size) > room)
            length--;
        return text[..length].TrimEnd() + "…";
    }
}
