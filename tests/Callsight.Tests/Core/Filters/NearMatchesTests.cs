using Callsight.Core;

namespace Callsight.Tests.Core.Filters;

public sealed class NearMatchesTests
{
    private static readonly string[] Words = ["source", "status", "stage", "score", "properties.*"];

    [Theory]
    [InlineData("sorce", "source")] // one left out
    [InlineData("soucre", "source")] // two swapped
    [InlineData("sourrce", "source")] // one too many
    [InlineData("Status", "status")]
    [InlineData("stats", "status")]
    [InlineData("weather", null)]
    [InlineData("", null)]
    public void The_word_meant_is_found_among_slips_of_the_hand(string word, string? meant) =>
        NearMatches.Nearest(word, Words).ShouldBe(meant);

    [Fact]
    public void The_nearest_come_first_and_not_too_many()
    {
        NearMatches.Of("scource", ["score", "source", "scource_x", "course"]).ShouldBe(["source", "course", "score"]);
        NearMatches.Of("aaaaaa", ["aaaaab", "aaaaac", "aaaaad", "aaaaae"]).Count.ShouldBe(3);
    }

    [Fact]
    public void Short_words_must_be_nearly_right() => NearMatches.Nearest("xy", ["eq", "ne", "lt"]).ShouldBeNull();
}
