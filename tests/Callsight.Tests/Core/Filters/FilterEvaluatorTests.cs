using System.Text.Json;
using Callsight.Core;
using CsCheck;
using static Callsight.Core.FilterOperator;

namespace Callsight.Tests.Core.Filters;

public sealed class FilterEvaluatorTests
{
    private static readonly RelativeTime Time = new(new DateTimeOffset(2026, 3, 8, 12, 0, 0, TimeSpan.Zero), TenantZone.Utc);

    [Theory]
    [InlineData(Eq, false)]
    [InlineData(Ne, true)]
    [InlineData(Lt, false)]
    [InlineData(Lte, false)]
    [InlineData(Gt, false)]
    [InlineData(Gte, false)]
    [InlineData(In, false)]
    [InlineData(NotIn, true)]
    [InlineData(Contains, false)]
    [InlineData(StartsWith, false)]
    [InlineData(EndsWith, false)]
    [InlineData(Exists, false)]
    [InlineData(NotExists, true)]
    public void A_missing_field_satisfies_only_what_it_says_in_the_table(FilterOperator filterOperator, bool holds)
    {
        var text = new FilterValue.Text("");
        FilterValue value = FilterOperators.TakesNoValue(filterOperator) ? new FilterValue.None()
            : FilterOperators.TakesList(filterOperator) ? new FilterValue.Many([text]) : text;
        var test = new Filter.Test("a", filterOperator, value);
        foreach (var missing in new object?[] { null, Json("null"), Array.Empty<string>(), default(JsonElement) })
        {
            Holds(test, missing).ShouldBe(holds);
            Holds(new Filter.Not(test), missing).ShouldBe(!holds);
        }
    }

    [Theory]
    [InlineData("\"10\"", false)] // a text is no number
    [InlineData("10", true)]
    [InlineData("10.0", true)]
    [InlineData("1e1", true)]
    [InlineData("true", false)]
    [InlineData("[10]", false)]
    [InlineData("{}", false)]
    public void A_free_property_is_only_compared_with_its_own_kind(string json, bool isTen)
    {
        Holds(new Filter.Test("a", Eq, new FilterValue.Number(10)), Json(json)).ShouldBe(isTen);
        Holds(new Filter.Test("a", Ne, new FilterValue.Number(10)), Json(json)).ShouldBe(!isTen);
        Holds(new Filter.Test("a", Gte, new FilterValue.Number(10)), Json(json)).ShouldBe(isTen);
        Holds(new Filter.Test("a", Exists, new FilterValue.None()), Json(json)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Contains, "REFERRAL", "ferr", true)]
    [InlineData(Contains, "referral", "FERR", true)]
    [InlineData(Contains, "É", "é", false)] // only ASCII is folded
    [InlineData(Contains, "\u212a", "k", false)] // the Kelvin sign
    [InlineData(Contains, "x", "", true)]
    [InlineData(StartsWith, "Ab", "aB", true)]
    [InlineData(StartsWith, "Ab", "b", false)]
    [InlineData(EndsWith, "abC", "Bc", true)]
    [InlineData(EndsWith, "a", "aa", false)]
    [InlineData(Eq, "a", "A", false)]
    [InlineData(Lt, "Z", "a", true)]
    [InlineData(Lt, "a", "aa", true)]
    [InlineData(Lt, "", "a", true)]
    [InlineData(Lt, "10", "9", true)]
    [InlineData(Lt, "\uff5e", "\U0001f600", true)] // by code point; UTF-16 would say the opposite
    [InlineData(Gt, "\U0001f601", "\U0001f600", true)]
    public void Texts_are_compared_to_the_letter_and_searched_whatever_the_case(
        FilterOperator filterOperator, string actual, string wanted, bool holds) =>
        Holds(new Filter.Test("a", filterOperator, new FilterValue.Text(wanted)), actual).ShouldBe(holds);

