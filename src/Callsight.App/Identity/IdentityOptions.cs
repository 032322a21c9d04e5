using System.ComponentModel.DataAnnotations;

namespace Callsight.App.Identity;

/// <summary>Sign-in and tokens.</summary>
public sealed class IdentityOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Identity";

    /// <summary>How long an access token lives, in minutes.</summary>
    [Range(1, 1_440)]
    public int AccessTokenMinutes { get; set; } = 15;

    /// <summary>How long somebody stays signed in without coming back, in days.</summary>
    [Range(1, 365)]
    public int RefreshTokenDays { get; set; } = 30;

    /// <summary>Whether anybody may register a new tenant.</summary>
    public bool AllowRegistration { get; set; } = true;

    /// <summary>Wrong passwords after which an account is locked for five minutes.</summary>
    [Range(3, 100)]
    public int MostFailedSignIns { get; set; } = 10;

    /// <summary>
    /// How long the role of a member or an API key is not asked for again, in seconds. A change works at once on the node that
    /// makes it, and after this time on others; 0 asks for each request.
    /// </summary>
    [Range(0, 60)]
    public int CallersKeptSeconds { get; set; } = 3;
}
