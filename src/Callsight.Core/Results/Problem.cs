namespace Callsight.Core;

/// <summary>What kind of failure this is; it decides the HTTP status and whether trying again can help.</summary>
public enum ProblemKind
{
    /// <summary>The input is wrong (400).</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the proof is not accepted (401).</summary>
    Unauthenticated,

    /// <summary>The caller may not do this (403).</summary>
    Forbidden,

    /// <summary>It does not exist, or belongs to another tenant (404).</summary>
    NotFound,

    /// <summary>It clashes with what is there (409).</summary>
    Conflict,

    /// <summary>The caller's copy is out of date (412).</summary>
    Stale,

    /// <summary>The body is larger than allowed (413).</summary>
    TooLarge,

    /// <summary>Understood, but it cannot be carried out (422).</summary>
    Unprocessable,

    /// <summary>Beyond the tenant's limits; try later (429).</summary>
    TooMany,

    /// <summary>Something needed is not answering; try again (503).</summary>
    Unavailable,
}

/// <summary>One wrong field of an input.</summary>
/// <param name="Field">Path of the field as the client wrote it, for example <c>steps[1].filter.all[0].op</c>.</param>
/// <param name="Message">A sentence that says how to mend it.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>A failure that a person can do something about.</summary>
/// <param name="Code">Stable key such as <c>lead.not_found</c>; it never changes its meaning.</param>
/// <param name="Message">A sentence that says what is wrong and how to mend it. Shown to users.</param>
/// <param name="Kind">Decides the HTTP status.</param>
public sealed record Problem(string Code, string Message, ProblemKind Kind = ProblemKind.Invalid)
{
    /// <summary>The wrong fields, when the input is to blame.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>How long to wait before trying again, for <see cref="ProblemKind.TooMany"/> and <see cref="ProblemKind.Unavailable"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What went wrong underneath, for the log only; never shown.</summary>
    public Exception? Cause { get; init; }

    /// <summary>Not there, or another tenant's: both look the same to the caller.</summary>
    public static Problem NotFound(string what) =>
        new($"{what}.not_found", $"There is no such {what.Replace('_', ' ')}.", ProblemKind.NotFound);

    /// <summary>One or more fields are wrong; all of them are named at once.</summary>
    public static Problem InvalidFields(params IReadOnlyList<FieldError> errors) =>
        new("request.invalid", errors is [var only] ? only.Message : "Some fields are not valid.") { Errors = errors };

    /// <summary>One field is wrong.</summary>
    public static Problem InvalidField(string field, string message) => InvalidFields(new FieldError(field, message));
}
