using System.Globalization;
using Callsight.Analytics.Attribution;
using Callsight.Analytics.Following;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>Attribution, with answers worked out by hand.</summary>
public sealed class AttributionContractTests
{
    [Fact]
    public void Half_as_much_for_every_half_life()
    {
        // Weights 1/4, 1/4 x root of 2, 1/2, ... of touches 14, 10.5, 7, 3.5 and 0 days before, by hand: 8.9, 12.6, 17.8, 25.2, 35.6 %.
        var shares = Credits.Share(AttributionModel.TimeDecay, [14, 10.5, 7, 3.5, 0], _ => false, 7);
        shares.Select(s => Math.Round(s * 100, 1)).ShouldBe([8.9m, 12.6m, 17.8m, 25.2m, 35.6m]);
        shares.Sum().ShouldBe(1);
        // However long ago, however short the half-life: still shares.
        Credits.Share(AttributionModel.TimeDecay, [700, 699], _ => false, 0.01).Sum().ShouldBe(1);
    }

    [Theory]
    [InlineData(AttributionModel.UShaped, 1, "1")]
    [InlineData(AttributionModel.UShaped, 2, "0.5 0.5")]
    [InlineData(AttributionModel.UShaped, 3, "0.4 0.2 0.4")]
    [InlineData(AttributionModel.UShaped, 4, "0.4 0.1 0.1 0.4")]
    [InlineData(AttributionModel.WShaped, 1, "1")]
    [InlineData(AttributionModel.WShaped, 2, "0.5 0.5")]
    [InlineData(AttributionModel.WShaped, 3, "0.333333333 0.333333333 0.333333334")]
    [InlineData(AttributionModel.WShaped, 5, "0.3 0.05 0.3 0.05 0.3")]
    [InlineData(AttributionModel.Linear, 4, "0.25 0.25 0.25 0.25")]
    public void Positions_have_their_shares(AttributionModel model, int touches, string shares) =>
        string.Join(' ', Credits.Share(model, [.. Enumerable.Range(0, touches).Select(i => (double)i)], _ => false, 7)
            .Select(s => s.ToString("0.#########", CultureInfo.InvariantCulture))).ShouldBe(shares);

    [Theory, EveryEngine]
    public async Task Each_model_credits_the_touches_before_a_conversion(string engine)
    {
        var fixture = await OpenAsync(engine,
            Touch("2025-12-01T10:00Z", "tv"), // more than 30 days before
            Touch("2026-01-02T10:00Z", "ads"), Touch("2026-01-03T10:00Z", "mail"), Touch("2026-01-04T10:00Z", "direct"),
            Event("won", "2026-01-05T10:00Z", "ann") with { Amount = 100 },
            Touch("2026-01-05T11:00Z", "late"),
            Event("won", "2026-01-05T12:00Z", "ben") with { Amount = 7 });
        (await AskAsync(fixture, AttributionModel.First)).ShouldBe("ads 1 = 100; NoTouch 1 = 7");
        (await AskAsync(fixture, AttributionModel.Last)).ShouldBe("direct 1 = 100; NoTouch 1 = 7");
        (await AskAsync(fixture, AttributionModel.LastNonDirect)).ShouldBe("mail 1 = 100; NoTouch 1 = 7");
        (await AskAsync(fixture, AttributionModel.Linear))
            .ShouldBe("direct 0.333333334 = 33.3334; ads 0.333333333 = 33.3333; mail 0.333333333 = 33.3333; NoTouch 1 = 7");
        (await AskAsync(fixture, AttributionModel.UShaped)).ShouldBe("ads 0.4 = 40; direct 0.4 = 40; mail 0.2 = 20; NoTouch 1 = 7");
    }

    private static CatalogueEvent Touch(string at, string source) => Event("visit", at, "ann") with { Source = source };

    private static async Task<string> AskAsync(EngineFixture fixture, AttributionModel model)
    {
        var answer = await new AttributionRunner(fixture.Engine.Sql).AskAsync(new AttributionQuery
        {
            Tenant = fixture.Tenant,
            Entity = FollowedEntity.User,
            Conversion = new Wanted("won", Filter.Everything),
            Touches = [new Wanted("visit", Filter.Everything)],
            Dimension = "source",
            Model = model,
            Days = Days("2026-01-05", "2026-01-05"),
            Zone = TenantZone.Utc,
            Now = At("2026-02-01T00:00Z"),
        }, CancellationToken.None);
        answer.Problem.ShouldBeNull();
        return string.Join("; ", answer.Value.Rows.Select(r => string.Create(CultureInfo.InvariantCulture,
            $"{r.Value ?? r.CreditedTo.ToString()} {r.Credits:0.#########} = {r.Revenue:0.####}")));
    }
}
