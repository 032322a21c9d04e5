using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Hosting;
using Callsight.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Callsight.IntegrationTests.App.CallCentre;

public sealed class ListFilterTests
{
    [Theory, EveryStore]
    public async Task Leads_and_calls_are_listed_by_a_filter(string kind)
    {
        await using var store = await RelationalStore.OpenAsync(kind);
        await using var host = CallsightHost.Build(
            [.. store.Settings.Where(s => s.Value is not null).Select(s => $"--{s.Key}={s.Value}"), "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        await host.StartAsync();
        using var client = await SignInAsync(host);

        await MakeAsync(client, "leads", """{"external_id":"one","source":"Referral","tags":["hot"],"properties":{"plan's \"x\"":"gold","seats":5}}""");
        await MakeAsync(client, "leads", """{"external_id":"two","source":"web","value":12.5,"properties":{"plan's \"x\"":5,"seats":"5"}}""");
        await MakeAsync(client, "calls", """{"external_id":"in","started_at":"2026-03-08T10:00:00Z","wait_seconds":30,"talk_seconds":60}""");
        await MakeAsync(client, "calls",
            """{"external_id":"out","direction":"outbound","status":"missed","started_at":"2026-03-08T10:00:00Z","wait_seconds":20}""");

        (await ListAsync(client, "leads", """{"field":"lead.source","op":"starts_with","value":"REF"}""")).ShouldBe(["one"]);
        (await ListAsync(client, "leads", """{"field":"source","op":"ne","value":"web"}""")).ShouldBe(["one"]);
        (await ListAsync(client, "leads", """{"field":"tags","op":"contains","value":"hot"}""")).ShouldBe(["one"]);
        (await ListAsync(client, "leads", """{"field":"properties.seats","op":"eq","value":5}""")).ShouldBe(["one"]);
        (await ListAsync(client, "leads", """{"field":"properties.plan's \"x\"","op":"exists"}""")).ShouldBe(["one", "two"]);
        (await ListAsync(client, "leads", """{"field":"created_at","op":"gte","value":"-1h"}""")).ShouldBe(["one", "two"]);
        (await ListAsync(client, "leads", """{"field":"value","op":"gte","value":12.5}""")).ShouldBe(["two"]);
        (await ListAsync(client, "leads", "{}")).ShouldBe(["one", "two"]);
        (await ListAsync(client, "calls", """{"field":"is_answered","op":"eq","value":true}""")).ShouldBe(["in"]);
        (await ListAsync(client, "calls", """{"field":"call.direction","op":"ne","value":"inbound"}""")).ShouldBe(["out"]);
        // Nobody noted these; they are worked out: 10:00:30, and 10:01:30 and 10:00:20.
        (await ListAsync(client, "calls", """{"field":"answered_at","op":"eq","value":"2026-03-08T10:00:30Z"}""")).ShouldBe(["in"]);
        (await ListAsync(client, "calls", """{"field":"ended_at","op":"gt","value":"2026-03-08T10:00:20Z"}""")).ShouldBe(["in"]);
        (await ListAsync(client, "calls", """{"field":"ended_at","op":"lte","value":"2026-03-08T10:00:20Z"}""")).ShouldBe(["out"]);
        (await ListAsync(client, "calls", """{"not":{"field":"answered_at","op":"lt","value":"now"}}""")).ShouldBe(["out"]);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_wrong_filter_is_answered_with_each_mistake_and_its_place()
    {
        await using var store = await RelationalStore.OpenAsync("sqlite");
        await using var host = CallsightHost.Build(
            [.. store.Settings.Where(s => s.Value is not null).Select(s => $"--{s.Key}={s.Value}"), "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        await host.StartAsync();
        using var client = await SignInAsync(host);

        foreach (var list in new[] { "leads", "calls" })
        {
            var answer = await client.GetAsync(Address(list, """{"all":[{"field":"sttus","op":"eq","value":"x"},{"field":"status","op":"eq","value":5}]}"""));
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            var body = await answer.Content.ReadAsStringAsync();
            body.ShouldContain("filter.all[0].field");
            body.ShouldContain("Did you mean status");
            body.ShouldContain("filter.all[1].value");
            (await client.GetAsync(Address(list, "{oops"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        await host.StopAsync();
    }

    private static async Task<HttpClient> SignInAsync(WebApplication host)
    {
        var client = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
        var answer = await client.PostAsJsonAsync("/api/v1/auth/register", new JsonObject
        {
            ["tenant_name"] = "Filters",
            ["email"] = "owner@example.com",
            ["password"] = "correct horse battery staple 1A",
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", session.GetProperty("access_token").GetString());
        return client;
    }

    private static async Task MakeAsync(HttpClient client, string what, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        var answer = await client.PostAsync($"/api/v1/{what}", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<List<string?>> ListAsync(HttpClient client, string what, string filter)
    {
        var answer = await client.GetAsync(Address(what, filter));
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return [.. JsonSerializer.Deserialize<JsonElement>(body).GetProperty("data").EnumerateArray()
            .Select(row => row.GetProperty("external_id").GetString()).Order(StringComparer.Ordinal)];
    }

    private static string Address(string what, string filter) => $"/api/v1/{what}?filter={Uri.EscapeDataString(filter)}";
}
