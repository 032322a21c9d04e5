using Callsight.Analytics.Querying;
using Callsight.Tests.Support;

namespace Callsight.Tests.Analytics.Compiling;

public sealed class RowOrderTests
{
    [Theory]
    [InlineData(true, "c,a,b,d")]
    [InlineData(false, "a,b,c,d")]
    public void No_value_comes_last_and_equal_values_by_group(bool descending, string order)
    {
        AnswerRow[] rows = [Row(null, "d"), Row(1, "b"), Row(2, "c"), Row(1, "a")];
        var query = Asked.Query("cost", dimensions: "campaign") with { Order = new QueryOrder("cost", descending) };
        string.Join(',', RowOrder.Sort(query, rows).Select(r => r.Dimensions[0])).ShouldBe(order);
    }

    [Fact]
    public void Groups_that_look_alike_are_in_the_same_order_however_they_come()
    {
        // Absent, empty, and two pairs that are the same when written one after the other.
        AnswerRow[] rows = [Row(1, null, "a"), Row(1, "", "a"), Row(1, "x\u001fy", "z"), Row(1, "x", "y\u001fz")];
        var query = Asked.Query("calls_total", dimensions: ["status", "outcome"]) with { Order = new QueryOrder("calls_total", true) };
        var forward = RowOrder.Sort(query, rows).ToList();
        RowOrder.Sort(query, rows.Reverse()).ShouldBe(forward);
        forward[^1].Dimensions[0].ShouldBeNull();
    }

    [Fact]
    public void Numbers_are_sorted_as_numbers()
    {
        AnswerRow[] rows = [Row(1, 10L), Row(1, 9L), Row(1, (object?)null)];
        var query = Asked.Query("calls_total", dimensions: "rating") with { Order = new QueryOrder("rating", false) };
        RowOrder.Sort(query, rows).Select(r => r.Dimensions[0]).ShouldBe([9L, 10L, null]);
    }

    private static AnswerRow Row(decimal? figure, params object?[] dimensions) =>
        new(null, dimensions, [new Figure(figure, figure, null)]);
}
