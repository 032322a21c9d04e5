using System.Security.Cryptography;
using System.Text;

namespace Callsight.Core;

/// <summary>Everything by which one person is known in a tenant's records, and what stands in its place once they are erased.</summary>
/// <remarks>
/// Names in other systems are replaced by words that nobody can lead back: they are hashes under a salt that is thrown away with this.
/// The same name is replaced by the same word, so that what was counted once is still counted once.
/// </remarks>
public sealed class TracedPerson
{
    /// <summary>What every replacement begins with.</summary>
    public const string Erased = "erased-";

    /// <summary>How much of a hash follows it.</summary>
    public const int ReplacedLetters = 16;

    private const int ReplacedDigits = 12;

    public HashSet<Guid> LeadIds { get; init; } = [];
    public HashSet<Guid> CallIds { get; init; } = [];

    /// <summary>Ids under which a website or an app told of them.</summary>
    public HashSet<string> UserIds { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Addresses, in small letters.</summary>
    public HashSet<string> Emails { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Telephone numbers, digits only.</summary>
    public HashSet<string> Phones { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What other systems call their leads.</summary>
    public HashSet<string> LeadExternalIds { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What other systems call their calls.</summary>
    public HashSet<string> CallExternalIds { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Known to nobody once the erasure is done.</summary>
    public string Salt { get; init; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>What stands in the place of a name.</summary>
    public string Replacement(string name) =>
        name.StartsWith(Erased, StringComparison.Ordinal) ? name : $"{Erased}{Hash(name)[..ReplacedLetters]}";

    /// <summary>What stands in the place of a telephone number: no number, but a caller is still known again.</summary>
    public string NumberReplacement(string digits) =>
        string.Concat(Hash(digits).Take(ReplacedDigits).Select(c => (char)('0' + (Convert.ToInt32(c.ToString(), 16) % 10))));

    /// <summary>Whether an event tells of the person.</summary>
    public bool IsIn(CatalogueEvent happened) =>
        (happened.LeadId is { } lead && LeadIds.Contains(lead)) || (happened.CallId is { } call && CallIds.Contains(call))
        || (happened.UserId is { } user && UserIds.Contains(user));

    /// <summary>The event without the person: what is counted stays, what they are known by and whatever was said of them goes.</summary>
    public CatalogueEvent Without(CatalogueEvent happened) => happened with
    {
        UserId = happened.UserId is { } user && UserIds.Contains(user) ? Replacement(user) : happened.UserId,
        SessionId = happened.SessionId is { } session ? Replacement(session) : null,
        Properties = null,
        PropertiesText = null,
        Lead = happened.Lead is { } lead ? lead with { ExternalId = null, Tags = [], Properties = null } : null,
        Call = happened.Call is { } call
            ? call with { ExternalId = null, Properties = null, Caller = call.Caller is { } caller ? NumberReplacement(caller) : null }
            : null,
    };

    // Also what the event store makes of it in its own language.
    private string Hash(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Salt + name)));
}
