using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Metrics;
using Callsight.App;
using Callsight.Core;
using Callsight.Tests.Analytics.Metrics;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.House;

/// <summary>Pages of reference are made from the code they speak of.</summary>
public sealed class DocsTests
{
    private const string Made = "<!-- Made from the sources by DocsTests; change those, not this page. -->\n\n";

    [Fact]
    public void The_page_of_problems_is_up_to_date()
    {
        var page = new StringBuilder("# Problems\n\n").Append(Made).Append(
            "A request that fails is answered with `application/problem+json` (RFC 9457). `code` is stable: it never changes its meaning.\n" +
            "`detail` is for people, `errors` names the wrong fields, `correlation_id` finds the request in the logs. Codes that begin with\n" +
            "`event.` also stand in the `errors` of a batch of events that was accepted. `…` stands for what the request is about.\n\n" +
            "| code | status | meaning |\n|---|---|---|\n");
        foreach (var (code, status, sentence) in ProblemCodes.All)
            page.Append(CultureInfo.InvariantCulture, $"| `{code}` | {status} | {Cell(sentence)} |\n");
        Repository.ShouldMatchSnapshot(page.ToString(), "docs/problems.md");
    }

    [Fact]
    public void A_problem_is_found_however_it_is_written() => ProblemCodes.In("""
            return new Problem("a.one", "First. " +
                "Second.", ProblemKind.Conflict);
            static readonly Problem Two = new("a.two", $"At most {Most} of them.", ProblemKind.TooLarge);
            return Problem.NotFound("lead"); Refuse("event.three", x ? "This." : "That.");
            413 => ("a.four", "Title", "Sentence."),
            """).Select(p => $"{p.Code} {p.Status} {p.Sentence}").ShouldBe(
        [
            "a.one 409 First. Second.", "a.two 413 At most … of them.", "lead.not_found 404 There is no such lead.",
            "event.three 400 This.", "a.four 413 Sentence.",
        ]);

    [Fact]
    public async Task The_page_of_settings_is_up_to_date()
    {
        var page = new StringBuilder("# Configuration\n\n").Append(Made).Append(
            $"The product runs with nothing configured. {Precedence()}\n\n" +
            "A setting is written `{\"Section\": {\"Name\": value}}` in `callsight.json`, `CALLSIGHT_Section__Name` in the environment and\n" +
            "`--Section:Name=value` on the command line. A wrong value or an unknown name ends the start with exit code 1 and a line for each\n" +
            "fault on standard error, such as `EventStore:MemoryLimit: This is a number with MB or GB, such as 512MB.`\n\n" +
            "Addresses to listen on: `--urls` or `CALLSIGHT_urls`. Traces and metrics go to `OTEL_EXPORTER_OTLP_ENDPOINT` where that is set.\n");
        foreach (var section in (await TestHost.SharedAsync()).Services.GetServices<SettingsSection>().OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section.Name}\n\n{Summary($"T:{section.Options.FullName}", section.Options)}\n\n")
                .Append("| setting | type | default | allowed | meaning |\n|---|---|---|---|---|\n");
            var defaults = Activator.CreateInstance(section.Options);
            foreach (var setting in section.Options.GetProperties().Where(p => p.SetMethod is { IsPublic: true }))
                page.Append(CultureInfo.InvariantCulture,
                    $"| `{section.Name}:{setting.Name}` | {Kind(setting.PropertyType)} | {Default(setting.GetValue(defaults))} | " +
                    $"{Allowed(setting)} | {Cell(Summary($"P:{section.Options.FullName}.{setting.Name}", section.Options))} |\n");
        }

