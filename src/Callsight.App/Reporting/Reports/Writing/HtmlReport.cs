using System.Globalization;
using System.Text;

namespace Callsight.App.Reporting.Reports.Writing;

/// <summary>A report as one page that needs nothing else: no scripts, no fonts, no pictures from elsewhere.</summary>
internal static class HtmlReport
{
    private const int MostRows = 5_000;
    private const float ChartWidth = 760;

    public static string Write(ReportDocument report)
    {
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">")
            .Append($"<title>{Safe(report.Title)} – {Safe(report.Tenant)}</title><style>{Style}</style></head><body><main>\n")
            .Append($"<header><p class=\"tenant\">{Safe(report.Tenant)}</p><h1>{Safe(report.Title)}</h1><p class=\"about\">")
            .Append($"{Safe(ReportWords.Period(report))} · {Safe(report.Zone)} · {Safe(ReportWords.Made(report))}</p>")
            .Append(report.Provisional ? $"<p class=\"about\">{ReportWords.Provisional}</p>" : "").Append("</header>\n");
        foreach (var block in report.Blocks)
            Append(html, block, report);
        return html.Append("</main></body></html>\n").ToString();
    }

    private static void Append(StringBuilder html, ReportBlock block, ReportDocument report)
    {
        html.Append($"<section><h2>{Safe(block.Title)}</h2>");
        if (block.Figures is { } figures)
        {
            html.Append("<div class=\"figures\">");
            foreach (var figure in figures)
                html.Append($"<div class=\"figure\"><span>{Safe(figure.Title)}</span><b data-metric=\"{Safe(figure.Metric)}\">")
                    .Append(Safe(FigureText.Of(figure.Value, figure.Unit, report.Currency)))
                    .Append($"</b>{Change(figure, report.Currency)}</div>");
            html.Append("</div>");
        }

        foreach (var insight in block.Insights ?? [])
            html.Append($"<p class=\"insight\">{Safe(insight.Sentence)}</p>");
        if (block.Chart is { } chart)
            html.Append("<div class=\"chart\">").Append(SvgDrawing.Draw(chart, block.Title, report.Currency, ChartWidth)).Append("</div>");
        if (block.Table is { } table)
            Append(html, table, report.Currency);
        html.Append("</section>\n");
    }

    private static void Append(StringBuilder html, ReportTable table, string currency)
    {
        var columns = Cells.ForPeople(table);
        html.Append("<div class=\"table\"><table><thead><tr>");
        foreach (var column in columns)
            html.Append($"<th{Number(column)}>{Safe(column.Title)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows.Take(MostRows))
        {
            html.Append("<tr>");
            foreach (var column in columns)
                html.Append($"<td{Number(column)}>{Safe(Cells.Text(row, column, currency))}</td>");
            html.Append("</tr>");
        }

        html.Append("</tbody>");
        if (table.Totals is { } totals)
        {
            html.Append("<tfoot><tr>");
            foreach (var (i, column) in columns.Index())
            {
                var text = i == 0 ? "All" : column.Type is "number" ? Cells.Text(totals, column, currency) : "";
                html.Append($"<td{Number(column)}>{Safe(text)}</td>");
            }

            html.Append("</tr></tfoot>");
        }

        html.Append("</table></div>");
        if (table.Rows.Count > MostRows)
            html.Append($"<p class=\"about\">{ReportWords.More(table.Rows.Count - MostRows)}</p>");
    }

    private static string Number(ReportColumn column) =>
        column.Type switch { "number" => " class=\"n\"", "instant" => " class=\"d\"", _ => "" };

    private static string Change(ReportFigure figure, string currency)
    {
        if (FigureText.ChangeOf(figure) is not { Length: > 0 } change)
            return "<small>&nbsp;</small>";
        var arrow = figure.Status switch { "up" => "▲ ", "down" => "▼ ", _ => "" };
        var tone = FigureText.IsGood(figure) switch { true => "good", false => "bad", null => "even" };
        var previous = Safe(FigureText.Of(figure.Previous, figure.Unit, currency));
        return $"<small class=\"{tone}\">{arrow}{Safe(change)} <i>from {previous}</i></small>";
    }

    private static string Safe(string text) => SvgDrawing.Safe(text);

    private static readonly string Style = Css();

    private static string Css()
    {
        var css = new StringBuilder(":root{--bg:").Append(Palette.Surface).Append(";--accent:").Append(Palette.Accent)
            .Append(";--good:").Append(Palette.Good).Append(";--bad:").Append(Palette.Bad).Append(Inks(Palette.Light)).Append('}')
            .Append("@media(prefers-color-scheme:dark){:root{--bg:").Append(Palette.DarkSurface)
            .Append(";--accent:").Append(Palette.Dark[(int)Ink.First])
            .Append(";--good:").Append(Palette.DarkGood).Append(";--bad:").Append(Palette.DarkBad).Append(Inks(Palette.Dark)).Append("}}");
        foreach (var ink in Enum.GetValues<Ink>())
            css.Append(CultureInfo.InvariantCulture, $".f{(int)ink}{{fill:var(--i{(int)ink})}}")
                .Append(CultureInfo.InvariantCulture, $".s{(int)ink}{{stroke:var(--i{(int)ink});stroke-linejoin:round}}");
        return css.Append("""
            body{margin:0;background:var(--bg);color:var(--i0);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            main{max-width:980px;margin:0 auto;padding:32px 24px}h1{font-size:28px;font-weight:600;margin:0}
            h2{font-size:15px;font-weight:600;margin:0 0 12px}
            .tenant{color:var(--accent);font-weight:600;margin:0 0 4px}.about{color:var(--i1);font-size:12px;margin:4px 0}
            header{border-bottom:2px solid var(--accent);padding-bottom:16px}section{margin:28px 0;break-inside:avoid-page}
            .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:8px}
            .figure{border:1px solid var(--i2);border-radius:6px;padding:10px 12px}
            .figure span{display:block;color:var(--i1);font-size:12px}
            .figure b{display:block;font-size:22px;font-weight:600;font-variant-numeric:tabular-nums}.figure small{font-size:12px}
            .figure i{font-style:normal;color:var(--i1)}.good{color:var(--good)}.bad{color:var(--bad)}.even{color:var(--i1)}
            .insight{border-left:3px solid var(--accent);margin:8px 0;padding:2px 0 2px 12px}
            .chart svg{width:100%;height:auto;max-width:980px}
            .chart text{font-family:inherit;font-variant-numeric:tabular-nums}.table{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:13px}
            th,td{text-align:left;padding:6px 10px;border-bottom:1px solid var(--i2);vertical-align:bottom}
            th{color:var(--i1);font-size:12px;font-weight:600}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
            tfoot td{font-weight:600;border-bottom:0;border-top:1px solid var(--i1)}.d{white-space:nowrap}
            thead{display:table-header-group}tr{break-inside:avoid}
            """.ReplaceLineEndings("")).ToString();
    }

    private static string Inks(string[] colours) => string.Concat(colours.Select((c, i) => $";--i{i}:{c}"));
}
