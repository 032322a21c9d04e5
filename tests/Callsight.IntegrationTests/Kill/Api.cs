using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Callsight.IntegrationTests.Kill;

/// <summary>A client that takes its word back from nobody: it repeats a request until it is answered.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient client;

    public Api(Uri address) => client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };

    public void Dispose() => client.Dispose();

    public async Task RegisterAsync()
    {
        var session = await InsistAsync(HttpMethod.Post, "auth/register", () => JsonContent.Create(new
        {
            tenant_name = "Kill",
            email = "owner@example.com",
            password = "a long enough password 1",
        }));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)session["access_token"]!);
    }

    public Task<JsonObject> GetAsync(string path) => InsistAsync(HttpMethod.Get, path, () => null);

    public Task<JsonObject> PostAsync(string path, object body, string? key = null) =>
        InsistAsync(HttpMethod.Post, path, () => JsonContent.Create(body), key);

    /// <summary>Sends the same again while nobody answers, or the product says that it cannot at the moment.</summary>
    public async Task<JsonObject> InsistAsync(HttpMethod method, string path, Func<HttpContent?> body, string? key = null)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body() };
                if (key is not null)
                    request.Headers.Add("Idempotency-Key", key);
                using var answer = await client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                    return JsonNode.Parse(text)!.AsObject();
                var isForNow = answer.StatusCode is HttpStatusCode.ServiceUnavailable
                    || text.Contains("idempotency.in_progress", StringComparison.Ordinal);
                isForNow.ShouldBeTrue($"{method} {path} was answered {(int)answer.StatusCode}: {text}");
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
            {
                // Killed before it answered.
            }

            await Task.Delay(50);
        }
    }

    /// <summary>All rows of a list, page by page.</summary>
    public async Task<List<JsonObject>> ListAsync(string path)
    {
        var rows = new List<JsonObject>();
        string? cursor = null;
        do
        {
            var page = await GetAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "limit=200"
                + (cursor is null ? "" : $"&cursor={cursor}"));
            rows.AddRange(page["data"]!.AsArray().Select(row => row!.AsObject()));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        return rows;
    }

    /// <summary>Figures of yesterday until tomorrow.</summary>
    public async Task<JsonObject> TotalsAsync(params string[] metrics)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var answer = await PostAsync("analytics/query", new
        {
            metrics,
            start_date = today.AddDays(-1).ToString("O", CultureInfo.InvariantCulture),
            end_date = today.AddDays(1).ToString("O", CultureInfo.InvariantCulture),
        });
        return answer["totals"]!.AsObject();
    }
}