    [Fact]
    public void Texts_sort_as_their_bytes_do() => Gen.Select(Gen.String, Gen.String).Sample((left, right) =>
    {
        if (!IsWhole(left) || !IsWhole(right))
            return;
        var bytes = System.Text.Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(right));
        Holds(new Filter.Test("a", Lt, new FilterValue.Text(right)), left).ShouldBe(bytes < 0);
        Holds(new Filter.Test("a", Gt, new FilterValue.Text(right)), left).ShouldBe(bytes > 0);
        Holds(new Filter.Test("a", Eq, new FilterValue.Text(right)), left).ShouldBe(bytes == 0);
    });

    [Fact]
    public void Numbers_of_every_type_are_one_number()
    {
        foreach (object ten in new object[] { (byte)10, (short)10, 10, 10L, 10UL, 10f, 10d, 10m, 10.0m })
            Holds(new Filter.Test("a", Eq, new FilterValue.Number(10)), ten).ShouldBeTrue($"{ten.GetType()}");
        Holds(new Filter.Test("a", Eq, new FilterValue.Number(0.3m)), 0.1 + 0.2).ShouldBeFalse();
        Holds(new Filter.Test("a", Ne, new FilterValue.Number(0)), double.NaN).ShouldBeTrue();
    }

    [Fact]
    public void A_number_is_compared_as_its_digits_read_in_every_store() => Gen.Decimal.Sample(number =>
    {
        var digits = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Holds(new Filter.Test("a", Eq, new FilterValue.Number(number)), Json(digits)).ShouldBeTrue();
        Holds(new Filter.Test("a", Eq, new FilterValue.Number(number)), number).ShouldBeTrue();
    });

    [Fact]
    public void Whole_numbers_beyond_fifteen_digits_lose_the_last_ones_as_in_every_store() =>
        Holds(new Filter.Test("a", Eq, new FilterValue.Number(9007199254740992m)), 9007199254740993L).ShouldBeTrue();

    [Fact]
    public void Instants_are_compared_to_the_microsecond_whatever_their_offset()
    {
        var at = new DateTimeOffset(2026, 3, 8, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(13);
        var wanted = new FilterValue.Instant(at.ToUniversalTime().AddTicks(5));
        Holds(new Filter.Test("a", Eq, wanted), at).ShouldBeTrue();
        Holds(new Filter.Test("a", Eq, wanted), at.UtcDateTime).ShouldBeTrue();
        Holds(new Filter.Test("a", Lt, wanted), at).ShouldBeFalse();
        Holds(new Filter.Test("a", Lt, wanted), at.AddTicks(-10)).ShouldBeTrue();
    }

    [Fact]
    public void Relative_moments_count_from_the_given_time()
    {
        var today = new Filter.Test("a", Gte, new FilterValue.Relative("today"));
        Holds(today, Time.Now.AddHours(-12)).ShouldBeTrue();
        Holds(today, Time.Now.AddHours(-12).AddTicks(-10)).ShouldBeFalse();
    }

    [Fact]
    public void A_list_of_texts_holds_whole_texts()
    {
        string[] tags = ["Hot", "b"];
        Holds(new Filter.Test("a", Contains, new FilterValue.Text("Hot")), tags).ShouldBeTrue();
        Holds(new Filter.Test("a", Contains, new FilterValue.Text("hot")), tags).ShouldBeFalse();
        Holds(new Filter.Test("a", Contains, new FilterValue.Text("Ho")), tags).ShouldBeFalse();
        Holds(new Filter.Test("a", Exists, new FilterValue.None()), tags).ShouldBeTrue();
    }

    [Fact]
    public void All_of_nothing_holds_and_any_of_nothing_does_not()
    {
        Holds(new Filter.All([]), null).ShouldBeTrue();
        Holds(new Filter.Any([]), null).ShouldBeFalse();
    }

    [Fact]
    public void Not_turns_every_answer_round() => FilterGenerators.Any.Sample(
        filter =>
        {
            foreach (var value in new object?[] { null, "a", 1, true, Json("\"a\"") })
                Holds(new Filter.Not(filter), value).ShouldBe(!Holds(filter, value));
        }, print: FilterJson.Write);

    [Fact]
    public void A_value_of_a_kind_no_field_has_is_a_bug() =>
        Should.Throw<ArgumentException>(() => Holds(new Filter.Test("a", Exists, new FilterValue.None()), new object()));

    private static bool Holds(Filter filter, object? value) => FilterEvaluator.Holds(filter, _ => value, Time);

    private static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static bool IsWhole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == System.Text.Rune.ReplacementChar)
                return false;
        return true;
    }
}
