using System.Text.Json;

namespace Callsight.App.Ingestion;

/// <summary>What a body holds: events that can be taken, and what is wrong with the others.</summary>
internal sealed record EventBatch(List<CatalogueEvent> Events, List<EventError> Errors, bool IsSingle)
{
    public const int MostEvents = 5_000;
    private const int MostDepth = 32;

    internal static readonly Problem TooLarge = new("events.too_many",
        $"A batch has at most {MostEvents} events and 5 MiB. Send several.", ProblemKind.TooLarge);

    private static readonly Problem NoBatch = Problem.InvalidField("events",
        "A batch is an object with a list of events, when it was sent as sent_at if wished, and nothing else.");

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MostDepth };

    /// <summary>Reads one event, or <c>{"events":[...]}</c>. The whole body is looked through before the first event is taken.</summary>
    public static Result<EventBatch> Read(ReadOnlyMemory<byte> json, TrackedEventReader events)
    {
        try
        {
            return Read(json, events, new Utf8JsonReader(json.Span, Strict));
        }
        catch (JsonException failure)
        {
            return new Problem("request.malformed", $"The body is not JSON (line {failure.LineNumber + 1}).");
        }
    }

    private static Result<EventBatch> Read(ReadOnlyMemory<byte> json, TrackedEventReader events, Utf8JsonReader reader)
    {
        var names = new MemberNames(json, MostDepth);
        var members = 0;
        Utf8JsonReader list = default, sentAt = default;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Open(reader.CurrentDepth);
                    break;
                case JsonTokenType.EndObject:
                    names.Close(reader.CurrentDepth);
                    break;
                case JsonTokenType.PropertyName when names.Fault(ref reader) is { } fault:
                    return new Problem("request.malformed", fault);
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                    members++;
                    if (reader.ValueTextEquals("events"u8))
                        list = reader;
                    else if (reader.ValueTextEquals("sent_at"u8))
                        sentAt = reader;
                    break;
            }
        }

        // Once more from the start, now that the body is known to be sound.
        var (isBatch, isTimed) = (list.TokenType != JsonTokenType.None, sentAt.TokenType != JsonTokenType.None);
        if (!isBatch)
            return One(json, events);
        if (members > (isTimed ? 2 : 1) || !list.Read() || list.TokenType != JsonTokenType.StartArray)
            return NoBatch;
        return isTimed && events.TakeSentAt(ref sentAt) is { } problem ? problem : Many(json, events, ref list);
    }

    private static EventBatch One(ReadOnlyMemory<byte> json, TrackedEventReader events)
    {
        var reader = new Utf8JsonReader(json.Span, Strict);
        reader.Read();
        var batch = new EventBatch([], [], IsSingle: true);
        if (events.Read(ref reader, json.Span, 0, batch.Errors) is { } only)
            batch.Events.Add(only);
        return batch;
    }

    private static Result<EventBatch> Many(ReadOnlyMemory<byte> json, TrackedEventReader events, ref Utf8JsonReader list)
    {
        var batch = new EventBatch([], [], IsSingle: false);
        for (var index = 0; list.Read() && list.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index == MostEvents)
                return TooLarge;
            if (events.Read(ref list, json.Span, index, batch.Errors) is { } read)
                batch.Events.Add(read);
        }

        return batch;
    }
}
