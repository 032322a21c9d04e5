using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Callsight.Web.Api;

/// <summary>A message of the live stream, such as <c>metrics</c> or <c>event</c>.</summary>
public sealed record LiveMessage(string Kind, JsonObject Data)
{
    public string? Topic => Data["topic"]?.GetValue<string>();
}

/// <summary>Whether the page in front of somebody moves by itself.</summary>
public enum LiveState
{
    /// <summary>The page shows nothing that moves.</summary>
    Still,

    /// <summary>Changes arrive.</summary>
    Live,

    /// <summary>They do not at the moment; it tries to come back.</summary>
    Lost,
}

/// <summary>What a page follows of the live stream. A line that breaks is opened again where it was, after a jittered pause.</summary>
public sealed class LiveLine(ApiClient api, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private object? current;

    public LiveState State { get; private set; }

    /// <summary>Raised when <see cref="State"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>All messages of some topics until the token ends it, or until coming back is no use.</summary>
    public async IAsyncEnumerable<LiveMessage> FollowAsync(IReadOnlyList<string> topics, [EnumeratorCancellation] CancellationToken ct)
    {
        var (place, pause, self) = ("", FirstPause, current = new object());
        try
        {
            while (!ct.IsCancellationRequested)
            {
                if (await OpenAsync(topics, place, ct) is not { } line)
                    yield break;
                if (line.Value is { } stream)
                {
                    Become(LiveState.Live, self);
                    await using var reading = stream;
                    var parser = SseParser.Create(stream);
                    await foreach (var message in MessagesAsync(parser, ct))
                    {
                        pause = FirstPause;
                        place = parser.LastEventId;
                        if (message is { Kind: "closing" } closing)
                        {
                            if (closing.Data["action"]?.GetValue<string>() == "stop")
                                yield break;
                            break;
                        }

                        yield return message;
                    }
                }
                else if (line.Problem is { Status: not 429 and < 500 })
                {
                    yield break; // It will not be allowed the next time either.
                }

                if (ct.IsCancellationRequested)
                    yield break;
                Become(LiveState.Lost, self);
                if (!await WaitAsync(pause, ct))
                    yield break;
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        finally
        {
            Become(LiveState.Still, self);
        }
    }

    /// <summary>Null where the page was left meanwhile.</summary>
    private async Task<Reply<Stream>?> OpenAsync(IReadOnlyList<string> topics, string place, CancellationToken ct)
    {
        try
        {
            return await api.OpenAsync($"stream?topics={Uri.EscapeDataString(string.Join(',', topics))}"
                + (place.Length == 0 ? "" : $"&since={Uri.EscapeDataString(place)}"), ct);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<LiveMessage> MessagesAsync(
        SseParser<string> parser, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var items = parser.EnumerateAsync(ct).GetAsyncEnumerator(ct);
        while (await NextAsync(items, ct))
            if (items.Current is { Data.Length: > 0 } item && JsonNode.Parse(item.Data) is JsonObject data)
                yield return new LiveMessage(item.EventType, data);
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<string>> items, CancellationToken ct)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception failure) when (ct.IsCancellationRequested || failure is IOException or OperationCanceledException)
        {
            return false; // The page was left, or the line broke.
        }
    }

    private async Task<bool> WaitAsync(TimeSpan pause, CancellationToken ct)
    {
        try
        {
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), clock, ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Of two lines, where a page makes room for the next, the later one counts.</summary>
    private void Become(LiveState state, object line)
    {
        if (State == state || line != current)
            return;
        State = state;
        Changed?.Invoke();
    }
}
