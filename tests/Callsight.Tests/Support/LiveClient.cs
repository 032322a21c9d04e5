using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.Core;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.Tests.Support;

/// <summary>What the hub called on a client.</summary>
internal sealed record LiveMessage(string Method, JsonElement Body)
{
    public string Text(string name) => Body.GetProperty(name).GetString()!;

    public (string Epoch, string Position) Place => (Text("epoch"), Text("position"));
}

/// <summary>A client of the hub as anybody would write one: it remembers the place of the last message and resumes there.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private static readonly string[] Methods = ["Event", "Metrics", "Notification", "Heartbeat", "Refused", "Closing"];

    private readonly HubConnection connection;
    private readonly TaskCompletionSource<Exception?> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly (string, string)? begun;
    private WebSocket? socket;

    private LiveClient(Uri address, string token, (string, string)? place)
    {
        begun = place;
        connection = new HubConnectionBuilder().WithUrl(new Uri(address, "/api/v1/ws"), HttpTransportType.WebSockets, options =>
        {
            options.AccessTokenProvider = () => Task.FromResult<string?>(token);
            options.SkipNegotiation = true;
            options.WebSocketFactory = async (context, ct) =>
            {
                var own = new ClientWebSocket();
                own.Options.SetRequestHeader("Authorization", $"Bearer {token}");
                await own.ConnectAsync(context.Uri, ct);
                return socket = own;
            };
        }).Build();
        foreach (var method in Methods)
            connection.On<JsonElement>(method, body => Messages.Enqueue(new LiveMessage(method, body.Clone())));
        connection.Closed += failure =>
        {
            closed.TrySetResult(failure);
            return Task.CompletedTask;
        };
    }

    /// <summary>The place of the last message.</summary>
    public (string Epoch, string Position)? Place => PlaceAfter([.. Messages]);

    public ConcurrentQueue<LiveMessage> Messages { get; } = new();

    public IEnumerable<LiveMessage> Events => Messages.Where(m => m.Method == "Event");

    /// <summary>Ends when the connection has ended.</summary>
    public Task<Exception?> Closed => closed.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public HubConnection Connection => connection;

    public static async Task<LiveClient> ConnectAsync(TestHost host, string token, (string, string)? place = null)
    {
        var client = new LiveClient(host.Address, token, place);
        await client.connection.StartAsync();
        return client;
    }

    public static Task<LiveClient> ConnectAsync(TestHost host, ApiClient as_, (string, string)? place = null) =>
        ConnectAsync(host, as_.AccessToken!, place);

    /// <summary>Follows topics, from the place of the last message on.</summary>
    public Task<JsonElement> FollowAsync(params string[] topics) => SubscribeAsync(topics,
        Place is var (epoch, position) ? new { epoch, position } : null);

    public Task<JsonElement> SubscribeAsync(string[] topics, object? since) =>
        connection.InvokeAsync<JsonElement>("Subscribe", topics, since);

    public Task SeenAsync(Func<LiveMessage, bool> message, string what) =>
        Eventually.TrueAsync(() => Task.FromResult(Messages.Any(message)), what);

    public Task EventAsync(string type) => SeenAsync(m => m.Method == "Event" && m.Text("type") == type, $"{type} was told");

    /// <summary>Waits for so many events; the client hands answers on ahead of messages that came before them.</summary>
    public Task EventsAsync(int count) => Eventually.TrueAsync(() => Task.FromResult(Events.Count() >= count), $"{count} events were told");

    /// <summary>As when a cable is pulled.</summary>
    public void Cut() => socket?.Abort();

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    /// <summary>Where a client is that has taken these messages and no more.</summary>
    public (string Epoch, string Position)? PlaceAfter(IReadOnlyList<LiveMessage> taken) =>
        taken.LastOrDefault(m => m.Body.TryGetProperty("position", out _))?.Place ?? begun;
}

/// <summary>Writes events into the log as modules do.</summary>
internal static class LogWriting
{
    public static async Task RaiseAsync(this TestHost host, Guid tenant, params IReadOnlyList<CatalogueEvent> events)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(new TenantId(tenant));
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var e in events)
            db.Raise(e);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    public static CatalogueEvent Happened(string type, double? value = null, Guid? leadId = null) => new()
    {
        Id = Guid.CreateVersion7(),
        Type = type,
        OccurredAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Value = value,
        LeadId = leadId,
    };
}
