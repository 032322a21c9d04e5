using System.Text;

namespace Callsight.Web.Design;

/// <summary>Every colour, size and duration of the pages, once. The style sheet and the charts read them as CSS variables.</summary>
internal static class Tokens
{
    /// <summary>A name with its value on light and on dark ground.</summary>
    private static readonly (string Name, string Light, string Dark)[] Colours =
    [
        ("ground", "#f7f8fa", "#0e1114"),
        ("surface", "#ffffff", "#14181c"),
        ("raised", "#ffffff", "#1a1f24"),
        ("sunken", "#eff2f4", "#0a0d0f"),
        ("hover", "#eef2f4", "#1d2329"),
        ("line", "#e1e6ea", "#262d34"),
        ("line-strong", "#c5ced5", "#3b454e"),
        ("text", "#14191e", "#e8edf1"),
        ("text-soft", "#4c5863", "#a7b2bc"),
        ("text-faint", "#626e79", "#8b97a2"),
        ("accent", "#0f6478", "#5bb8cf"),
        ("accent-strong", "#0b4f60", "#7fcbde"),
        ("accent-soft", "#e2f0f4", "#12303a"),
        ("on-accent", "#ffffff", "#07181d"),
        ("good", "#14713c", "#57c785"),
        ("good-soft", "#e3f4e9", "#11301e"),
        ("bad", "#b3261e", "#f2867d"),
        ("bad-soft", "#fbe9e7", "#3a1714"),
        ("warn", "#8a5300", "#e3ae52"),
        ("warn-soft", "#fcf1dc", "#33250b"),
        ("idle", "#5d6873", "#8f9aa5"),
        // Okabe and Ito, told apart by every eye; the same thing has the same one on every page.
        ("series-1", "#0072b2", "#56b4e9"),
        ("series-2", "#d55e00", "#e69f00"),
        ("series-3", "#009e73", "#2cc79a"),
        ("series-4", "#cc79a7", "#dd98bf"),
        ("series-5", "#e69f00", "#f0e442"),
        ("series-6", "#56b4e9", "#4a90d9"),
        ("series-7", "#6b6b6b", "#b3b3b3"),
        ("series-8", "#a08a00", "#d55e00"),
    ];

    private static readonly (string Name, string Value)[] Sizes =
    [
        ("font", "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"),
        ("mono", "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Liberation Mono', monospace"),
        ("size-label", "12px"), ("size-body", "13.5px"), ("size-title", "15px"), ("size-page", "20px"), ("size-figure", "30px"),
        ("space-1", "4px"), ("space-2", "8px"), ("space-3", "12px"), ("space-4", "16px"), ("space-5", "24px"), ("space-6", "32px"),
        ("space-7", "48px"),
        ("radius", "6px"), ("radius-small", "4px"), ("radius-round", "999px"), ("hair", "1px"), ("ring", "2px"),
        ("rail", "208px"), ("rail-small", "60px"), ("bar", "52px"), ("content", "1440px"), ("drawer", "460px"),
        ("row", "40px"), ("control", "32px"), ("icon", "16px"), ("chart", "264px"), ("board-row", "72px"), ("card", "216px"),
        ("spark", "36px"),
        ("shadow", "0 8px 28px rgb(10 20 30 / 14%)"),
        ("quick", "140ms"), ("patience", "150ms"), ("ease", "cubic-bezier(.2, 0, 0, 1)"),
    ];

    /// <summary>The tokens as a style sheet.</summary>
    public static string Css { get; } = Write();

    private static string Write()
    {
        var css = new StringBuilder();
        Rule(":root", [.. Sizes, .. Colours.Select(c => (c.Name, c.Light)), ("scheme", "light")]);
        Rule(":root[data-density=compact]", [("row", "30px"), ("size-body", "13px"), ("size-figure", "28px"), ("space-4", "12px")]);
        css.Append("@media (prefers-color-scheme: dark) {\n");
        Rule(":root:not([data-theme=light])", Dark());
        css.Append("}\n");
        Rule(":root[data-theme=dark]", Dark());
        return css.ToString();

        static IEnumerable<(string, string)> Dark() =>
            [.. Colours.Select(c => (c.Name, c.Dark)), ("scheme", "dark"), ("shadow", "0 8px 28px rgb(0 0 0 / 50%)")];

        void Rule(string selector, IEnumerable<(string Name, string Value)> values)
        {
            css.Append(selector).Append(" {\n");
            foreach (var (name, value) in values)
                css.Append("  --").Append(name).Append(": ").Append(value).Append(";\n");
            css.Append("}\n");
        }
    }
}
