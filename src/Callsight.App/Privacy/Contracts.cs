namespace Callsight.App.Privacy;

/// <summary>When a place is emptied: what is written from one place to the next is emptied in that order.</summary>
public enum ErasureStep
{
    /// <summary>The records themselves; their change is told by the event log.</summary>
    Records,

    /// <summary>What tells of them: the log, kept answers, files.</summary>
    Copies,

    /// <summary>What figures are counted from.</summary>
    Figures,

    /// <summary>What was answered from all of these, and may have been until they were emptied.</summary>
    Answers,
}

/// <summary>A place where something of a person may be. Each module that has one says how it is searched and emptied.</summary>
public interface IPersonalData
{
    /// <summary>When its turn is.</summary>
    ErasureStep Step { get; }

    /// <summary>What is counted there, for the report.</summary>
    string Name { get; }

    /// <summary>Adds what the place knows the person by. Records come first, and see what was asked for only.</summary>
    Task TraceAsync(TracedPerson person, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Empties the place, in the scope's tenant. It may be asked again after a crash.</summary>
    /// <returns>How many things told of the person; null when that has to wait for something else, such as an import.</returns>
    Task<long?> EraseAsync(TracedPerson person, CancellationToken ct);
}

/// <summary>Tells who was erased and shall not come back by a file or a library that still knows them.</summary>
public interface ISuppressions
{
    /// <summary>Those of the scope's tenant.</summary>
    ValueTask<SuppressedNames> GetAsync(CancellationToken ct);
}

/// <summary>What a suppressed name is the name of.</summary>
public enum NameKind
{
    User, Lead, LeadExternalId, CallExternalId, Email, Phone,
}

/// <summary>Names of erased people, as hashes: they can be recognised, not read.</summary>
public sealed class SuppressedNames(TenantId tenant, IReadOnlySet<string> hashes)
{
    public static readonly Problem Refusal = new("person.erased",
        "This person was erased at their request. Let them in again under privacy/erasures, if they want that.", ProblemKind.Conflict);

    public bool Has(NameKind kind, Guid? id) => hashes.Count > 0 && Has(kind, id?.ToString());

    /// <summary>An e-mail address, however it is written.</summary>
    public bool HasEmail(string? address) => hashes.Count > 0 && address is not null && Has(NameKind.Email, PersonNames.Email(address));

    /// <summary>A telephone number, however it is written.</summary>
    public bool HasPhone(string? number) => hashes.Count > 0 && Has(NameKind.Phone, PersonNames.Phone(number));

    public bool Has(NameKind kind, string? name) =>
        hashes.Count > 0 && name is { Length: > 0 } && hashes.Contains(SuppressedName.HashOf(tenant, kind, name));
}

/// <summary>Names of people in the one form in which they are compared.</summary>
public static class PersonNames
{
    private const int FewestDigits = 7;

    public static string Email(string address) => address.Trim().ToLowerInvariant();

    /// <summary>Digits without the 00 or + before a country's code; null where there are too few to tell anybody.</summary>
    public static string? Phone(string? number) => PhoneDigits.Of(number, FewestDigits);
}
