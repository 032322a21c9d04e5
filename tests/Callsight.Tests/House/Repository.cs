namespace Callsight.Tests.House;

/// <summary>The checkout the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Hand-written C# files below a folder, relative to the root.</summary>
    public static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/") && !file.Contains("/Migrations/"))
        .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>Holds a text against the file that records it; rewrites the file when asked to.</summary>
    public static void ShouldMatchSnapshot(string text, string file)
    {
        var path = Path.Combine(Root, file);
        if (Environment.GetEnvironmentVariable("CALLSIGHT_REWRITE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        (File.Exists(path) ? File.ReadAllText(path) : "").ShouldBe(text,
            $"{file} is out of date. Look at the difference; CALLSIGHT_REWRITE_SNAPSHOTS=1 ./test --quick rewrites it.");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Callsight.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
