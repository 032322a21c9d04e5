using System.Net;
using System.Text.Json;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.CallCentre;

public sealed class LeadTests
{
    [Fact]
    public async Task A_lead_moves_on_and_can_be_reopened()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var lead = await owner.CreateAsync("/leads", new { first_name = "Ada" });
        await MoveAsync(owner, lead, "contacted");
        var converted = await MoveAsync(owner, lead, "converted", 250);
        converted["value"].GetDecimal().ShouldBe(250);
        converted["converted_at"].ValueKind.ShouldBe(JsonValueKind.String);
        converted["qualified_at"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await MoveAsync(owner, lead, "converted", 999))["value"].GetDecimal().ShouldBe(250, "the same status again changes nothing");
        var open = await MoveAsync(owner, lead, "qualified");
        open["converted_at"].ValueKind.ShouldBe(JsonValueKind.Null);
        open["contacted_at"].ValueKind.ShouldBe(JsonValueKind.String);
        await MoveAsync(owner, lead, "lost");
        await host.CaughtUpAsync();
        // The conversion was taken back, so it never happened.
        (await TypesAsync(owner, lead)).ShouldBe(
            ["lead_lost", "lead_qualified", "lead_reopened", "lead_contacted", "lead_created"], ignoreOrder: true);
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var figures = await owner.GetAsync($"/leads/stats?start_date={today}&end_date={today}");
        (figures["leads_converted"].GetInt32(), figures["leads_lost"].GetInt32(), figures["leads_generated"].GetInt32()).ShouldBe((0, 1, 1));
    }

    [Fact]
    public async Task A_move_may_be_dated_back_but_not_ahead()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var lead = await owner.CreateAsync("/leads", new { first_name = "Ada" });
        (await owner.PostAsync($"/leads/{lead}/status", new { status = "converted", occurred_at = "2199-01-01T00:00:00Z" }))
            .ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe(["occurred_at"]);
        (await owner.PostAsync($"/leads/{lead}/status", new { status = "converted", occurred_at = "2024-05-06T07:08:09.123456Z" }))
            .ShouldBe(HttpStatusCode.OK)["converted_at"].GetDateTimeOffset()
            .ShouldBe(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero).AddMicroseconds(123456));
    }

    [Fact]
    public async Task A_lead_is_assigned_changed_and_taken_out()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var agent = await owner.CreateAsync("/agents", new { name = "Grace" });
        var lead = await owner.CreateAsync("/leads", new { first_name = "Ada", external_id = "L-1" });
        (await owner.PostAsync($"/leads/{lead}/assign", new { agent_id = agent })).ShouldBe(HttpStatusCode.OK)["assigned_agent_id"].GetGuid().ShouldBe(agent);
        (await owner.PatchAsync($"/leads/{lead}", new { company = "Engines" })).ShouldBe(HttpStatusCode.OK)["first_name"].GetString().ShouldBe("Ada");
        (await owner.PostAsync("/leads", new { external_id = "L-1" })).ShouldBe(HttpStatusCode.Conflict, "already_exists");
        await host.CaughtUpAsync();
        (await TypesAsync(owner, lead)).ShouldBe(["lead_updated", "lead_assigned", "lead_created"], ignoreOrder: true);
        (await owner.DeleteAsync($"/leads/{lead}")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync($"/leads/{lead}")).ShouldBe(HttpStatusCode.NotFound, "lead.not_found");
        (await owner.DeleteAsync($"/leads/{lead}")).ShouldBe(HttpStatusCode.NotFound, "lead.not_found");
        await host.CaughtUpAsync();
        (await owner.GetAsync("/analytics/events?type=lead_deleted")).Rows.ShouldHaveSingleItem().GetProperty("lead_id").GetGuid().ShouldBe(lead);
        (await owner.GetAsync("/analytics/events?type=lead_created")).Rows.ShouldBeEmpty();
    }

    private static async Task<ApiAnswer> MoveAsync(ApiClient owner, Guid lead, string status, decimal? value = null) =>
        (await owner.PostAsync($"/leads/{lead}/status", new { status, value })).ShouldBe(HttpStatusCode.OK);

    private static async Task<IEnumerable<string>> TypesAsync(ApiClient owner, Guid lead) =>
        (await owner.GetAsync($"/leads/{lead}/timeline")).ShouldBe(HttpStatusCode.OK).Rows.Select(e => e.GetProperty("type").GetString()!);
}
