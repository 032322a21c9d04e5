using System.Buffers.Binary;

namespace Callsight.Simulator;

/// <summary>Names for agents, leads and callers. Addresses and numbers are from ranges nobody can own.</summary>
internal static class People
{
    private static readonly string[] FirstNames =
    [
        "Anna", "Ben", "Clara", "David", "Elif", "Finn", "Greta", "Hannes", "Ines", "Jonas", "Katrin", "Leon", "Mara", "Nils",
        "Olga", "Paul", "Rosa", "Samir", "Tilda", "Umut", "Vera", "Willem", "Yara", "Zoe", "Amara", "Bruno", "Chloe", "Diego",
        "Emma", "Farid", "Giulia", "Henry", "Ida", "Jakub", "Kenji", "Lucia", "Mateo", "Nora", "Oscar", "Priya", "Quentin",
        "Ruth", "Sofia", "Thabo", "Ulla", "Victor", "Wanda", "Xenia", "Yusuf", "Zita",
    ];

    private static readonly string[] LastNames =
    [
        "Albers", "Becker", "Costa", "Dietrich", "Eriksen", "Fischer", "Garcia", "Hoffmann", "Ivanova", "Jansen", "Kowalski",
        "Lindner", "Moreau", "Novak", "Oliveira", "Peters", "Quast", "Rossi", "Schneider", "Tanaka", "Ullrich", "Vogel",
        "Wagner", "Yilmaz", "Ziegler", "Arnold", "Brandt", "Chen", "Dubois", "Engel", "Franke", "Graf", "Hansen", "Ibrahim",
        "Jung", "Keller", "Lang", "Meyer", "Nguyen", "Otto", "Pfeiffer", "Richter", "Sato", "Thomas", "Vargas", "Weber",
        "Winter", "Young", "Zimmer", "Okafor",
    ];

    private static readonly string[] Trades =
        ["Logistics", "Interiors", "Software", "Foods", "Engineering", "Travel", "Media", "Energy", "Retail", "Health"];

    /// <summary>The agent with this number; neighbours have different first and last names.</summary>
    public static (string Name, string Email) Agent(int index)
    {
        var first = FirstNames[index % FirstNames.Length];
        var last = LastNames[((index * 7) + (index / FirstNames.Length)) % LastNames.Length];
        var round = index / (FirstNames.Length * LastNames.Length);
        var name = round == 0 ? $"{first} {last}" : $"{first} {last} {round + 1}";
        return (name, $"{name.Replace(' ', '.')}@example.com".ToLowerInvariant());
    }

    /// <summary>Who is behind an id, always the same.</summary>
    public static SimulatedPerson Of(Guid id)
    {
        var random = new SeededRandom(
            BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true).AsSpan(8)), Chance.People);
        var (first, last) = (random.OneOf(FirstNames), random.OneOf(LastNames));
        var number = random.Below(9_000) + 1_000;
        var company = random.OneOf([$"{last} {random.OneOf(Trades)}", $"{random.OneOf(LastNames)} & {random.OneOf(LastNames)}",
            $"{random.OneOf(LastNames)} {random.OneOf(Trades)}, Inc."]);
        return new SimulatedPerson(first, last, $"{first}.{last}{number}@example.com".ToLowerInvariant(),
            $"+49 30 23125{random.Below(1_000):000}", company);
    }
}
