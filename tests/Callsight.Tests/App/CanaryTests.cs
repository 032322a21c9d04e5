using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Callsight.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Callsight.Tests.App;

/// <summary>
/// Walks every operation of the contract as one tenant, with the ids of another: nothing of the other may be seen, and nothing of
/// it may change. New operations join by themselves.
/// </summary>
public sealed class CanaryTests
{
    /// <summary>Operations whose body the contract leaves open.</summary>
    private static readonly Dictionary<string, Func<Belongings, HttpContent>> OpenBodies = new(StringComparer.Ordinal)
    {
        ["RecordEvents"] = other => Json(new JsonObject
        {
            ["event_id"] = other.Ids["event"],
            ["type"] = "stranger",
            ["lead_id"] = other.Ids["lead"],
            ["agent_id"] = other.Ids["agent"],
            ["call_id"] = other.Ids["call"],
            ["queue_id"] = other.Ids["queue"],
        }),
        ["CreateSegment"] = static _ => Segment(),
        ["ReplaceSegment"] = static _ => Segment(),
        ["PreviewSegment"] = static _ => Json(new JsonObject { ["filter"] = Status("new") }),
        ["RecordCloudEvents"] = other => new StringContent(new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = "stranger",
            ["source"] = "canary",
            ["type"] = "stranger",
            ["subject"] = other.Ids["user"].ToString(),
            ["data"] = new JsonObject { ["lead_id"] = other.Ids["lead"], ["agent_id"] = other.Ids["agent"] },
        }.ToJsonString(), new MediaTypeHeaderValue("application/cloudevents+json")),
        ["SegmentTrack"] = other => Json(new JsonObject
        {
            ["messageId"] = other.Ids["event"].ToString(),
            ["event"] = "stranger",
            ["userId"] = other.Ids["user"].ToString(),
            ["properties"] = new JsonObject { ["lead_id"] = other.Ids["lead"] },
        }),
        ["StartImport"] = other => new MultipartFormDataContent
        {
            { new StringContent("""{"kind":"leads","fields":{"external_id":"Id","first_name":"Name","agent":"Agent"}}"""), "mapping" },
            { new StringContent($"Id,Name,Agent\n{other.Mark},stranger,{other.Mark}\n"), "file", "rows.csv" },
        },
    };

    /// <summary>Operations that take ids as free references, without looking anything up.</summary>
    private static readonly string[] TakeAnyId = ["RecordEvents", "RecordCloudEvents", "SegmentTrack"];

    /// <summary>Operations on names that a tenant gives itself: nobody else's can be meant by them.</summary>
    private static readonly string[] GiveNames = ["DeclareEventType", "WithdrawEventType"];

    /// <summary>Operations that read all there is, though they are no GET.</summary>
    private static readonly string[] ReadAll = ["ExportRows"];

    [Fact]
    public async Task Nothing_of_another_tenant_is_seen_or_changed_through_any_operation()
    {
        // Time stands still, so that nothing of the other tenant moves by itself.
        await using var host = await TestHost.StartAsync(new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
        var other = await Belongings.MakeAsync(host, $"sentinel{Guid.CreateVersion7():n}");
        using var stranger = await host.RegisterAsync("Stranger", "stranger@example.test");
        var contract = await ApiContract.ReadAsync(host);
        var before = await EverythingAsync(contract, other);

        var faults = new List<string>();
        // What only reads comes first, so that the answers cannot hold what the stranger wrote.
        foreach (var operation in contract.Operations.OrderBy(o => o.Method != HttpMethod.Get && !ReadAll.Contains(o.Name)))
        {
            if (!GiveNames.Contains(operation.Name))
            {
                var (answer, hasIds) = await SendAsync(contract, operation, other, stranger);
                faults.AddRange(Faults(operation, other, answer, hasIds));
            }

            var (asOther, _) = await SendAsync(contract, operation, other, stranger, ("X-Tenant-ID", other.Owner.TenantId.ToString()));
            // Where anybody may come in, nobody is asked for a tenant.
            if (operation.IsAnonymous)
                faults.AddRange(Faults(operation, other, asOther, hasIdsInBody: false));
            else if (asOther is not { Status: HttpStatusCode.Forbidden, Code: "tenant.not_member" })
                faults.Add($"{operation} with the other's X-Tenant-ID: {asOther.Status} {asOther.Text}");
        }

        faults.ShouldBeEmpty();
        await host.CaughtUpAsync();
        var after = await EverythingAsync(contract, other);
        after.Count.ShouldBeGreaterThan(25);
        foreach (var (operation, answer) in before)
            after[operation].ShouldBe(answer, operation);
    }

    [Fact]
    public async Task The_other_tenant_sees_itself_through_the_same_operations()
    {
        // Without this, a walk that sent nonsense would prove nothing.
        var host = await TestHost.SharedAsync();
        var own = await Belongings.MakeAsync(host, $"own{Guid.CreateVersion7():n}");
        var contract = await ApiContract.ReadAsync(host);
        foreach (var operation in contract.Operations.Where(o => o.Method == HttpMethod.Get))
            (await SendAsync(contract, operation, own, own.Owner)).Answer.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_leak_would_be_caught()
    {
        var host = await TestHost.SharedAsync();
        var other = await Belongings.MakeAsync(host, $"leak{Guid.CreateVersion7():n}");
        var operations = (await ApiContract.ReadAsync(host)).Operations.ToDictionary(o => o.Name);
        Faults(operations["ListLeads"], other, Answer(HttpStatusCode.OK, $$"""{"data":[{"id":"{{other.Ids["lead"]}}"}]}"""), false).ShouldNotBeEmpty();
        Faults(operations["ListLeads"], other, Answer(HttpStatusCode.OK, $$"""{"data":["{{other.Mark}}"]}"""), false).ShouldNotBeEmpty();
        Faults(operations["UpdateLead"], other, Answer(HttpStatusCode.OK, "{}"), true).ShouldNotBeEmpty();
        Faults(operations["RecordCall"], other, Answer(HttpStatusCode.Created, "{}"), true).ShouldNotBeEmpty();
        Faults(operations["RecordCall"], other, Answer(HttpStatusCode.BadRequest, """{"errors":[{"field":"agent_id"}]}"""), true).ShouldBeEmpty();
        Faults(operations["GetLead"], other, Answer(HttpStatusCode.NotFound, "{}"), false).ShouldBeEmpty();

        static ApiAnswer Answer(HttpStatusCode status, string text) => new(status, text, null, null, null);
    }

    private static IEnumerable<string> Faults(ApiOperation operation, Belongings other, ApiAnswer answer, bool hasIdsInBody)
    {
        var isSuccess = (int)answer.Status < 300;
        if (isSuccess && (answer.Text.Contains(other.Mark, StringComparison.Ordinal)
                || other.Ids.Values.Any(id => answer.Text.Contains(id.ToString(), StringComparison.Ordinal))))
            yield return $"{operation} shows something of the other: {answer.Text}";
        if ((int)answer.Status >= 500)
            yield return $"{operation} fails: {answer.Text}";
        var namesField = answer.Status == HttpStatusCode.BadRequest && answer.Fields.Exists(f => f.EndsWith("_id", StringComparison.Ordinal));
        if (operation.PathParameters.Count > 0 && answer.Status != HttpStatusCode.NotFound && !namesField)
            yield return $"{operation} with the other's id: {answer.Status} {answer.Text}";
        if (operation.PathParameters.Count == 0 && hasIdsInBody && !TakeAnyId.Contains(operation.Name) && !namesField)
            yield return $"{operation} with the other's ids in its body: {answer.Status} {answer.Text}";
    }

    private static async Task<(ApiAnswer Answer, bool HasIdsInBody)> SendAsync(
        ApiContract contract, ApiOperation operation, Belongings ids, ApiClient client, params (string, string)[] headers)
    {
        var known = Samples.Knowing(name => ids.IdFor(name)?.ToString());
        var query = operation.Query
            .Where(p => p.IsRequired || ids.IdFor(p.Name) is not null || Samples.IsPeriod(p.Name))
            .Select(p => (p.Name, contract.Sample(p.Schema, known, p.Name)!.ToString()));
        using var body = OpenBodies.TryGetValue(operation.Name, out var open) ? open(ids)
            : operation.Body is { } schema ? Json(contract.Sample(schema, known) ?? new JsonObject()) : null;
        var text = body is StringContent ? await body.ReadAsStringAsync() : "";
        var address = operation.Address(name => ids.ValueIn(operation.Path, name), query);
        return (await client.SendAsync(operation.Method, address, body, headers),
            ids.Ids.Values.Any(id => text.Contains(id.ToString(), StringComparison.Ordinal)));
    }

    /// <summary>All that a tenant can read of itself, by operation.</summary>
    private static async Task<Dictionary<string, string>> EverythingAsync(ApiContract contract, Belongings own)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operation in contract.Operations.Where(o => o.Method == HttpMethod.Get))
            all[operation.Name] = (await SendAsync(contract, operation, own, own.Owner)).Answer.ShouldBe(HttpStatusCode.OK).Text;
        return all;
    }

    private static StringContent Segment() => Json(new JsonObject { ["name"] = "stranger", ["filter"] = Status("new") });

    private static JsonObject Status(string status) => new() { ["field"] = "status", ["op"] = "eq", ["value"] = status };

    private static StringContent Json(JsonNode json) =>
        new(json.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
