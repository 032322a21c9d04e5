using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.Identity;
using Callsight.App.Realtime;
using Callsight.Core;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static Callsight.Tests.Support.LogWriting;

namespace Callsight.Tests.App.Realtime;

/// <summary>One client can take neither memory nor time from the others.</summary>
[AlsoOnPostgres]
public sealed class LimitTests
{
    [Fact]
    public async Task A_reader_that_is_too_slow_is_cut_off_and_resumes_without_loss()
    {
        await using var host = await TestHost.StartAsync(null, null, "--Realtime:MostWaitingMessages=50");
        using var owner = await host.RegisterAsync();
        using var slow = await UnreadSocket.FollowAsync(host, owner, "events:large");
        await using var quick = await LiveClient.ConnectAsync(host, owner);
        await quick.FollowAsync("events:small");
        // More than all buffers on the way hold.
        var filling = new string('x', 30_000);
        const int Events = 600;
        for (var i = 0; i < Events; i += 50)
            await host.RaiseAsync(owner.TenantId, [.. Enumerable.Range(i, 50).Select(n =>
                Happened("large", n) with { Properties = new JsonObject { ["filling"] = filling } })]);
        await host.RaiseAsync(owner.TenantId, Happened("small"));
        await quick.EventAsync("small");
        await Eventually.TrueAsync(
            () => Task.FromResult(host.Services.GetRequiredService<LiveMeters>().CutConnections > 0), "the slow reader was cut off");
        var (told, place) = await slow.ReadToTheEndAsync();

        var seen = told.Select(m => m.GetProperty("data").GetProperty("value").GetDouble()).ToList();
        seen.Count.ShouldBeLessThan(Events);
        await using var again = await LiveClient.ConnectAsync(host, owner, place);
        (await again.FollowAsync("events:large")).GetProperty("recovered").GetBoolean().ShouldBeTrue();
        await again.EventsAsync(Events - seen.Count);
        seen.AddRange(again.Events.Select(Value));
        seen.ShouldBe(Enumerable.Range(0, Events).Select(n => (double)n));
    }

