using SkiaSharp;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>A report on pages of A4: figures, charts, and tables that go over pages with their heads repeated.</summary>
internal sealed class PdfReport
{
    private const float Width = 595;
    private const float Height = 842;
    private const float Margin = 42;
    private const float Inside = Width - (2 * Margin);
    private const float Bottom = Height - 56;
    private const float RowHeight = 16;
    private const int CardsInRow = 4;
    private const float CardHeight = 54;
    private const int MostRows = 2_000;

    private readonly ReportDocument report;

    /// <summary>What is drawn on each page; drawn when it is known how many there are.</summary>
    private readonly List<List<Action<SKCanvas>>> pages = [];
    private float y;

    private PdfReport(ReportDocument report) => this.report = report;

    public static void Write(ReportDocument report, Stream to)
    {
        var pdf = new PdfReport(report);
        pdf.NewPage();
        pdf.AddHead();
        foreach (var block in report.Blocks)
            pdf.Add(block);
        pdf.Print(to);
    }

    private void Print(Stream to)
    {
        using var document = SKDocument.CreatePdf(to, new SKDocumentPdfMetadata
        {
            Title = report.Title,
            Author = report.Tenant,
            Creator = "Callsight",
            Creation = report.GeneratedAt.UtcDateTime,
            Modified = report.GeneratedAt.UtcDateTime,
        });
        foreach (var (number, page) in pages.Index())
        {
            var canvas = document.BeginPage(Width, Height);
            foreach (var draw in page)
                draw(canvas);
            var drawing = new SkiaDrawing(canvas);
            drawing.Line([(Margin, Height - 40), (Width - Margin, Height - 40)], Ink.Grid, 0.5f, false);
            var (about, place) = ($"{report.Tenant} · {report.Zone} · {ReportWords.Made(report)}", $"{number + 1} / {pages.Count}");
            drawing.Write(Fit(about, Inside - 60, 7.5f, false), Margin, Height - 27, 7.5f, Ink.Muted, Align.Start);
            drawing.Write(place, Width - Margin, Height - 27, 7.5f, Ink.Muted, Align.End);
            document.EndPage();
        }

        document.Close();
    }

    private void NewPage()
    {
        pages.Add([]);
        y = Margin;
    }

    private void Draw(Action<SkiaDrawing> draw) => pages[^1].Add(canvas => draw(new SkiaDrawing(canvas)));

    /// <summary>A new page unless so much fits on this one.</summary>
    private void Need(float height)
    {
        if (y + height > Bottom && y > Margin)
            NewPage();
    }

    private void AddHead()
    {
        var accent = SKColor.Parse(Palette.Accent);
        Draw(d =>
        {
            d.Write(Fit(report.Tenant, Inside, 10, true), Margin, 54, 10, accent, Align.Start, true);
            d.Write(Fit(report.Title, Inside, 22, true), Margin, 80, 22, SkiaDrawing.Colour(Ink.Text), Align.Start, true);
            d.Write($"{ReportWords.Period(report)} · {report.Zone}" + (report.Provisional ? $" · {ReportWords.Provisional}" : ""),
                Margin, 97, 9, Ink.Muted, Align.Start);
        });
        pages[^1].Add(canvas =>
        {
            using var paint = new SKPaint { Color = accent };
            canvas.DrawRect(Margin, 108, Inside, 1.5f, paint);
        });
        y = 126;
    }

    private void Add(ReportBlock block)
    {
        if (block.Figures is { } figures)
            AddFigures(figures);
        if (block.Insights is { } insights)
            AddInsights(block.Title, insights);
        if (block.Chart is { } chart)
            AddChart(block.Title, chart);
        if (block.Table is { } table)
            AddTable(block.Title, table);
    }

    private void AddTitle(string title)
    {
        var at = y + 11;
        Draw(d => d.Write(Fit(title, Inside, 11, true), Margin, at, 11, SkiaDrawing.Colour(Ink.Text), Align.Start, true));
        y += 20;
    }

    private void AddFigures(IReadOnlyList<ReportFigure> figures)
    {
        const float gap = 8, width = (Inside - (gap * (CardsInRow - 1))) / CardsInRow;
        foreach (var row in figures.Chunk(CardsInRow))
        {
            Need(CardHeight);
            foreach (var (i, figure) in row.Index())
                AddCard(figure, Margin + (i * (width + gap)), y, width);
            y += CardHeight + gap;
        }

        y += 8;
    }

    private void AddCard(ReportFigure figure, float x, float top, float width)
    {
        pages[^1].Add(canvas =>
        {
            using var paint = new SKPaint { Color = SkiaDrawing.Colour(Ink.Grid), IsStroke = true, StrokeWidth = 0.75f };
            canvas.DrawRoundRect(x, top, width, CardHeight, 4, 4, paint);
        });
        var tone = FigureText.IsGood(figure) switch
        {
            true => SKColor.Parse(Palette.Good),
            false => SKColor.Parse(Palette.Bad),
            null => SkiaDrawing.Colour(Ink.Muted),
        };
        var (arrow, change) = (figure.Status switch { "up" => "▲ ", "down" => "▼ ", _ => "" }, FigureText.ChangeOf(figure));
        Draw(d =>
        {
            d.Write(Fit(figure.Title, width - 14, 7.5f, false), x + 7, top + 13, 7.5f, Ink.Muted, Align.Start);
            d.Write(Fit(FigureText.Of(figure.Value, figure.Unit, report.Currency), width - 14, 14, true), x + 7, top + 31, 14,
                SkiaDrawing.Colour(Ink.Text), Align.Start, true);
            if (change.Length == 0)
                return;
            d.Write(arrow + change, x + 7, top + 45, 7.5f, tone, Align.Start, false);
            var from = "from " + FigureText.Of(figure.Previous, figure.Unit, report.Currency);
            var after = x + 7 + d.Measure(arrow + change + " ", 7.5f);
            d.Write(Fit(from, x + width - 7 - after, 7.5f, false), after, top + 45, 7.5f, Ink.Muted, Align.Start);
        });
    }

