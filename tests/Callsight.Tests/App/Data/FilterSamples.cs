using System.Text.Json.Nodes;
using Callsight.App.CallCentre;
using Callsight.App.CallCentre.Leads;
using Callsight.Core;
using CsCheck;

namespace Callsight.Tests.App.Data;

/// <summary>Leads and filters full of what stores disagree about.</summary>
internal static class FilterSamples
{
    public static readonly RelativeTime Time = new(
        new DateTimeOffset(2026, 3, 8, 15, 30, 0, TimeSpan.Zero).AddTicks(7), TenantZone.Find("America/New_York").Value);

    // Case beyond ASCII, letters that fold into several, characters beyond and just below the surrogates, words of SQL,
    // wildcards, quotes, numbers that sort otherwise as texts.
    private static readonly string[] Texts =
    [
        "", " ", "a", "A", "ab", "AB", "aB c", "b", "Z", "z", "é", "É", "e\u0301", "ß", "SS", "ı", "İ", "\u212a", "k", "日本", "～", "😀", "😀b",
        "\uffff", "a'b", "a\"b", "a\\b", "a%b", "a_b", "%", "_", "$.a", "10", "9", "9.0", "true", "null", "x' OR 1=1 --", "referral", "Referral ",
        "\ud7ff", "\ue000", "Ab\u0130",
    ];

    private static readonly string[] PropertyNames =
    [
        "topic", "größe", "a.b", "a\"b", "a'b", "a\\b", "a\\\"b", "a/b", "a~b", "~1", "$", "$.topic", "0", "[0]", "#", "*", " ", "😀", "Topic",
        "topic') OR 1=1 --", "\\u0061", "\"", "properties.topic", "null", "?", "a}b", "{a}", "@name", ":x", "é",
    ];

    private static readonly string[] PropertyValues =
    [
        "null", "true", "false", "0", "-0", "1", "1.0", "10", "9", "-1.5", "0.1", "0.30000000000000004", "1e3", "9007199254740993",
        "12345678901234567", "123456789012345678901", "1e-7", "1e300", "[]", "[\"a\"]", "{}", "{\"a\":1}",
    ];

    private static readonly decimal[] Amounts = [0, 0.1m, 1, 9, 10, 12.5m, 12.3456m, 0.0001m, 1_000_000, 99_999_999.9999m];

