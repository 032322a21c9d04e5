namespace Callsight.Tests.House;

public sealed class SizeTests
{
    private const int MostLines = 400;
    private const int MostTestLines = 600;
    private const int MostColumns = 140;

    [Fact]
    public void No_source_file_outgrows_its_reader() =>
        TooLong(Repository.Sources("src", "tools"), MostLines).ShouldBeEmpty();

    [Fact]
    public void No_test_file_outgrows_its_reader() =>
        TooLong(Repository.Sources("tests", "bench"), MostTestLines).ShouldBeEmpty();

    [Fact]
    public void Recipes_fit_on_a_page() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "docs", "recipes"), "*.md")
        .Where(file => File.ReadAllLines(file).Length > 40)
        .ShouldBeEmpty();

    [Fact]
    public void Lines_fit_a_screen() => Repository.Sources("src", "tools")
        .SelectMany(file => Repository.Read(file).Split('\n')
            .Select((line, index) => (Place: $"{file}:{index + 1}", Text: line))
            .Where(line => line.Text.Length > MostColumns && !line.Text.TrimStart().StartsWith("///", StringComparison.Ordinal))
            .Select(line => line.Place))
        .ShouldBeEmpty();

    private static IEnumerable<string> TooLong(IEnumerable<string> files, int most) => files
        .Select(file => (file, Lines: Repository.Read(file).Split('\n').Length))
        .Where(file => file.Lines > most)
        .Select(file => $"{file.file} has {file.Lines} lines");
}
