using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Callsight.Tests.House;

/// <summary>Every door of the product and the whole contract are files that a person has read.</summary>
public sealed class ManifestTests
{
    private const string Manifest = "tests/Callsight.Tests/House/Snapshots/endpoint-manifest.json";
    private const string Contract = "tests/Callsight.Tests/House/Snapshots/openapi.json";

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    [Fact]
    public async Task Each_door_has_the_policy_that_was_reviewed() =>
        Repository.ShouldMatchSnapshot(Door.Manifest((await TestHost.SharedAsync()).Routes), Manifest);

    [Fact]
    public async Task A_door_that_opens_by_accident_is_caught()
    {
        var routes = (await TestHost.SharedAsync()).Routes;
        var planted = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/v1/planted"), 0)
        {
            Metadata = { new AllowAnonymousAttribute() },
        };
        var text = Door.Manifest([.. routes, (RouteEndpoint)planted.Build()]);
        text.ShouldContain("""{ "method": "ANY", "route": "/api/v1/planted", "policy": "anonymous" }""");
        text.ShouldNotBe(Repository.Read(Manifest));
    }

    [Fact]
    public async Task Only_these_doors_of_the_api_are_open_to_strangers() =>
        Door.Of((await TestHost.SharedAsync()).Routes)
            .Where(d => d.Policy == "anonymous" && d.Route.StartsWith("/api/", StringComparison.Ordinal)).Select(d => d.Route)
            .ShouldBe(
            [
                "/api/v1/analytics/cloudevents", "/api/v1/auth/login", "/api/v1/auth/logout", "/api/v1/auth/refresh", "/api/v1/auth/register",
            ], ignoreOrder: true);

    [Fact]
    public async Task The_contract_is_the_one_that_was_reviewed()
    {
        using var client = (await TestHost.SharedAsync()).Anonymous();
        var document = JsonNode.Parse((await client.GetAsync("/openapi/v1.json")).Text)!.AsObject();
        Sort(document, "paths");
        Sort(document["components"]!.AsObject(), "schemas");
        Repository.ShouldMatchSnapshot(document.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n", Contract);
    }

    [Fact]
    public async Task Each_route_of_the_api_has_a_name_a_summary_and_a_tag() =>
        (await TestHost.SharedAsync()).Routes.Where(r => r.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1", StringComparison.Ordinal))
            .Where(r => r.Metadata.GetMetadata<IEndpointNameMetadata>() is null
                || string.IsNullOrEmpty(r.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary)
                || r.Metadata.GetMetadata<ITagsMetadata>() is not { Tags.Count: > 0 })
            .Select(r => r.DisplayName).ShouldBeEmpty();

    /// <summary>The order of mapping is no part of the contract.</summary>
    private static void Sort(JsonObject parent, string name) => parent[name] = new JsonObject(
        parent[name]!.AsObject().OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
}
