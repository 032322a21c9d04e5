using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Callsight.Tests.Support;

/// <summary>A door of the product: which requests it takes, and who may come in.</summary>
/// <param name="Policy">The permissions it needs, <c>anonymous</c>, or <c>signed in</c>.</param>
internal sealed record Door(string Method, string Route, string Policy)
{
    /// <summary>What it wants to be sent; null where it wants nothing.</summary>
    public string? MediaType { get; private init; }

    public static IEnumerable<Door> Of(IEnumerable<RouteEndpoint> routes) =>
        from route in routes
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        let policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().Distinct().ToList()
        select new Door(method, "/" + route.RoutePattern.RawText!.Trim('/'),
            route.Metadata.GetMetadata<IAllowAnonymous>() is not null ? "anonymous"
            : policies.Count == 0 ? "signed in" : string.Join(" and ", policies))
        {
            MediaType = route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is [var type, ..] ? type : null,
        };

    /// <summary>All doors as a file to review: one line each, sorted.</summary>
    public static string Manifest(IEnumerable<RouteEndpoint> routes)
    {
        var lines = Of(routes).OrderBy(d => d.Route, StringComparer.Ordinal).ThenBy(d => d.Method, StringComparer.Ordinal)
            .Select(d => $$"""  { "method": {{Text(d.Method)}}, "route": {{Text(d.Route)}}, "policy": {{Text(d.Policy)}} }""");
        return new StringBuilder("[\n").AppendJoin(",\n", lines).Append("\n]\n").ToString();
    }

    private static string Text(string text) => JsonSerializer.Serialize(text, JsonSerializerOptions.Web);
}
