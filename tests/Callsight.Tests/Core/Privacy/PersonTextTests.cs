using System.Text.Json;
using Callsight.Core;
using DuckDB.NET.Data;

namespace Callsight.Tests.Core.Privacy;

public sealed class PersonTextTests
{
    private static readonly PersonText Ann = new(new TracedPerson { Emails = { "ann.o'hara+x@shop.example" }, Phones = { "4915112345678" } });

    [Theory]
    [InlineData("ann.o'hara+x@shop.example", "erased")]
    [InlineData("Write to Ann.O'Hara+X@Shop.Example.", "Write to erased.")]
    [InlineData("ann.o'hara+x@shop.example,ann.o'hara+x@shop.example ann.o'hara+x@shop.example", "erased,erased erased")]
    [InlineData("joann.o'hara+x@shop.example", null)]
    [InlineData("ann.o'hara+x@shop.example.org", null)]
    [InlineData("ann.o'hara+x@shop.examples", null)]
    [InlineData("ann_o'hara+x@shop.example", null)]
    [InlineData("call +49 151 123-45678!", "call 0!")]
    [InlineData("(0049) 15112345678", "(0")]
    [InlineData("004915112345678", "0")]
    [InlineData("14915112345678", null)]
    [InlineData("49151123456789", null)]
    public void What_is_theirs_goes_and_what_only_looks_like_it_stays(string text, string? expected)
    {
        Ann.IsIn(text).ShouldBe(expected is not null && expected != text);
        Ann.Without(text).ShouldBe(expected ?? text);
    }

    [Fact]
    public void Json_stays_json_however_it_was_written()
    {
        foreach (var json in new[]
                 {
                     """{"mail":"ann.o\u0027hara\u002Bx@shop.example","n":4915112345678,"t":"a\nann.o'hara+x@shop.example\tb","p":"\u002B4915112345678"}""",
                     """{"mail":"\u0041NN.o'hara+x@shop.example","n":4915112345678}""",
                 })
        {
            var without = JsonElement.Parse(Ann.Without(json));
            without.GetProperty("mail").GetString().ShouldBe("erased");
            without.GetProperty("n").GetInt64().ShouldBe(0);
            if (without.TryGetProperty("t", out var text))
                text.GetString().ShouldBe("a\nerased\tb");
        }
    }

    [Fact]
    public async Task The_engine_finds_and_replaces_the_same()
    {
        await using var engine = new DuckDBConnection("DataSource=:memory:");
        await engine.OpenAsync(TestContext.Current.CancellationToken);
        string[] around = ["", " ", "\"", ",", "x", "1", ".", "-", "\\n", "\\u000A", "+", "(", "ö"];
        string[] theirs = ["ann.o'hara+x@shop.example", "ANN.O'HARA+X@SHOP.EXAMPLE", "ann.o\\u0027hara\\u002bx@shop.example", "+49 (151) 12345678"];
        foreach (var text in from before in around from name in theirs from after in around select before + name + after + name)
        {
            await using var command = engine.CreateCommand();
            command.CommandText = "SELECT regexp_matches($text, $email) OR regexp_matches($text, $phone), " +
                $"regexp_replace(regexp_replace(regexp_replace(regexp_replace($text, $email, '{PersonText.EmailSubstitute}', 'g'), " +
                $"$phone, '{PersonText.PhoneSubstitute}', 'g'), $email, '{PersonText.EmailSubstitute}', 'g'), $phone, '{PersonText.PhoneSubstitute}', 'g')";
            command.Parameters.Add(new DuckDBParameter("text", text));
            command.Parameters.Add(new DuckDBParameter("email", Ann.EmailPattern));
            command.Parameters.Add(new DuckDBParameter("phone", Ann.PhonePattern));
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            reader.GetBoolean(0).ShouldBe(Ann.IsIn(text), text);
            reader.GetString(1).ShouldBe(Ann.Without(text), text);
        }
    }

    [Fact]
    public void A_short_number_is_not_looked_for_in_texts() => new PersonText(new TracedPerson { Phones = { "12345" } }).IsIn("12345").ShouldBeFalse();
}
