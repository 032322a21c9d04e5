using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Callsight.App.Http;

namespace Callsight.App.Realtime;

/// <summary>An event of the log, as followers get it.</summary>
/// <param name="Epoch">With <paramref name="Position"/>, how far the client has got; for resuming.</param>
/// <param name="Topic">The most special of the client's topics it came by.</param>
/// <param name="Topics">All of the client's topics it belongs to.</param>
public sealed record LiveEvent(
    string Epoch, string Position, Guid Id, string Type, DateTimeOffset OccurredAt, string Topic, IReadOnlyList<string> Topics,
    LiveEventData Data)
{
    internal static LiveEvent From(CatalogueEvent e, StreamPlace place, IReadOnlyList<string> topics) =>
        new(place.Epoch, place.Position, e.Id, e.Type, e.OccurredAt, topics[0], topics, LiveEventData.From(e));
}

/// <summary>What an event carries, as far as it carries it. No names: those are read where they are kept.</summary>
public sealed record LiveEventData(
    string? UserId, string? SessionId, Guid? AgentId, Guid? TeamId, Guid? QueueId, Guid? LeadId, Guid? CampaignId, Guid? CallId,
    string? Source, string? Channel, string? Direction, string? Status, string? Outcome, string? Stage, double? Value,
    double? DurationSeconds, decimal? Amount, JsonObject? Properties)
{
    internal static LiveEventData From(CatalogueEvent e) => new(
        e.UserId, e.SessionId, e.AgentId, e.TeamId, e.QueueId, e.LeadId, e.CampaignId, e.CallId, e.Source, e.Channel, e.Direction,
        e.Status, e.Outcome, e.Stage, e.Value, e.DurationMilliseconds / 1000.0, e.Amount, e.Properties);
}

/// <summary>That a topic cannot be followed, or not any more, and why.</summary>
public sealed record RefusedTopic(string Topic, string Code, string Message);

/// <summary>What came of following topics.</summary>
/// <param name="Recovered">Whether all that was missed since the place given has come, in order, ahead of this answer.</param>
/// <param name="Epoch">With <paramref name="Position"/>, the place from which on events come by themselves.</param>
/// <param name="Snapshot">Without recovery: the newest events up to that place, oldest of them first.</param>
/// <param name="Refused">Topics that are not followed.</param>
public sealed record SubscribeAnswer(
    bool Recovered, string Epoch, string Position, IReadOnlyList<LiveEvent> Snapshot, IReadOnlyList<RefusedTopic> Refused);

/// <summary>Why a connection is closed, and whether coming back helps.</summary>
internal sealed record CloseReason(string Code, string Message, bool MayReturn)
{
    public static readonly CloseReason SlowReader = new(
        "slow_reader", "Messages came faster than they were read. Resume where you are.", true);

    public static readonly CloseReason TokenExpired = new(
        "token_expired", "The access token has run out. Come back with a fresh one, and call Renew in time.", true);

    public static readonly CloseReason ServerStopping = new(
        "server_stopping", "The server is being stopped. Resume in a moment.", true);

    public static readonly CloseReason Failed = new(
        "server_failed", "Something went wrong on our side. Resume in a moment.", true);

    public static readonly CloseReason NotAllowed = new(
        "not_allowed", "You do not belong here any more, or the key was taken back.", false);

    public static readonly CloseReason TooMany = new(
        "too_many_connections", "You or your tenant have too many connections open. Close others first.", false);
}

/// <summary>A message on its way to a client, written once for all who get the same.</summary>
/// <param name="Method">What is called on the client, such as <c>Event</c>.</param>
/// <param name="Json">Its argument.</param>
/// <param name="Place">How far the client is with it; null where it says nothing of that.</param>
internal sealed record Frame(string Method, byte[] Json, StreamPlace? Place)
{
    private static readonly JsonSerializerOptions Shape = MakeShape();

    /// <summary>The event inside, so that rights can be checked at the last moment.</summary>
    public CatalogueEvent? About { get; init; }

    /// <summary>The topics it comes by; empty where it is for the connection itself.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>When the log took the event.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    public static Frame Event(LoggedEvent logged, StreamPlace place, IReadOnlyList<string> topics) =>
        new("Event", Write(LiveEvent.From(logged.Event, place, topics)), place)
        {
            About = logged.Event,
            Topics = topics,
            RecordedAt = logged.RecordedAt,
        };

    public static Frame Heartbeat(StreamPlace place) => new("Heartbeat", Write(place), place);

    /// <summary>Figures that are written already, as an object; what is different for each client goes in front.</summary>
    public static Frame Metrics(string topic, byte[] figures, StreamPlace place)
    {
        var head = Write(new { Topic = topic, place.Epoch, place.Position });
        byte[] json = figures.Length <= 2 ? head : [.. head.AsSpan(0, head.Length - 1), (byte)',', .. figures.AsSpan(1)];
        return new Frame("Metrics", json, place) { Topics = [topic] };
    }

    public static Frame Notification(JsonObject notification, StreamPlace place)
    {
        var message = notification.DeepClone().AsObject();
        (message["epoch"], message["position"]) = (place.Epoch, place.Position);
        return new Frame("Notification", Write(message), place) { Topics = [Topic.Notifications] };
    }

    /// <summary>The answer to a subscription, for streams, which have no answers.</summary>
    public static Frame Subscribed(SubscribeAnswer answer) => new("Subscribed", Write(answer), null);

    public static Frame Refused(RefusedTopic refused) => new("Refused", Write(refused), null);

    public static Frame Closing(CloseReason reason) => new("Closing", Write(new
    {
        reason.Code,
        reason.Message,
        Action = reason.MayReturn ? "reconnect" : "stop",
    }), null);

    private static byte[] Write<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, Shape);

    private static JsonSerializerOptions MakeShape()
    {
        var shape = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        JsonShape.Apply(shape);
        shape.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return shape;
    }
}

/// <summary>Puts JSON that is written already into a message of the hub.</summary>
internal readonly record struct WrittenJson(byte[] Json);

internal sealed class WrittenJsonConverter : JsonConverter<WrittenJson>
{
    public override WrittenJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Only the server sends these.");

    public override void Write(Utf8JsonWriter writer, WrittenJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json, skipInputValidation: true);
}
