using System.Text.Json;

namespace Callsight.App.Ingestion;

/// <summary>Reads events of somebody else's form one after the other.</summary>
internal sealed class ForeignBatch(TrackedEventReader reader, bool isSingle)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };
    private int index;

    public EventBatch Batch { get; } = new([], [], isSingle);

    /// <summary>The body as JSON.</summary>
    public static Result<JsonDocument> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return new Problem("request.malformed", "The body is not JSON, or a name stands twice in one object.");
        }
    }

    /// <summary>Takes one: what cannot be translated or read is an error of this event only.</summary>
    public void Add(Func<Result<ForeignEvent>> translate)
    {
        try
        {
            if (!translate().TryGet(out var foreign, out var problem))
                Batch.Errors.Add(new EventError(index, problem.Code, problem.Message));
            else if (reader.Read(foreign.Write(), index, Batch.Errors) is { } read)
                Batch.Events.Add(read);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            Batch.Errors.Add(new EventError(index, "event.text_invalid", "A text of the event is not valid Unicode."));
        }

        index++;
    }
}
