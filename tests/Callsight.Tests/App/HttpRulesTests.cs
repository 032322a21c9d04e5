using System.Net;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App;

/// <summary>What holds for every route: paging, strictness, versions, safe repetition.</summary>
public sealed class HttpRulesTests
{
    [Fact]
    public async Task Pages_show_each_row_once_while_others_are_added()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var there = new List<Guid>();
        for (var i = 0; i < 7; i++)
            there.Add(await owner.CreateAsync("/leads", new { first_name = $"Lead {i}" }));
        var (seen, cursor) = (new List<Guid>(), "");
        do
        {
            var page = (await owner.GetAsync($"/leads?limit=3{cursor}")).ShouldBe(HttpStatusCode.OK);
            page.Rows.Count.ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.Rows.Select(r => r.GetProperty("id").GetGuid()));
            cursor = page["next_cursor"].GetString() is { } next ? $"&cursor={next}" : null;
            await owner.CreateAsync("/leads", new { first_name = "Added meanwhile" });
        }
        while (cursor is not null);
        seen.ShouldBe(there.AsEnumerable().Reverse());
    }

    [Theory]
    [InlineData("/leads?limit=0", "limit")]
    [InlineData("/leads?limit=201", "limit")]
    [InlineData("/leads?cursor=nonsense", "cursor")]
    [InlineData("/leads?colour=red", "colour")]
    [InlineData("/leads?Status=new", "Status")]
    [InlineData("/calls/stats?start_date=2026-01-01&end_date=2026-01-31&tz=UTC", "tz")]
    [InlineData("/analytics/events?cursor=AAAA", "cursor")]
    public async Task A_query_that_is_not_understood_is_refused_by_name(string path, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.GetAsync(path)).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe([field]);
    }

    [Theory]
    [InlineData("""{"first_name":"Ada","colour":"red"}""", "colour")]
    [InlineData("""{"FirstName":"Ada"}""", "FirstName")]
    [InlineData("""{"first_name":"Ada","first_name":"Eve"}""", "first_name")]
    [InlineData("""{"value":"ten"}""", "value")]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{"value":-1}""", "value")]
    [InlineData("""{"first_name":"a\u0000b"}""", "first_name")]
    [InlineData("""{"tags":["a",null]}""", "tags[1]")]
    [InlineData("""{"campaign_id":"0190a000-0000-7000-8000-000000000001"}""", "campaign_id")]
    public async Task A_body_that_is_not_understood_is_refused_by_name(string body, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        (await owner.PostAsync("/leads", body)).ShouldBe(HttpStatusCode.BadRequest).Fields.ShouldBe([field]);
        (await owner.GetAsync("/leads")).Rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/calls?status=in_progress", null)]
    [InlineData("/analytics/trends?metric=calls_total&start_date=2026-01-01&end_date=2026-01-02&compare=previous_period", null)]
    [InlineData("/calls?status=InProgress", "status")]
    [InlineData("/calls?status=2", "status")]
    [InlineData("/analytics/agents/metrics?start_date=2026-01-01&end_date=2026-01-02&interval=-1", "interval")]
    public async Task Fixed_words_in_a_query_are_written_as_in_a_body(string path, string? refused)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var answer = await owner.GetAsync(path);
        if (refused is null)
            answer.ShouldBe(HttpStatusCode.OK);
        else
            answer.ShouldBe(HttpStatusCode.BadRequest, "query.invalid_parameter").Fields.ShouldBe([refused]);
    }

    [Theory]
    [InlineData("""{"properties":{"a":1,"a":2}}""", "properties")]
    [InlineData("""{"properties":{"deep":[{"a":1,"a":2}]}}""", "properties")]
    [InlineData("""{"properties":{"\ud800":1}}""", "properties")]
    [InlineData("""{"properties":{"a":"\ud800"}}""", "properties")]
    [InlineData("""{"properties":[1]}""", "properties")]
    public async Task Properties_that_nobody_could_read_again_are_refused(string body, string field)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var refused = (await owner.PostAsync("/leads", body)).ShouldBe(HttpStatusCode.BadRequest, "request.malformed");
        refused.Fields.ShouldBe([field]);
    }

    [Fact]
    public async Task A_change_of_an_old_version_is_refused()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var lead = (await owner.PostAsync("/leads", new { first_name = "Ada" })).ShouldBe(HttpStatusCode.Created);
        var (path, first) = ($"/leads/{lead["id"].GetGuid()}", lead.ETag!);
        lead.Location.ShouldBe("/api/v1" + path);
        var second = (await owner.PatchAsync(path, new { first_name = "Eve" }, ("If-Match", first))).ShouldBe(HttpStatusCode.OK).ETag;
        second.ShouldNotBe(first);
        (await owner.PatchAsync(path, new { first_name = "Joe" }, ("If-Match", first))).ShouldBe(HttpStatusCode.PreconditionFailed, "version.stale");
        var read = await owner.GetAsync(path);
        (read["first_name"].GetString(), read.ETag).ShouldBe(("Eve", second));
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var key = ("Idempotency-Key", "order-1");
        var first = (await owner.PostAsync("/leads", new { first_name = "Ada" }, key)).ShouldBe(HttpStatusCode.Created);
        var again = (await owner.PostAsync("/leads", new { first_name = "Ada" }, key)).ShouldBe(HttpStatusCode.Created);
        (again.Text, again.ETag, again.Location).ShouldBe((first.Text, first.ETag, first.Location));
        (await owner.PostAsync("/leads", new { first_name = "Eve" }, key)).ShouldBe(HttpStatusCode.UnprocessableEntity, "idempotency.key_reused");
        (await owner.PostAsync("/teams", new { name = "Ada" }, key)).ShouldBe(HttpStatusCode.UnprocessableEntity, "idempotency.key_reused");
        (await owner.GetAsync("/leads")).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mistake_may_be_mended_under_the_same_key_and_keys_of_tenants_do_not_meet()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var other = await host.RegisterAsync();
        var key = ("Idempotency-Key", "order-2");
        (await owner.PostAsync("/teams", new { name = "" }, key)).ShouldBe(HttpStatusCode.BadRequest);
        (await owner.PostAsync("/teams", new { name = "North" }, key)).ShouldBe(HttpStatusCode.Created);
        (await other.PostAsync("/teams", new { name = "South" }, key)).ShouldBe(HttpStatusCode.Created)["name"].GetString().ShouldBe("South");
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_makes_one()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            owner.PostAsync("/leads", new { first_name = "Ada" }, ("Idempotency-Key", "order-3"))));
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.Created || a.Code == "idempotency.in_progress");
        answers.Where(a => a.Status == HttpStatusCode.Created).Select(a => a.Text).Distinct().ShouldHaveSingleItem();
        (await owner.GetAsync("/leads")).Rows.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", "/no/such/route", HttpStatusCode.NotFound, "route.not_found")]
    [InlineData("PUT", "/leads", HttpStatusCode.MethodNotAllowed, "route.method_not_allowed")]
    [InlineData("GET", "/leads/not-a-uuid", HttpStatusCode.NotFound, "route.not_found")]
    [InlineData("POST", "/leads", HttpStatusCode.BadRequest, "request.malformed")]
    public async Task What_the_framework_refuses_has_the_shape_of_a_problem(string method, string path, HttpStatusCode status, string code)
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        var answer = (await owner.SendAsync(HttpMethod.Parse(method), path, null)).ShouldBe(status, code);
        answer.MediaType.ShouldBe("application/problem+json");
        answer["correlation_id"].GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        using var owner = await (await TestHost.SharedAsync()).RegisterAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/leads")
        {
            Content = new StringContent(new string(' ', 7 * 1024 * 1024), System.Text.Encoding.UTF8, "application/json"),
        };
        // Else the client goes on sending what nobody reads, and may fail before it sees the answer.
        request.Headers.ExpectContinue = true;
        (await owner.SendAsync(request)).ShouldBe(HttpStatusCode.RequestEntityTooLarge, "request.too_large");
    }

    [Fact]
    public async Task Kept_answers_go_when_their_time_is_over()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock);
        using var owner = await host.RegisterAsync();
        await owner.PostAsync("/leads", new { first_name = "Ada" }, ("Idempotency-Key", "old"));
        var sweep = host.Services.GetRequiredService<SweepExpired>();
        await sweep.RunAsync(TestContext.Current.CancellationToken);
        (await KeptAsync()).ShouldBe(1);
        clock.SetUtcNow(clock.GetUtcNow() + Idempotency.KeptFor + TimeSpan.FromSeconds(1));
        await sweep.RunAsync(TestContext.Current.CancellationToken);
        (await KeptAsync()).ShouldBe(0);

        async Task<int> KeptAsync()
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(new TenantId(owner.TenantId));
            return await scope.ServiceProvider.GetRequiredService<AppDb>().Set<IdempotentRequest>().CountAsync();
        }
    }
}
