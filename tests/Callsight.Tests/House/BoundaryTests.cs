using System.Text.RegularExpressions;

namespace Callsight.Tests.House;

/// <summary>Arrows between modules of the App point only at contracts; the list of modules comes from the folders.</summary>
public sealed class BoundaryTests
{
    /// <summary>Folders of App that every module may use: the store, HTTP's conventions and the words for permissions.</summary>
    private static readonly string[] Shared = ["Data", "Http"];

    private static readonly Regex TypeDeclaration = new(
        @"\b(?:class|record struct|record|struct|interface|enum|delegate [\w<>]+)\s+([A-Z]\w+)", RegexOptions.Compiled);

    private static readonly Regex NamedWord = new(
        @"(?:(?<before>[\w>?\]]+)[ ]+)?(?<![.\w{])(?<word>[A-Z]\w+)\b(?!\s*=(?![=>]))", RegexOptions.Compiled);

    private static readonly HashSet<string> Keywords =
    [
        "new", "is", "as", "in", "out", "ref", "return", "static", "readonly", "public", "private", "internal", "protected", "sealed",
        "async", "await", "required", "const", "not", "or", "and", "case", "where", "params", "override", "virtual", "abstract",
        "using", "else", "record", "class",
    ];

    [Fact]
    public void A_module_uses_only_the_contracts_of_another() =>
        Violations(Read()).ShouldBeEmpty();

    [Fact]
    public void A_planted_violation_is_caught()
    {
        var files = Read();
        files["src/Callsight.App/Imports/Planted.cs"] =
            "using Callsight.App.CallCentre.Teams;\nnamespace Callsight.App.Imports;\ninternal sealed class Planted { Team? team; }";
        Violations(files).ShouldContain(v => v.Contains("Planted.cs") && v.Contains("Team"));
    }

    [Fact]
    public void Projects_point_one_way()
    {
        var forbidden = new Dictionary<string, string[]>
        {
            ["src/Callsight.Core"] = ["Callsight.Analytics", "Callsight.App", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore"],
            ["src/Callsight.Analytics"] = ["Callsight.App", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore"],
            ["src/Callsight.App"] = ["Callsight.Hosting", "Microsoft.AspNetCore.Components", "DuckDB"],
            ["tools/Callsight.Simulator"] = ["Callsight.Analytics", "Callsight.App"],
        };
        var found = from project in forbidden
                    from file in Repository.Sources(project.Key)
                    from name in project.Value
                    where Regex.IsMatch(Repository.Read(file), $@"^using (static )?{Regex.Escape(name)}", RegexOptions.Multiline)
                    select $"{file} uses {name}";
        found.ShouldBeEmpty();
    }

    private static Dictionary<string, string> Read() =>
        Repository.Sources("src/Callsight.App").ToDictionary(file => file, Repository.Read);

    private static List<string> Violations(Dictionary<string, string> files)
    {
        var modules = files.Keys.Select(ModuleOf).OfType<string>().Distinct().Except(Shared).ToList();
        var declared = (from file in files
                        let module = ModuleOf(file.Key)
                        where module is not null && modules.Contains(module) && !IsOpen(file.Key)
                        from Match match in TypeDeclaration.Matches(file.Value)
                        select (Type: match.Groups[1].Value, Module: module, Namespace: NamespaceOf(file.Key)))
            .Distinct().ToLookup(t => t.Type);
        var open = (from file in files
                    where IsOpen(file.Key)
                    from Match match in TypeDeclaration.Matches(file.Value)
                    select match.Groups[1].Value).ToHashSet();

        var violations = new List<string>();
        foreach (var (file, text) in files)
        {
            var own = ModuleOf(file);
            if (own is null || Shared.Contains(own))
                continue;
            var usings = Regex.Matches(text, @"^using (?:static )?(Callsight\.App\.[\w.]+)", RegexOptions.Multiline)
                .Select(m => m.Groups[1].Value).ToHashSet();
            foreach (var word in TypesNamedIn(text).Distinct())
                if (!open.Contains(word) && declared[word].All(t => t.Module != own)
                    && declared[word].FirstOrDefault(t => usings.Contains(t.Namespace)) is { Module: not null } foreign)
                    violations.Add($"{file} uses {word} of {foreign.Module}");
        }

        return violations;
    }

    /// <summary>Words that can be types: not members after a dot, nor names that are declared or set here.</summary>
    private static IEnumerable<string> TypesNamedIn(string text) => NamedWord.Matches(text)
        .Where(m => !m.Groups["before"].Success || Keywords.Contains(m.Groups["before"].Value))
        .Select(m => m.Groups["word"].Value);

    private static string NamespaceOf(string file) =>
        Path.GetDirectoryName(file)!.Replace('\\', '/').Replace("src/", "").Replace('/', '.');

    private static string? ModuleOf(string file)
    {
        var parts = file.Split('/');
        return parts.Length > 3 ? parts[2] : null;
    }

    /// <summary>What others may touch: a module's contracts, its table of contents and the permissions.</summary>
    private static bool IsOpen(string file) =>
        Path.GetFileName(file) is "Contracts.cs" or "Permissions.cs" || file.Contains("/Contracts/") || file.EndsWith("Module.cs");
}
