using System.CommandLine;

namespace Callsight.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() =>
        new("--data") { Description = "The folder of the embedded stores (default: ./data).", HelpName = "DIR" };

    public static Option<string?> Urls() =>
        new("--urls") { Description = "Addresses to listen on (default: http://localhost:5080).", HelpName = "URL" };

    /// <summary>The options as settings, as if they stood in the configuration file.</summary>
    public static string[] ToSettings(string? data, string? urls = null) =>
    [
        .. data is null ? Array.Empty<string>() : [$"--Store:DataFolder={data}"],
        .. urls is null ? Array.Empty<string>() : [$"--urls={urls}"],
    ];
}
