using System.Diagnostics.CodeAnalysis;

namespace Callsight.Core;

/// <summary>A value, or the problem that stood in its way.</summary>
/// <remarks>Bugs throw; what a person can fix is returned as a <see cref="Problem"/>.</remarks>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Problem? problem) => (this.value, Problem) = (value, problem);

    /// <summary>The problem, or null when there is a value.</summary>
    public Problem? Problem { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsSuccess => Problem is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is a problem instead.</exception>
    public T Value => Problem is null
        ? value!
        : throw new InvalidOperationException($"There is no value: {Problem.Code}: {Problem.Message}");

    /// <summary>Wraps a value.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Wraps a problem.</summary>
    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    /// <summary>Takes the value or the problem out.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T result, [NotNullWhen(false)] out Problem? problem)
    {
        (result, problem) = (value, Problem);
        return Problem is null;
    }

    /// <summary>Goes on with the value; a problem is passed through.</summary>
    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next) => Problem is null ? next(value!) : Problem;

    /// <summary>Changes the value; a problem is passed through.</summary>
    public Result<TNext> Map<TNext>(Func<T, TNext> change) => Problem is null ? change(value!) : Problem;
}
