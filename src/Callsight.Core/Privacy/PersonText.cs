using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Callsight.Core;

/// <summary>Finds a person's addresses and numbers in free text and in JSON, and takes them out.</summary>
/// <remarks>
/// The patterns are in the common part of .NET's and RE2's languages, so that an engine can look for the same. Letters may be written
/// as JSON escapes. A longer address or number that only contains one is somebody else's.
/// </remarks>
public sealed class PersonText
{
    private const int FewestDigits = 7;
    private const string EmailReplacement = "erased";
    private const string PhoneReplacement = "0";

    // What stands before: nothing, no part of an address, or the end of a JSON escape.
    private const string BeforeEmail = @"(^|[^A-Za-z0-9._%+-]|\\[bfnrt]|\\u[0-9A-Fa-f]{4})";
    private const string AfterEmail = @"($|[^A-Za-z0-9.-]|\.($|[^A-Za-z0-9]))";
    private const string BeforePhone = "(^|[^0-9])";
    private const string AfterPhone = "($|[^0-9])";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Regex? email;
    private readonly Regex? phone;

    public PersonText(TracedPerson person)
    {
        EmailPattern = Any(person.Emails.Select(EmailOf), BeforeEmail, AfterEmail);
        PhonePattern = Any(person.Phones.Where(p => p.Length >= FewestDigits).Select(PhoneOf), BeforePhone, AfterPhone);
        email = EmailPattern is null ? null : new Regex(EmailPattern, RegexOptions.CultureInvariant, Longest);
        phone = PhonePattern is null ? null : new Regex(PhonePattern, RegexOptions.CultureInvariant, Longest);
    }

    /// <summary>Matches an address with what stands around it as groups 1 and 2; null where none is known.</summary>
    public string? EmailPattern { get; }

    /// <summary>The same for telephone numbers. Those of few digits are not looked for: they would be found in other numbers.</summary>
    public string? PhonePattern { get; }

    /// <summary>Replaces a match in an engine's language.</summary>
    public static string EmailSubstitute => $@"\1{EmailReplacement}\2";

    /// <summary>A digit, since it may stand where JSON has a number.</summary>
    public static string PhoneSubstitute => $@"\1{PhoneReplacement}\2";

    public bool IsIn(string text) => email?.IsMatch(text) == true || phone?.IsMatch(text) == true;

    /// <summary>The text with something else in their place. Twice: neighbours share what stands between them.</summary>
    public string Without(string text)
    {
        for (var round = 0; round < 2; round++)
        {
            text = email?.Replace(text, $"${{1}}{EmailReplacement}${{2}}") ?? text;
            text = phone?.Replace(text, $"${{1}}{PhoneReplacement}${{2}}") ?? text;
        }

        return text;
    }

    private static string? Any(IEnumerable<string> patterns, string before, string after) =>
        string.Join('|', patterns) is { Length: > 0 } any ? $"{before}(?:{any}){after}" : null;

    private static string EmailOf(string address)
    {
        var pattern = new StringBuilder();
        foreach (var letter in address)
        {
            pattern.Append("(?:");
            foreach (var form in new[] { char.ToLowerInvariant(letter), char.ToUpperInvariant(letter) }.Distinct())
                pattern.Append(CultureInfo.InvariantCulture, $@"{Literal(form)}|\\u{HexOf(form)}|");
            pattern.Length--;
            pattern.Append(')');
        }

        return pattern.ToString();
    }

    /// <summary>A number however it is grouped, with or without what stands before a country's code.</summary>
    private static string PhoneOf(string digits) => $@"(?:[+]|\\u002[Bb]|00)?{string.Join("[ ()./-]*", digits.ToCharArray())}";

    private static string Literal(char letter) => char.IsAsciiLetterOrDigit(letter) || letter > 127 ? letter.ToString() : $@"\{letter}";

    private static string HexOf(char letter) => string.Concat(
        ((int)letter).ToString("x4", CultureInfo.InvariantCulture)
            .Select(c => char.IsAsciiLetter(c) ? $"[{c}{char.ToUpperInvariant(c)}]" : $"{c}"));
}
