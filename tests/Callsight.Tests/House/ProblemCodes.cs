using System.Text.RegularExpressions;
using Callsight.App.Http;
using Callsight.Core;

namespace Callsight.Tests.House;

/// <summary>A stable code that clients may rely on.</summary>
internal sealed record ProblemCode(string Code, int Status, string Sentence);

/// <summary>Reads the sources for every problem the product can name.</summary>
internal static partial class ProblemCodes
{
    public static IReadOnlyList<ProblemCode> All { get; } =
        [.. Repository.Sources("src").SelectMany(file => In(Repository.Read(file)))
            .Where(p => IsCode(p.Code)).GroupBy(p => (p.Code, p.Status)).Select(g => g.MaxBy(p => p.Sentence.Length)!)
            .OrderBy(p => p.Code, StringComparer.Ordinal).ThenBy(p => p.Status)];

    /// <summary>The problems of one file.</summary>
    public static IEnumerable<ProblemCode> In(string source)
    {
        foreach (Match call in Call().Matches(source))
        {
            var arguments = Arguments(source, call.Index + call.Length);
            var what = call.Groups[1].Value;
            if (what == "WriteAsync" && arguments.Count >= 5)
                yield return new ProblemCode(Literal(arguments[3]),
                    arguments[1].Contains("500", StringComparison.Ordinal) ? 500 : 400, Sentence(arguments[4]));
            else if (what is "GetAsync" && arguments.Count >= 4)
                yield return NotFound(Literal(arguments[1]));
            else if (what is "NotFound")
                yield return NotFound(Literal(arguments[0]));
            else if (arguments.Count >= 2 && (what != "new" || Literal(arguments[0]).Contains('.', StringComparison.Ordinal)))
                yield return new ProblemCode(Literal(arguments[0]), StatusOf(what, arguments), Sentence(arguments[1]));
        }

        foreach (Match row in FrameworkAnswer().Matches(source))
            yield return new ProblemCode(
                row.Groups[2].Value, int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), row.Groups[3].Value);
    }

    private static ProblemCode NotFound(string what) =>
        new(what.Length == 0 ? "" : $"{what}.not_found", 404, $"There is no such {what.Replace('_', ' ')}.");

    private static int StatusOf(string what, List<string> arguments)
    {
        var kind = Kind().Match(arguments.ElementAtOrDefault(2) ?? "") is { Success: true } named
            ? Enum.Parse<ProblemKind>(named.Groups[1].Value)
            : what == "Wrong" ? ProblemKind.Conflict : ProblemKind.Invalid;
        return ProblemWriter.StatusOf(kind).Status;
    }

    private static bool IsCode(string text) => CodeForm().IsMatch(text);

    /// <summary>The argument when it is one plain text; else nothing.</summary>
    private static string Literal(string argument) =>
        Texts().Match(argument) is { Success: true } text && text.Value.Length == argument.Trim().Length ? text.Groups[1].Value : "";

    /// <summary>What the argument says; of two alternatives the first, with a dot for each part that is filled in.</summary>
    private static string Sentence(string argument)
    {
        var texts = Texts().Matches(argument).Select(m => m.Groups[1].Value).ToList();
        var said = Texts().Replace(argument, "").Contains('?', StringComparison.Ordinal) ? texts.FirstOrDefault() ?? "" : string.Concat(texts);
        said = Hole().Replace(said, "…");
        return said.Length == 0 ? "The detail says what it is about." : said.Split('{')[0] + (said.Contains('{', StringComparison.Ordinal) ? "…" : "");
    }

    private static List<string> Arguments(string source, int start)
    {
        var (arguments, depth, from, inText) = (new List<string>(), 0, start, false);
        for (var i = start; i < source.Length; i++)
        {
            var letter = source[i];
            if (letter == '"' && source[i - 1] != '\\')
                inText = !inText;
            if (inText)
                continue;
            if (letter is '(' or '[' or '{')
                depth++;
            if ((letter == ',' && depth == 0) || (letter == ')' && depth == 0))
            {
                arguments.Add(source[from..i]);
                from = i + 1;
            }

            if (letter == ')' && depth == 0)
                break;
            if (letter is ')' or ']' or '}')
                depth--;
        }

        return arguments;
    }

    [GeneratedRegex(@"\b(new Problem|new|Wrong|Refuse|WriteAsync|NotFound|GetAsync)\(")]
    private static partial Regex Call();

    [GeneratedRegex("""(\d{3}) => \("([a-z_.]+)", "[^"]*", "([^"]*)"\)""")]
    private static partial Regex FrameworkAnswer();

    [GeneratedRegex(@"ProblemKind\.(\w+)")]
    private static partial Regex Kind();

    [GeneratedRegex("""\$?"((?:[^"\\]|\\.)*)"(?!")""")]
    private static partial Regex Texts();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
    private static partial Regex CodeForm();
}
