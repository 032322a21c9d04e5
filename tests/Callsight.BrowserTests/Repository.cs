namespace Callsight.BrowserTests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Callsight.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This is not the repository.");
        return folder;
    }
}
