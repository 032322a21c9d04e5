using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.LogWriting;

namespace Callsight.Tests.App.Realtime;

/// <summary>The same as the hub, for whoever speaks only HTTP.</summary>
[AlsoOnPostgres]
public sealed class StreamTests
{
    [Fact]
    public async Task Events_come_with_ids_and_the_last_one_is_where_a_stream_goes_on()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var first = await EventStream.OpenAsync(host, owner.AccessToken, "events:counted");
        (await first.NextAsync("subscribed")).GetProperty("recovered").GetBoolean().ShouldBeFalse();
        await host.RaiseAsync(owner.TenantId, Happened("counted", 1), Happened("counted", 2));
        Value(await first.NextAsync("event")).ShouldBe(1);
        Value(await first.NextAsync("event")).ShouldBe(2);
        var id = first.LastId;
        await first.DisposeAsync();
        await host.RaiseAsync(owner.TenantId, [.. Enumerable.Range(3, 800).Select(i => Happened("counted", i))]);

        await using var again = await EventStream.OpenAsync(host, owner.AccessToken, "events:counted", id);
        for (var i = 3; i < 803; i++)
            Value(await again.NextAsync("event")).ShouldBe(i);
        (await again.NextAsync("subscribed")).GetProperty("recovered").GetBoolean().ShouldBeTrue();
        await host.RaiseAsync(owner.TenantId, Happened("counted", 803));
        Value(await again.NextAsync("event")).ShouldBe(803);
    }

    [Fact]
    public async Task Keys_stream_what_they_may_read_and_everything_else_is_refused_with_a_problem()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        using var stranger = await host.RegisterAsync();
        var theirs = await stranger.CreateAsync("/leads", new { first_name = "Ann" });
        var key = (await owner.PostAsync("/api-keys", new { name = "live", scopes = new[] { "leads:read" } }))["key"].GetString()!;
        var own = await owner.CreateAsync("/leads", new { first_name = "Bea" });
        using var program = host.Anonymous();
        program.UseToken(key);
        (await program.GetAsync("/stream?topics=events:*")).ShouldBe(HttpStatusCode.Forbidden, "topic.forbidden");
        (await program.GetAsync($"/stream?topics=lead:{own},lead:{theirs}")).ShouldBe(HttpStatusCode.NotFound, "lead.not_found");
        (await program.GetAsync("/stream?topics=nonsense")).ShouldBe(HttpStatusCode.BadRequest, "topic.unknown");
        (await program.GetAsync("/stream?topics=%20,%0A")).ShouldBe(HttpStatusCode.BadRequest, "request.invalid");
        (await program.GetAsync("/stream")).ShouldBe(HttpStatusCode.BadRequest);
        (await program.GetAsync($"/stream?topics=lead:{own}&since=nonsense")).ShouldBe(HttpStatusCode.BadRequest, "request.invalid");
        (await program.GetAsync($"/stream?topics=lead:{own}&topic=lead:{own}")).ShouldBe(HttpStatusCode.BadRequest, "query.invalid_parameter");
        using var anonymous = host.Anonymous();
        (await anonymous.GetAsync($"/stream?topics=lead:{own}")).ShouldBe(HttpStatusCode.Unauthorized);

        await using var stream = await EventStream.OpenAsync(host, null, $"lead:{own}&access_token={key}");
        await stream.NextAsync("subscribed");
        (await owner.PostAsync($"/leads/{own}/status", new { status = "contacted" })).ShouldBe(HttpStatusCode.OK);
        (await stream.NextAsync("event")).GetProperty("type").GetString().ShouldBe("lead_contacted");
    }

    [Fact]
    public async Task A_stream_ends_with_the_reason_and_stays_alive_until_then()
    {
        await using var host = await TestHost.StartAsync(null, null, "--Realtime:HeartbeatSeconds=1");
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "analyst");
        await using var stream = await EventStream.OpenAsync(host, member.AccessToken, "events:*");
        await stream.NextAsync("subscribed");
        (await stream.CommentAsync()).ShouldBeTrue("a heartbeat came");
        (await owner.DeleteAsync($"/tenant/members/{member.UserId}")).ShouldBe(HttpStatusCode.NoContent);
        (await stream.NextAsync("closing")).GetProperty("action").GetString().ShouldBe("stop");
        (await stream.CommentAsync()).ShouldBeFalse("the stream has ended");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("0-0.0")]
    [InlineData("00000000-1.00000000")]
    [InlineData("a-b-c")]
    [InlineData("x-99999999999999999999999.1.2.3.4")]
    public async Task Whatever_a_browser_hands_back_as_last_id_the_stream_begins(string id)
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var stream = await EventStream.OpenAsync(host, owner.AccessToken, "events:*", id);
        await stream.NextAsync("subscribed");
    }

    private static double Value(JsonElement e) => e.GetProperty("data").GetProperty("value").GetDouble();

    /// <summary>Reads server-sent events as a browser does.</summary>
    private sealed class EventStream(HttpClient http, HttpResponseMessage response, StreamReader lines) : IAsyncDisposable
    {
        public string LastId { get; private set; } = "";

        public static async Task<EventStream> OpenAsync(TestHost host, string? token, string topics, string? lastId = null)
        {
            var http = new HttpClient { BaseAddress = host.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/stream?topics={topics}");
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (lastId is not null)
                request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            return new EventStream(http, response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        /// <summary>The next event, which is one of that name.</summary>
        public async Task<JsonElement> NextAsync(string name)
        {
            var (called, data) = ("", "");
            while (await LineAsync() is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    called = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data = line[6..];
                else if (line.Length == 0 && data.Length > 0)
                {
                    called.ShouldBe(name, data);
                    return JsonElement.Parse(data);
                }
            }

            throw new InvalidOperationException($"The stream has ended before {name}.");
        }

        /// <summary>Waits for a sign of life; false when the stream ends.</summary>
        public async Task<bool> CommentAsync()
        {
            while (await LineAsync() is { } line)
                if (line.StartsWith(':'))
                    return true;
            return false;
        }

        public ValueTask DisposeAsync()
        {
            response.Dispose();
            http.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<string?> LineAsync()
        {
            var line = await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            if (line?.StartsWith("id: ", StringComparison.Ordinal) == true)
                LastId = line[4..];
            return line;
        }
    }
}
