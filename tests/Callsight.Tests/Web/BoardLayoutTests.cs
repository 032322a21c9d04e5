using Callsight.App.Reporting.Dashboards;
using Callsight.Web.Pages.Dashboards;
using CsCheck;

namespace Callsight.Tests.Web;

/// <summary>Moving a widget never puts one over another, and leaves no hole.</summary>
public sealed class BoardLayoutTests
{
    private static readonly Gen<WidgetPosition> AnyPlace =
        from w in Gen.Int[1, 12]
        from x in Gen.Int[0, 12 - w]
        from y in Gen.Int[0, 15]
        from h in Gen.Int[1, 6]
        select new WidgetPosition(x, y, w, h);

    [Fact]
    public void The_moved_one_takes_the_place_and_who_stood_there_goes_down() =>
        BoardLayout.Move([At(0, 0), At(4, 0), At(0, 2)], 2, At(0, 0)).ShouldBe([At(0, 2), At(4, 0), At(0, 0)]);

    [Fact]
    public void A_hole_closes() => BoardLayout.Move([At(0, 0), At(0, 2)], 0, At(8, 0)).ShouldBe([At(8, 0), At(0, 0)]);

    [Fact]
    public void What_reaches_over_the_edge_stays_on_the_grid()
    {
        BoardLayout.Move([At(0, 0)], 0, new WidgetPosition(11, -3, 4, 2)).ShouldBe([At(8, 0)]);
        BoardLayout.Move([At(0, 0)], 0, new WidgetPosition(0, 0, 15, 0)).ShouldBe([new WidgetPosition(0, 0, 12, 1)]);
    }

    [Fact]
    public void Whatever_is_moved_none_overlap_and_none_could_stand_higher() =>
        Gen.Select(AnyPlace.Array[1, 12], AnyPlace, Gen.Int[0, 11]).Sample((places, wanted, which) =>
        {
            var moved = which % places.Length;
            var settled = BoardLayout.Move(places, moved, wanted);
            settled.Select(p => (p.W, p.H)).ShouldBe(places.Select((p, i) => i == moved ? (wanted.W, wanted.H) : (p.W, p.H)));
            for (var i = 0; i < settled.Count; i++)
            {
                var others = settled.Where((_, j) => j != i).ToList();
                others.ShouldAllBe(other => !BoardLayout.Overlap(settled[i], other));
                var higher = settled[i] with { Y = settled[i].Y - 1 };
                (higher.Y < 0 || others.Exists(other => BoardLayout.Overlap(higher, other))).ShouldBeTrue();
            }
        }, iter: 2_000);

    private static WidgetPosition At(int x, int y) => new(x, y, 4, 2);
}