    [Fact]
    public async Task A_message_that_is_too_large_ends_its_connection_and_no_other()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await host.RegisterAsync();
        await using var greedy = await LiveClient.ConnectAsync(host, owner);
        await using var other = await LiveClient.ConnectAsync(host, owner);
        await other.FollowAsync("events:*");
        await Should.ThrowAsync<Exception>(() => greedy.FollowAsync(new string('x', 200_000)));
        (await greedy.Closed).ShouldNotBeNull();
        await host.RaiseAsync(owner.TenantId, Happened("still_there"));
        await other.EventAsync("still_there");
    }

    [Fact]
    public async Task Thousands_of_topics_are_followed_up_to_the_limits_and_each_event_finds_its_own()
    {
        await using var host = await TestHost.StartAsync(null, null, "--Realtime:TopicsPerTenant=4500");
        using var owner = await host.RegisterAsync();
        var clients = new List<LiveClient>();
        for (var c = 0; c < 5; c++)
        {
            clients.Add(await LiveClient.ConnectAsync(host, owner));
            var answer = await clients[c].FollowAsync([.. Enumerable.Range(c * 1_000, 1_000).Select(t => $"events:type_{t}")]);
            answer.GetProperty("refused").GetArrayLength().ShouldBe(c < 4 ? 0 : 500);
        }

        var more = await clients[0].FollowAsync("events:*");
        more.GetProperty("refused")[0].GetProperty("code").GetString().ShouldBe("topic.too_many");
        var told = Enumerable.Range(0, 45).Select(i => (i * 100) + 7).ToList();
        await host.RaiseAsync(owner.TenantId, [.. told.Select(t => Happened($"type_{t}"))]);
        await Eventually.TrueAsync(() => Task.FromResult(clients.Sum(c => c.Events.Count()) >= told.Count), "all events came");
        for (var c = 0; c < 5; c++)
        {
            clients[c].Events.Select(e => e.Text("type")).ShouldBe(told.Where(t => t / 1_000 == c).Select(t => $"type_{t}"));
            await clients[c].DisposeAsync();
        }
    }

    [Fact]
    public async Task Nobody_opens_more_connections_than_allowed()
    {
        await using var host = await TestHost.StartAsync(null, null, "--Realtime:ConnectionsPerCaller=2", "--Realtime:ConnectionsPerTenant=3");
        using var owner = await host.RegisterAsync();
        using var member = await host.MemberAsync(owner, "analyst");
        await using var first = await LiveClient.ConnectAsync(host, owner);
        await using var second = await LiveClient.ConnectAsync(host, owner);
        await first.FollowAsync("events:*");
        await second.FollowAsync("events:*");
        await using var third = await LiveClient.ConnectAsync(host, owner);
        await third.Closed;
        var closing = third.Messages.Single(m => m.Method == "Closing");
        (closing.Text("code"), closing.Text("action")).ShouldBe(("too_many_connections", "stop"));
        (await owner.GetAsync("/stream?topics=events:*")).ShouldBe(HttpStatusCode.TooManyRequests, "stream.too_many");
        await using var other = await LiveClient.ConnectAsync(host, member);
        await other.FollowAsync("events:*");
        (await member.GetAsync("/stream?topics=events:*")).ShouldBe(HttpStatusCode.TooManyRequests, "stream.too_many");

        var stats = await owner.GetAsync("/ws/stats");
        stats["connections"].GetInt32().ShouldBe(3);
        stats["topics"].GetInt32().ShouldBe(3);
        stats["people"].EnumerateArray().Select(p => p.GetGuid()).ShouldBe([owner.UserId, member.UserId], ignoreOrder: true);
        await first.DisposeAsync();
        await Eventually.TrueAsync(async () => (await owner.GetAsync("/ws/stats"))["connections"].GetInt32() == 2, "one has left");
        await using var instead = await LiveClient.ConnectAsync(host, owner);
        await instead.FollowAsync("events:*");
    }

    [Fact]
    public async Task Figures_that_wait_are_replaced_by_newer_ones_and_skip_no_event_behind_them()
    {
        var host = await TestHost.SharedAsync();
        var caller = new Caller(TenantId.New(), Guid.CreateVersion7(), null, "owner", new HashSet<string> { "analytics:read" }, null);
        var sender = new KeepFrames();
        var connection = new LiveConnection(new LiveTenant(caller.Tenant), caller, sender, 10, (_, _) => Task.FromResult(true),
            host.Services.GetRequiredService<LiveMeters>(), NullLogger.Instance);
        foreach (var topic in new[] { "wallboard", "events:*" })
            connection.Topics[topic] = Topic.Parse(topic)!;
        var logged = new LoggedEvent(caller.Tenant, new LogPosition(0, 2), DateTimeOffset.UnixEpoch, Happened("counted"));
        connection.EnqueueFigures("wallboard", "a", "{\"n\":1}"u8.ToArray(), new StreamPlace("e", "1"));
        connection.Enqueue(Frame.Event(logged, new StreamPlace("e", "2"), ["events:*"]));
        connection.EnqueueFigures("wallboard", "a", "{\"n\":3}"u8.ToArray(), new StreamPlace("e", "3"));
        var sending = connection.RunAsync(CancellationToken.None);
        await connection.DoAsync(_ => Task.FromResult(true), CancellationToken.None);
        sender.Frames.Select(f => $"{f.Method} {f.Place}").ShouldBe(["Metrics e-1", "Event e-2"]);
        Encoding.UTF8.GetString(sender.Frames[0].Json).ShouldBe("""{"topic":"wallboard","epoch":"e","position":"1","n":3}""");
        connection.Close(CloseReason.ServerStopping);
        await sending;
    }

    /// <summary>A client of the hub that reads nothing after it has subscribed; the library's own would read all into its memory.</summary>
    private sealed class UnreadSocket : IDisposable
    {
        private readonly ClientWebSocket socket = new();
        private readonly List<byte> unread = [];
        private (string, string)? place;

        public static async Task<UnreadSocket> FollowAsync(TestHost host, ApiClient client, string topic)
        {
            var own = new UnreadSocket();
            own.socket.Options.SetRequestHeader("Authorization", $"Bearer {client.AccessToken}");
            await own.socket.ConnectAsync(new UriBuilder(new Uri(host.Address, "/api/v1/ws")) { Scheme = "ws" }.Uri, CancellationToken.None);
            await own.SendAsync("""{"protocol":"json","version":1}""");
            await own.SendAsync($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[["{{topic}}"],null]}""");
            while (await own.NextAsync() is { } message && !message.TryGetProperty("result", out _))
                own.Take(message);
            return own;
        }

        /// <summary>All events that came before the line was cut, and the place of the last message.</summary>
        public async Task<(List<JsonElement> Events, (string, string)? Place)> ReadToTheEndAsync()
        {
            var events = new List<JsonElement>();
            while (await NextAsync() is { } message)
                if (Take(message) is { } told)
                    events.Add(told);
            return (events, place);
        }

        public void Dispose() => socket.Dispose();

        /// <summary>The event a message tells; null for others.</summary>
        private JsonElement? Take(JsonElement message)
        {
            if (!message.TryGetProperty("target", out var target))
                return null;
            var body = message.GetProperty("arguments")[0];
            if (body.TryGetProperty("position", out var position))
                place = (body.GetProperty("epoch").GetString()!, position.GetString()!);
            return target.ValueEquals("Event") ? body : null;
        }

        private Task SendAsync(string message) =>
            socket.SendAsync(Encoding.UTF8.GetBytes(message + '\x1e'), WebSocketMessageType.Text, true, CancellationToken.None);

        private async Task<JsonElement?> NextAsync()
        {
            var buffer = new byte[16_384];
            int end;
            while ((end = unread.IndexOf(0x1e)) < 0)
            {
                try
                {
                    var read = await socket.ReceiveAsync(buffer, CancellationToken.None);
                    if (read.MessageType == WebSocketMessageType.Close)
                        return null;
                    unread.AddRange(buffer.AsSpan(0, read.Count));
                }
                catch (WebSocketException)
                {
                    return null;
                }
            }

            var message = JsonElement.Parse(unread.GetRange(0, end).ToArray());
            unread.RemoveRange(0, end + 1);
            return message;
        }
    }

    private sealed class KeepFrames : ILiveSender
    {
        public List<Frame> Frames { get; } = [];

        public Task SendAsync(Frame frame, CancellationToken ct)
        {
            Frames.Add(frame);
            return Task.CompletedTask;
        }

        public void End(CloseReason? reason)
        {
        }
    }

    private static double Value(LiveMessage message) => message.Body.GetProperty("data").GetProperty("value").GetDouble();
}
