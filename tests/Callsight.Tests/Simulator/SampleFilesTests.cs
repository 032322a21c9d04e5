using System.Text.Json;
using Callsight.App.Imports;
using Callsight.Simulator;
using Callsight.Tests.House;

namespace Callsight.Tests.Simulator;

public sealed class SampleFilesTests
{
    private static readonly IReadOnlyList<SampleFile> Files = SampleFiles.Create();

    public static TheoryData<string> Names => new(Files.Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_samples_are_what_the_simulator_writes(string name) =>
        Repository.ShouldMatchSnapshot(Files.Single(f => f.Name == name).Text, $"samples/{name}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_column_that_a_mapping_names_is_in_its_file(string name)
    {
        var file = Files.Single(f => f.Name == name);
        using var mapping = JsonDocument.Parse(Mapping(name));
        var delimiter = mapping.RootElement.TryGetProperty("delimiter", out var given) ? given.GetString()! : ",";
        var header = file.Text.Split('\n')[0].Split(delimiter);
        mapping.RootElement.GetProperty("fields").EnumerateObject().SelectMany(f => Columns(f.Value)).Except(header).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_importer_understands_every_mapping(string name)
    {
        ImportMapping.Parse(Mapping(name)).Problem.ShouldBeNull();
    }

    [Fact]
    public void The_samples_are_large_enough_to_look_at_and_small_enough_to_read()
    {
        Rows("calls.csv").ShouldBeInRange(350, 480);
        Rows("leads.csv").ShouldBeInRange(250, 350);
        Rows("events.csv").ShouldBeInRange(200, 500);
        Files.Max(f => f.Text.Length).ShouldBeLessThan(100_000);
    }

    private static int Rows(string name) => Files.Single(f => f.Name == name).Text.Split('\n').Length - 2;

    private static string Mapping(string name) => Repository.Read($"samples/{Path.GetFileNameWithoutExtension(name)}.mapping.json");

    private static IEnumerable<string> Columns(JsonElement field) => field.ValueKind switch
    {
        JsonValueKind.String => [field.GetString()!],
        JsonValueKind.Object when field.TryGetProperty("column", out var column) => [column.GetString()!],
        _ => [],
    };
}
