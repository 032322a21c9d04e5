using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Callsight.App.Http;

/// <summary>What a use case says: a value, or the problem that stood in its way. The one place where both become HTTP.</summary>
public sealed class Answer<T> : IResult, IEndpointMetadataProvider
{
    private Answer(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    /// <summary>The value; null when there is a problem.</summary>
    public T? Value { get; }

    /// <summary>The problem; null when there is a value.</summary>
    public Problem? Problem { get; }

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Problem problem) => new(default, problem);

    public static implicit operator Answer<T>(Result<T> result) =>
        result.TryGet(out var value, out var problem) ? new(value, null) : new(default, problem);

    public Task ExecuteAsync(HttpContext httpContext) =>
        Answers.WriteAsync(httpContext, StatusCodes.Status200OK, Value, Problem);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        Answers.Describe<T>(builder, StatusCodes.Status200OK);
}

/// <summary>Like <see cref="Answer{T}"/>, for something new: 201 with the place where it can be found.</summary>
public sealed class CreatedAnswer<T> : IResult, IEndpointMetadataProvider
{
    private CreatedAnswer(string? location, T? value, Problem? problem) =>
        (Location, Value, Problem) = (location, value, problem);

    public string? Location { get; }
    public T? Value { get; }
    public Problem? Problem { get; }

    public static CreatedAnswer<T> At(string location, T value) => new(location, value, null);

    public static implicit operator CreatedAnswer<T>(Problem problem) => new(null, default, problem);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Location is not null)
            httpContext.Response.Headers.Location = Location;
        return Answers.WriteAsync(httpContext, StatusCodes.Status201Created, Value, Problem);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        Answers.Describe<T>(builder, StatusCodes.Status201Created);
}

/// <summary>Like <see cref="Answer{T}"/>, for work that goes on after the answer: 202.</summary>
public sealed class AcceptedAnswer<T> : IResult, IEndpointMetadataProvider
{
    private AcceptedAnswer(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    public T? Value { get; }
    public Problem? Problem { get; }

    public static implicit operator AcceptedAnswer<T>(T value) => new(value, null);

    public static implicit operator AcceptedAnswer<T>(Problem problem) => new(default, problem);

    public Task ExecuteAsync(HttpContext httpContext) =>
        Answers.WriteAsync(httpContext, StatusCodes.Status202Accepted, Value, Problem);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        Answers.Describe<T>(builder, StatusCodes.Status202Accepted);
}

/// <summary>An answer without a body: 204, or the problem.</summary>
public sealed class DoneAnswer : IResult, IEndpointMetadataProvider
{
    public static readonly DoneAnswer Done = new(null);

    private DoneAnswer(Problem? problem) => Problem = problem;

    public Problem? Problem { get; }

    public static implicit operator DoneAnswer(Problem problem) => new(problem);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Problem is not null)
            return ProblemWriter.WriteAsync(httpContext, Problem);
        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));
}

/// <summary>A view of something versioned: its version becomes the ETag.</summary>
public interface IVersionedView
{
    long Version { get; }
}

internal static class Answers
{
    public static Task WriteAsync<T>(HttpContext context, int status, T? value, Problem? problem)
    {
        if (problem is not null)
            return ProblemWriter.WriteAsync(context, problem);
        if (value is IVersionedView versioned)
            context.Response.Headers.ETag = ETags.Of(versioned.Version);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, context.RequestAborted);
    }

    public static void Describe<T>(EndpointBuilder builder, int status) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));
}
