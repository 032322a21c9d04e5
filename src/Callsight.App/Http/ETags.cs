using System.Globalization;

namespace Callsight.App.Http;

/// <summary>Versions as ETags, so that a second editor's save fails instead of undoing the first.</summary>
public static class ETags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The problem when the caller's <c>If-Match</c> is not the present version; null when it is, or was not sent.</summary>
    public static Problem? Check(string? ifMatch, long version) =>
        string.IsNullOrEmpty(ifMatch) || ifMatch == "*" || ifMatch == Of(version)
            ? null
            : new Problem("version.stale", "It was changed meanwhile. Read it again and repeat your change.", ProblemKind.Stale);
}
