using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Callsight.Tests.House;
using Callsight.Tests.Support;
using CsCheck;

namespace Callsight.Tests.App;

/// <summary>Every operation gets what a careless or ill-meaning client might send; the answer is never a failure of ours.</summary>
/// <remarks>
/// <c>CALLSIGHT_FUZZ_SEED</c> and <c>CALLSIGHT_FUZZ_SECONDS</c> change what is sent and for how long. The same seed sends the same
/// requests in the same order.
/// </remarks>
public sealed partial class FuzzTests(ITestOutputHelper output)
{
    private const int AtOnce = 3;

    private static readonly HashSet<string> Codes = [.. ProblemCodes.All.Select(c => c.Code)];

    [Fact]
    public async Task No_request_makes_the_product_fail_or_speak_of_its_insides()
    {
        var seed = ulong.Parse(Environment.GetEnvironmentVariable("CALLSIGHT_FUZZ_SEED") ?? "20260301", CultureInfo.InvariantCulture);
        var seconds = int.Parse(Environment.GetEnvironmentVariable("CALLSIGHT_FUZZ_SECONDS") ?? "12", CultureInfo.InvariantCulture);
        await using var host = await TestHost.StartAsync();
        var own = await Belongings.MakeAsync(host, "fuzzed");
        var contract = await ApiContract.ReadAsync(host);
        var faults = new ConcurrentQueue<string>();
        var sent = 0;

        var (random, watch) = (new PCG(1, seed), Stopwatch.StartNew());
        await Parallel.ForEachAsync(Requests(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (request, _) =>
        {
            var answer = await request.SendAsync(own.Owner);
            Interlocked.Increment(ref sent);
            if (Fault(answer) is { } fault)
                faults.Enqueue($"{fault}\n  seed {seed}: {request}\n  {(int)answer.Status} {answer.MediaType} {Short(answer.Text)}");
        });

        output.WriteLine($"{sent} requests to {contract.Operations.Count} operations, seed {seed}");
        faults.ShouldBeEmpty(string.Join('\n', host.Errors.Take(3).Select(Short)));
        sent.ShouldBeGreaterThanOrEqualTo(contract.Operations.Count);
        // What was taken in must not stop those who come after it.
        await Eventually.TrueAsync(async () => host.Errors.Count > 0 || (await own.Owner.GetAsync("/imports?limit=200")).Rows
            .All(i => i.GetProperty("status").GetString() is "completed" or "failed"), "the imports are done");
        host.Errors.ShouldBeEmpty();
        await host.CaughtUpAsync();
        using var witness = await host.RegisterAsync();
        (await witness.GetAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
        (await own.Owner.GetAsync("/event-log/parked")).Rows.Count.ShouldBe(1, "only the event that was parked on purpose");
        host.Errors.ShouldBeEmpty();

        IEnumerable<FuzzRequest> Requests()
        {
            for (var round = 0; round == 0 || watch.Elapsed < TimeSpan.FromSeconds(seconds); round++)
                foreach (var operation in contract.Operations)
                    yield return FuzzRequest.Of(operation, contract, own).Generate(random, null, out var _);
        }
    }

    private static string? Fault(ApiAnswer answer)
    {
        if ((int)answer.Status < 300)
            return null;
        if ((int)answer.Status >= 500)
            return "The product failed.";
        if (answer.MediaType != "application/problem+json")
            return "This is no problem document.";
        if (!answer.Body.TryGetProperty("code", out var code) || !Codes.Contains(code.GetString()!))
            return "The code is not documented.";
        if (!answer.Body.TryGetProperty("correlation_id", out var id) || string.IsNullOrEmpty(id.GetString()))
            return "There is no correlation id.";
        return Insides().IsMatch(answer.Text) ? "This speaks of our insides." : null;
    }

    private static string Short(string text) => text.Length <= 1_500 ? text : text[..1_500] + "…";

    /// <summary>Names of types and packages, SQL, stacks and files: nothing that the requests themselves contain.</summary>
    [GeneratedRegex(@"System\.|Microsoft\.|Callsight\.|Npgsql|DuckDB|(?i:sqlite)|SELECT |INSERT |Exception|   at |\.cs\b|/tmp/|/home/|LineNumber|BytePosition|`\d")]
    private static partial Regex Insides();
}

/// <summary>One request of the fuzz test.</summary>
internal sealed record FuzzRequest(
    HttpMethod Method, string Address, byte[]? Body, string? MediaType, IReadOnlyList<(string Name, string Value)> Headers)
{
    private static readonly Gen<int> Die = Gen.Int[0, 9];

    /// <summary>Requests to an operation: ids of the right kind mostly, and most of the rest hostile.</summary>
    public static Gen<FuzzRequest> Of(ApiOperation operation, ApiContract contract, Belongings own)
    {
        var known = Samples.Knowing(name => own.IdFor(name)?.ToString());
        var query = operation.Query.Select(p => p.Name).Append("no_such_parameter").ToArray();
        var sample = operation.Body is { } schema ? contract.Sample(schema, known) : null;
        return Gen.Select(
            Gen.Select(Die, Hostile.Text), Gen.Select(Die, Hostile.Text).Array[query.Length],
            operation.MediaType == "multipart/form-data" ? HostileForm.Any : Hostile.Spoilt(sample), Gen.Select(Die, Hostile.Header),
            (id, values, spoilt, header) =>
            {
                var asked = query.Zip(values).Select(q => (Name: q.First, Value: Value(q.First, q.Second.Item1, q.Second.Item2)))
                    .Where(q => q.Value is not null).Select(q => (q.Name, q.Value!));
                // Idempotency keys change the way a POST runs, so every other one has one.
                List<(string, string)> headers = header.Item1 < 3 ? [header.Item2] : [];
                if (operation.Method == HttpMethod.Post && id.Item1 % 2 == 0)
                    headers.Add(("Idempotency-Key", $"{operation.Name}/{values.Length}/{id.Item1}"));
                var hasBody = operation.Body is not null || header.Item1 == 9;
                return new FuzzRequest(operation.Method,
                    operation.Address(name => Id(name, id.Item1, id.Item2), asked),
                    hasBody ? spoilt.Item1 : null, spoilt.Item2, headers);
            });

        // What is there is seldom deleted, or the others would have nothing left to work on.
        // A NUL in a path does not get past the web server, which answers for itself.
        string Id(string name, int die, string hostile) => die == 9 ? Uri.EscapeDataString(hostile.Replace("\0", "", StringComparison.Ordinal))
            : operation.Method == HttpMethod.Delete && die > 0 ? "0190a000-0000-7000-8000-00000000000" + die
            : own.ValueIn(operation.Path, name);

        string? Value(string name, int die, string hostile) => name == "no_such_parameter"
            ? die == 0 ? hostile : null
            : die switch
            {
                < 3 => hostile,
                < 5 => null,
                _ => contract.Sample(operation.Query.First(p => p.Name == name).Schema, known, name)?.ToString(),
            };
    }

    public async Task<ApiAnswer> SendAsync(ApiClient client)
    {
        using var request = new HttpRequestMessage(Method, Address);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            if (MediaType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", MediaType);
        }

        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    public override string ToString() =>
        $"{Method} {Address} [{string.Join("; ", Headers.Select(h => $"{h.Name}: {h.Value}"))}] {MediaType} " +
        (Body is null ? "" : Body.Length > 500 ? $"{Encoding.UTF8.GetString(Body[..500])}… ({Body.Length} bytes)" : Encoding.UTF8.GetString(Body));
}