    private static readonly DateTimeOffset[] Instants =
    [
        At("2026-03-01T05:00:00Z"), At("2026-03-08T15:30:00Z"), At("2026-03-08T05:00:00Z"), At("2026-03-08T04:59:59.999999Z"),
        At("2026-03-01T15:30:00Z"), At("2026-03-08T15:30:00.000001Z"), At("2026-01-01T00:00:00Z"), At("2025-12-31T23:59:59Z"),
    ];

    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 4).Select(i => new Guid(i, 0, 0, [0xAB, 0, 0, 0, 0, 0, 0, 1]))];

    /// <summary>The same leads each time, so that a filter that fails once fails again.</summary>
    public static IReadOnlyList<Lead> Leads { get; } = MakeLeads();

    /// <summary>Copies of them, for a store to take.</summary>
    public static IReadOnlyList<Lead> Copies() => MakeLeads();

    /// <summary>Filters over the fields that leads and the facts of leads have in common.</summary>
    public static Gen<Filter> Filters => Part(3);

    private static Gen<Filter> Part(int depth) => depth == 0
        ? Test
        : Gen.Frequency(
            (3, Test),
            (1, Part(depth - 1).List[0, 3].Select(parts => (Filter)new Filter.All(parts.ToEquatableList()))),
            (1, Part(depth - 1).List[0, 3].Select(parts => (Filter)new Filter.Any(parts.ToEquatableList()))),
            (1, Part(depth - 1).Select(part => (Filter)new Filter.Not(part))));

    private static Gen<Filter> Test => Gen.OneOf(
        Tests(["source", "lead.source", "stage", "priority", "external_id"], FieldKind.Text, Text),
        Tests(["status"], FieldKind.Text, Pick("new", "contacted", "converted", "LOST", "o", "").Select(Value)),
        Tests(["value"], FieldKind.Number, Number),
        Tests(["tags"], FieldKind.TextList, Text),
        Tests(["created_at", "contacted_at", "lead.lost_at"], FieldKind.Instant, Instant),
        Tests(["agent", "team", "campaign_id"], FieldKind.Identity, Pick(Ids).Select(id => (FilterValue)new FilterValue.Identity(id))),
        Tests(Names, FieldKind.Dynamic, Text),
        Tests(Names, FieldKind.Dynamic, Text),
        Tests(Names, FieldKind.Dynamic, Number),
        Tests(Names, FieldKind.Dynamic, Gen.Bool.Select(truth => (FilterValue)new FilterValue.Truth(truth))));

    private static string[] Names => [.. PropertyNames.Select(name => $"properties.{name}")];

    private static Gen<FilterValue> Text { get; } = Pick(Texts).Select(Value);

    private static Gen<FilterValue> Number { get; } = Gen.OneOf(
            Pick(Amounts), Pick(-1.5m, -1, 0.00005m, 0.30000000000000004m, 9007199254740992m, 9007199254740993m,
                12345678901234567m, 12345678901234568m, 123456789012345678901m, 79228162514264337593543950335m, 0.0000001m))
        .Select(number => (FilterValue)new FilterValue.Number(number));

    private static Gen<FilterValue> Instant { get; } = Gen.OneOf(
        Pick(Instants).Select(at => (FilterValue)new FilterValue.Instant(at)),
        Pick(Instants).Select(at => (FilterValue)new FilterValue.Instant(at.AddTicks(4))));

    private static Gen<FilterValue> Relative { get; } =
        Pick("today", "-7d", "now", "this_year", "2026-03-01", "-1mo").Select(word => (FilterValue)new FilterValue.Relative(word));

    private static Gen<Filter> Tests(string[] fields, FieldKind kind, Gen<FilterValue> value) =>
        from field in Pick(fields)
        from filterOperator in Pick([.. FieldKinds.OperatorsOf(kind)])
        from wanted in FilterOperators.TakesNoValue(filterOperator) ? Gen.Const((FilterValue)new FilterValue.None())
            : FilterOperators.TakesList(filterOperator)
                ? value.List[1, 4].Select(many => (FilterValue)new FilterValue.Many(many.ToEquatableList()))
            : kind is FieldKind.Instant && filterOperator is not (FilterOperator.Eq or FilterOperator.Ne) ? Gen.OneOf(value, Relative)
            : value
        where IsAllowed(filterOperator, wanted)
        select (Filter)new Filter.Test(field, filterOperator, wanted);

    // What the parser refuses, wherever the field is free.
    private static bool IsAllowed(FilterOperator filterOperator, FilterValue value) => filterOperator switch
    {
        FilterOperator.Contains or FilterOperator.StartsWith or FilterOperator.EndsWith => value is FilterValue.Text,
        FilterOperator.Lt or FilterOperator.Lte or FilterOperator.Gt or FilterOperator.Gte => value is not FilterValue.Truth,
        _ => true,
    };

    private static Gen<TValue> Pick<TValue>(params TValue[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static FilterValue Value(string text) => new FilterValue.Text(text);

    private static List<Lead> MakeLeads()
    {
        var random = new Random(20260308);
        return [.. Enumerable.Range(0, 120).Select(Make)];

        Lead Make(int index) => Lead.FromFact(
            new LeadFact
            {
                LeadId = new Guid(index + 1, 0, 7, [0x80, 0, 0, 0, 0, 0, 0, 0xEF]),
                ExternalId = index < Texts.Length && index % 3 == 0 ? Texts[index] : null,
                Source = index < Texts.Length ? Texts[index] : Maybe(Texts),
                Stage = Maybe(Texts),
                Priority = Maybe(Texts),
                Status = One(["new", "contacted", "qualified", "converted", "lost"]),
                Value = random.Next(3) == 0 ? null : One(Amounts),
                AgentId = random.Next(3) == 0 ? null : One(Ids),
                TeamId = random.Next(3) == 0 ? null : One(Ids),
                CampaignId = random.Next(3) == 0 ? null : One(Ids),
                Tags = [.. Enumerable.Range(0, random.Next(3)).Select(_ => One(Texts)).Distinct()],
                CreatedAt = One(Instants),
                ContactedAt = random.Next(2) == 0 ? null : One(Instants),
                LostAt = random.Next(2) == 0 ? null : One(Instants),
                Properties = random.Next(8) == 0 ? null : Properties(),
            },
            new PastPerson("", "", "", ""));

        JsonObject Properties()
        {
            var properties = new JsonObject();
            foreach (var name in PropertyNames.Where(_ => random.Next(3) > 0))
                properties[name] = random.Next(2) == 0 ? JsonValue.Create(One(Texts)) : JsonNode.Parse(One(PropertyValues));
            // Nobody can ask for it, but where it stands every other property must still be found.
            if (random.Next(4) == 0)
                properties["unasked"] = "a\0b";
            return properties;
        }

        string? Maybe(string[] texts) => random.Next(4) == 0 ? null : One(texts);

        TValue One<TValue>(TValue[] values) => values[random.Next(values.Length)];
    }

    private static DateTimeOffset At(string text) => Rfc3339.TryParse(text, out var instant) ? instant : throw new FormatException(text);
}
