using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Callsight.App.Http;

namespace Callsight.Web.Api;

/// <summary>What the API answered: a value, or the problem it told of.</summary>
public sealed record Reply<T>(T? Value, ProblemBody? Problem)
{
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ProblemBody? problem)
    {
        (value, problem) = (Value, Problem);
        return problem is null;
    }
}

/// <summary>An answer as it came, so that it can be handed from the first view to the page that goes on.</summary>
public sealed record RawReply(int Status, string Body)
{
    /// <summary>The API's shape, read by pages that may be a version older than the answer.</summary>
    internal static readonly JsonSerializerOptions Shape = MakeShape();

    public Reply<T> As<T>()
    {
        if (Status is < 200 or >= 300)
            return new Reply<T>(default, ProblemOf());
        return new Reply<T>(Body.Length == 0 ? default : JsonSerializer.Deserialize<T>(Body, Shape), null);
    }

    private ProblemBody ProblemOf()
    {
        try
        {
            if (JsonSerializer.Deserialize<ProblemBody>(Body, Shape) is { } problem)
                return problem;
        }
        catch (JsonException)
        {
            // Not a problem of ours; said below in plain words.
        }

        return new ProblemBody("about:blank", "The request failed", Status, $"http.{Status}", "Nothing more is known.", null, "");
    }

    private static JsonSerializerOptions MakeShape()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        JsonShape.Apply(options);
        options.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip;
        return options;
    }
}
