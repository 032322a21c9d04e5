using System.Text.Json;
using Callsight.Tests.House;
using Callsight.Tests.Support;

namespace Callsight.Tests.App.RealData;

/// <summary>A public data set with reference answers that were computed without the product.</summary>
internal sealed class PublicData
{
    private readonly string folder;
    private readonly JsonElement expected;

    private PublicData(string folder) =>
        (this.folder, expected) = (folder, JsonElement.Parse(File.ReadAllText(Path.Combine(folder, "EXPECTED.json"))));

    /// <summary>The set beside the checkout; the test shows as skipped where it is not there.</summary>
    public static PublicData Open(string name)
    {
        var folder = Path.Combine(Repository.Root, "..", "shared", "data", name);
        if (!Directory.Exists(folder))
            Assert.Skip($"The data set {name} is not beside the checkout (../shared/data/{name}).");
        return new PublicData(folder);
    }

    /// <summary>Imports one of its files by a mapping of <c>docs/mappings</c>; every row must be taken.</summary>
    public async Task<JsonElement> ImportAsync(ApiClient client, string file, string mapping) =>
        await ImportTextAsync(client, await File.ReadAllTextAsync(Path.Combine(folder, file)), mapping);

    /// <summary>Imports a large file without a key in several parts. Rows alike to the last letter are told apart by a number in front.</summary>
    public async Task ImportNumberedAsync(ApiClient client, string file, string mapping)
    {
        const int RowsInPart = 12_000;
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, file));
        foreach (var part in lines.Skip(1).Select((line, row) => $"{file}-{row};{line}").Chunk(RowsInPart))
            await ImportTextAsync(client, string.Join('\n', part.Prepend($"row;{lines[0]}")), mapping);
    }

    private static async Task<JsonElement> ImportTextAsync(ApiClient client, string text, string mapping)
    {
        var import = await client.ImportAsync(text, Repository.Read($"docs/mappings/{mapping}"));
        import.GetProperty("status").GetString().ShouldBe("completed", import.ToString());
        import.GetProperty("rows_rejected").GetInt32().ShouldBe(0);
        return import;
    }

    /// <summary>The rows of a reference table, each by column name.</summary>
    public IEnumerable<Dictionary<string, JsonElement>> Table(string section, string name)
    {
        var table = expected.GetProperty(section).GetProperty(name);
        var columns = table.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!).ToList();
        return table.GetProperty("rows").EnumerateArray()
            .Select(row => columns.Zip(row.EnumerateArray()).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    public JsonElement Section(string name) => expected.GetProperty(name);

    public JsonElement Total(string name) => expected.GetProperty("Totals").GetProperty(name);

    /// <summary>Whether a figure of ours is the reference's, which has six decimals; a share there is a percentage here.</summary>
    public static void ShouldBe(JsonElement ours, JsonElement reference, decimal factor, string what)
    {
        if (reference.ValueKind is JsonValueKind.Null)
            ours.ValueKind.ShouldBe(JsonValueKind.Null, what);
        else
            Math.Abs(ours.GetDecimal() - (reference.GetDecimal() * factor)).ShouldBeLessThanOrEqualTo(
                0.000001m * factor, $"{what}: {ours} is not {reference.GetDecimal() * factor}");
    }

}
