using System.Net;
using System.Text.Json.Nodes;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.CallCentre;

public sealed class SegmentTests
{
    [Fact]
    public async Task A_segment_holds_the_leads_that_its_filter_holds_at_that_moment_and_nobody_elses()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var stranger = await host.RegisterAsync();
        await stranger.CreateAsync("/leads", new { first_name = "Stranger", source = "referral", value = 900 });
        var wanted = new List<Guid>();
        foreach (var (source, value, isIn) in new[] { ("referral", 500, true), ("referral", 499, false), ("search", 900, false), ("referral", 900, true) })
        {
            var id = await owner.CreateAsync("/leads", new { first_name = source, source, value });
            if (isIn)
                wanted.Add(id);
        }

        var segment = await owner.CreateAsync("/segments", new { name = " Good ones ", filter = Filter(500) });
        (await owner.GetAsync($"/segments/{segment}"))["name"].GetString().ShouldBe("Good ones");
        Ids(await owner.GetAsync($"/segments/{segment}/leads")).ShouldBe(wanted, ignoreOrder: true);
        var preview = (await owner.PostAsync("/segments/preview", new { filter = Filter(500) })).ShouldBe(HttpStatusCode.OK);
        preview["total"].GetInt64().ShouldBe(2);
        preview["leads"].EnumerateArray().Select(l => l.GetProperty("id").GetGuid()).ShouldBe(wanted, ignoreOrder: true);

        wanted.Add(await owner.CreateAsync("/leads", new { first_name = "Late", source = "referral", value = 501 }));
        var page = await owner.GetAsync($"/segments/{segment}/leads?limit=2");
        var rest = await owner.GetAsync($"/segments/{segment}/leads?limit=2&cursor={page["next_cursor"].GetString()}");
        Ids(page).Concat(Ids(rest)).ShouldBe(wanted, ignoreOrder: true);
        (await stranger.GetAsync($"/segments/{segment}/leads")).ShouldBe(HttpStatusCode.NotFound, "segment.not_found");
    }

    [Fact]
    public async Task A_segment_is_replaced_only_as_it_was_read_and_its_name_is_free_when_it_is_gone()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var made = (await owner.PostAsync("/segments", new { name = "A", description = "Old", filter = Filter(1) })).ShouldBe(HttpStatusCode.Created);
        var path = $"/segments/{made["id"].GetGuid()}";
        (await owner.PostAsync("/segments", new { name = "A", filter = Filter(2) })).ShouldBe(HttpStatusCode.Conflict);
        var changed = (await owner.PutAsync(path, new { name = "B", filter = new { } }, ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.OK);
        changed["filter"].GetRawText().ShouldBe("{}");
        (await owner.PutAsync(path, new { name = "C", filter = Filter(3) }, ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await owner.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);
        (await owner.GetAsync(path)).ShouldBe(HttpStatusCode.NotFound);
        (await owner.PostAsync("/segments", new { name = "B", filter = Filter(1) })).ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"name":"A"}""", "filter")]
    [InlineData("""{"name":" ","filter":{}}""", "name")]
    [InlineData("""{"name":"A","filter":{"field":"sauce","op":"eq","value":"x"}}""", "filter.field")]
    [InlineData("""{"name":"A","filter":{"field":"value","op":"eq","value":"x"}}""", "filter.value")]
    [InlineData("""{"name":"A","filter":{},"color":"red"}""", "color")]
    public async Task What_could_never_be_asked_is_refused_at_its_place(string json, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var refused = (await owner.PostAsync("/segments", JsonNode.Parse(json))).ShouldBe(HttpStatusCode.BadRequest);
        refused["errors"][0].GetProperty("field").GetString().ShouldBe(field);
    }

    [Fact]
    public async Task Who_may_only_read_leads_may_look_and_not_keep()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        var segment = await owner.CreateAsync("/segments", new { name = "A", filter = Filter(1) });
        using var analyst = await host.MemberAsync(owner, "analyst");
        (await analyst.GetAsync($"/segments/{segment}/leads")).ShouldBe(HttpStatusCode.OK);
        (await analyst.PostAsync("/segments/preview", new { filter = Filter(1) })).ShouldBe(HttpStatusCode.OK);
        (await analyst.PostAsync("/segments", new { name = "B", filter = Filter(1) })).ShouldBe(HttpStatusCode.Forbidden);
        (await analyst.DeleteAsync($"/segments/{segment}")).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static JsonNode Filter(int least) => JsonNode.Parse(
        $$"""{"all":[{"field":"source","op":"eq","value":"referral"},{"field":"value","op":"gte","value":{{least}}}]}""")!;

    private static List<Guid> Ids(ApiAnswer page) => page.ShouldBe(HttpStatusCode.OK).Rows.ConvertAll(r => r.GetProperty("id").GetGuid());
}