    private void AddInsights(string title, IReadOnlyList<Insight> insights)
    {
        Need(50);
        AddTitle(title);
        foreach (var insight in insights)
        {
            var lines = Wrap(insight.Sentence, Inside - 12, 9);
            Need(lines.Count * 13);
            var top = y;
            Draw(d =>
            {
                d.Box(Margin, top, 2, (lines.Count * 13) - 2, Ink.First, null);
                foreach (var (i, line) in lines.Index())
                    d.Write(line, Margin + 10, top + 9 + (i * 13), 9, Ink.Text, Align.Start);
            });
            y += (lines.Count * 13) + 6;
        }

        y += 10;
    }

    private void AddChart(string title, ReportChart chart)
    {
        var height = ChartDrawing.HeightOf(chart);
        Need(height + 20);
        AddTitle(title);
        var top = y;
        pages[^1].Add(canvas =>
        {
            canvas.Save();
            canvas.Translate(Margin, top);
            ChartDrawing.Draw(new SkiaDrawing(canvas), chart, report.Currency, Inside, height);
            canvas.Restore();
        });
        y += height + 20;
    }

    private void AddTable(string title, ReportTable table)
    {
        var columns = Cells.ForPeople(table);
        var widths = WidthsOf(table, columns);
        var headLines = columns.Select((c, i) => Wrap(c.Title, widths[i] - 6, 7)).ToList();
        var headHeight = (headLines.Max(l => l.Count) * 9) + 6;
        Need(20 + headHeight + (3 * RowHeight));
        AddTitle(title);
        AddTableHead();
        foreach (var row in table.Rows.Take(MostRows))
        {
            if (y + RowHeight > Bottom)
            {
                NewPage();
                AddTableHead();
            }

            AddRow([.. columns.Select(c => Cells.Text(row, c, report.Currency))], false);
        }

        if (table.Totals is { } totals)
        {
            Need(RowHeight);
            AddRow([.. columns.Select((c, i) => i == 0 ? "All" : c.Type is "number" ? Cells.Text(totals, c, report.Currency) : "")], true);
        }

        if (table.Rows.Count > MostRows)
        {
            Need(RowHeight);
            AddRow([ReportWords.More(table.Rows.Count - MostRows)], false, isNote: true);
        }

        y += 18;

        void AddTableHead()
        {
            var top = y;
            Draw(d =>
            {
                foreach (var (i, column) in columns.Index())
                    foreach (var (n, line) in headLines[i].Index())
                        d.Write(line, Place(i), top + headHeight - 5 - ((headLines[i].Count - 1 - n) * 9), 7, Ink.Muted, AlignOf(column));
                d.Line([(Margin, top + headHeight), (Width - Margin, top + headHeight)], Ink.Muted, 0.75f, false);
            });
            y += headHeight;
        }

        void AddRow(string[] texts, bool isTotal, bool isNote = false)
        {
            var top = y;
            Draw(d =>
            {
                foreach (var (i, text) in texts.Index())
                    d.Write(isNote ? text : Fit(text, widths[i] - 6, 8, isTotal), Place(i), top + 11, 8,
                        SkiaDrawing.Colour(Ink.Text), AlignOf(columns[i]), isTotal);
                d.Line([(Margin, top + RowHeight), (Width - Margin, top + RowHeight)], Ink.Grid, 0.5f, false);
            });
            y += RowHeight;
        }

        float Place(int column) => Margin + widths.Take(column).Sum() + (columns[column].Type is "number" ? widths[column] - 3 : 3);
    }

    private static Align AlignOf(ReportColumn column) => column.Type is "number" ? Align.End : Align.Start;

    /// <summary>Names get what numbers leave over, and numbers what they need, as far as there is room.</summary>
    private float[] WidthsOf(ReportTable table, IReadOnlyList<ReportColumn> columns)
    {
        var wanted = columns.Select(c => table.Rows.Take(200).Append(table.Totals).OfType<System.Text.Json.Nodes.JsonObject>()
            .Select(row => PdfFonts.Measure(Cells.Text(row, c, report.Currency), 8, false))
            .Append(c.Title.Split(' ').Max(word => PdfFonts.Measure(word, 7, false))).Max() + 8).ToArray();
        for (var i = 0; i < wanted.Length; i++)
            if (columns[i].Type is not "number")
                wanted[i] = Math.Min(wanted[i], 160);
        var factor = Inside / wanted.Sum();
        return [.. wanted.Select(w => w * factor)];
    }

    private static string Fit(string text, float room, float size, bool isBold)
    {
        if (PdfFonts.Measure(text, size, isBold) <= room)
            return text;
        var length = text.Length;
        while (length > 1 && PdfFonts.Measure(text[..length] + "…", size, isBold) > room)
            length--;
        return text[..length] + "…";
    }

    private static List<string> Wrap(string text, float room, float size)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && PdfFonts.Measure($"{line} {word}", size, false) > room)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? Fit(word, room, size, false) : $"{line} {word}";
        }

        lines.Add(line);
        return lines;
    }
}