        Repository.ShouldMatchSnapshot(page.ToString(), "docs/configuration.md");
    }

    [Fact]
    public void The_page_of_metrics_is_up_to_date()
    {
        var page = new StringBuilder("# Metrics\n\n").Append(Made).Append(
            "Each figure has one definition, used by every card, series, table and export. *additive*: figures of parts add up. *ratio*: halves of\n" +
            "parts add up and the ratio is taken last; without a denominator there is no value, never zero. *distinct* and *whole*: the whole is\n" +
            "worked out anew. The version grows when a definition changes. Durations are seconds, rates 0 to 100.\n\n" +
            "A name may carry a threshold in seconds where the metric takes one, as in `service_level@30`, several in one question. The formula is\n" +
            "printed from what is computed. Examples are about 2 March 2026 (a time without a day is of that day); their rows are loaded into each\n" +
            "engine and their figures held by tests: `call START [END] ...`, `lead CREATED ...`, `state STATUS FROM [UNTIL]`, `spend DAY AMOUNT`,\n" +
            "`event TYPE TIME`; `20 x` repeats a row. Calls are inbound, answered and of the agent Ada where nothing else is said.\n");
        foreach (var metric in MetricCatalogue.All.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {metric.Key}\n\n{metric.Title}: {metric.Description}\n\n")
                .Append(CultureInfo.InvariantCulture, $"- formula: `{MetricFormula.Of(metric)}`\n")
                .Append(metric.Variant is null ? "" : $"- variant: {metric.Variant}\n")
                .Append(CultureInfo.InvariantCulture, $"- booked: {string.Join("; ", MetricFormula.Booking(metric))}\n")
                .Append(CultureInfo.InvariantCulture, $"- unit {Word(metric.Unit)}, {Word(metric.Kind)}, better {Word(metric.Better)}, version {metric.Version}")
                .Append(MetricCatalogue.TakesThreshold(metric.Key) ? ", takes a threshold\n" : "\n")
                .Append(CultureInfo.InvariantCulture, $"- dimensions: {string.Join(", ", CheckDimensions.Names(metric).Select(d => $"`{d}`"))}\n");
            foreach (var example in MetricExamples.All.Where(e => e.Figures.Any(f => IsOf(f, metric))))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n```text\n{example.Rows}\n```\n\n");
                foreach (var worked in example.Figures.Where(f => IsOf(f, metric)))
                    page.Append(CultureInfo.InvariantCulture, $"`{worked.Metric}`{Days(example)} = {Shown(worked)}: {worked.Why}\n");
            }
        }

        Repository.ShouldMatchSnapshot(page.ToString(), "docs/metrics.md");
    }

    private static bool IsOf(Worked worked, Metric metric) => worked.Metric.Split('@')[0] == metric.Key;

    private static string Days(Example example) => example.First == example.Last ? "" : $" from {example.First} to {example.Last}";

    private static string Shown(Worked worked) => worked.Bottom is null
        ? string.Create(CultureInfo.InvariantCulture, $"{worked.Value}")
        : string.Create(CultureInfo.InvariantCulture, $"{worked.Value} ({worked.Top} / {worked.Bottom})");

    private static string Precedence() => Regex.Match(
        Repository.Read("src/Callsight/Hosting/CallsightHost.cs"), "// (From weak to strong: [^\n]+)").Groups[1].Value;

    private static string Summary(string member, Type of)
    {
        var documentation = XDocument.Load(Path.ChangeExtension(of.Assembly.Location, ".xml"));
        var summary = documentation.Descendants("member").Single(m => (string?)m.Attribute("name") == member).Element("summary")!;
        foreach (var code in summary.Elements("c").ToList())
            code.ReplaceWith($"`{code.Value}`");
        return Regex.Replace(summary.Value.Trim(), @"\s+", " ");
    }

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(string) => "text",
        var t when t == typeof(int) || t == typeof(long) => "whole number",
        var t => t.Name,
    };

    private static string Default(object? value) => value switch
    {
        null => "none",
        bool truth => truth ? "`true`" : "`false`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Allowed(PropertyInfo setting) =>
        setting.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
            : setting.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern ? $"`{Cell(pattern.Pattern)}`" : "";

    private static string Word(Enum value) => Regex.Replace(value.ToString(), "(?<!^)([A-Z])", " $1").ToLowerInvariant();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
}
