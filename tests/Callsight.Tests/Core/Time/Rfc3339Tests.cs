using Callsight.Core;
using CsCheck;

namespace Callsight.Tests.Core.Time;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-03-01T08:30:00Z")]
    [InlineData("2026-03-01t08:30:00z")]
    [InlineData("2026-03-01T09:30:00+01:00")]
    [InlineData("2026-03-01T08:30:00.0000000Z")]
    public void An_instant_with_its_offset_is_read(string text)
    {
        Rfc3339.TryParse(text, out var instant).ShouldBeTrue();
        instant.ShouldBe(new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero));
        instant.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("2026-03-01T08:30:00")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01 08:30:00Z")]
    [InlineData("2026-13-01T08:30:00Z")]
    [InlineData("2026-02-29T08:30:00Z")]
    [InlineData("2026-03-01T24:30:00Z")]
    [InlineData("2026-03-01T08:30:00+25:00")]
    [InlineData("2026-03-01T08:30:00Z\n")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("")]
    public void Anything_else_is_not(string text) => Rfc3339.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void What_is_written_is_read_back() => Gen.Long[0, DateTime.MaxValue.Ticks].Sample(ticks =>
    {
        var instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        Rfc3339.TryParse(Rfc3339.Write(instant), out var read).ShouldBeTrue();
        read.ShouldBe(instant);
    });
}
