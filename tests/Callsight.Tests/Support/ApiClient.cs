using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Callsight.Tests.Support;

/// <summary>Speaks to the API as a program would. Paths are those of <c>/api/v1</c>.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient http;

    public ApiClient(Uri address) => http = new HttpClient(new SocketsHttpHandler
    {
        // What the tests send on purpose is not always ASCII.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(100),
    };

    public string? AccessToken { get; private set; }
    public string? RefreshToken { get; private set; }
    public Guid TenantId { get; private set; }
    public Guid UserId { get; private set; }
    public string Email { get; private set; } = "";

    /// <summary>Goes on as whoever an answer of sign-in speaks of.</summary>
    public void SignIn(ApiAnswer session)
    {
        UseToken(session["access_token"].GetString()!);
        RefreshToken = session["refresh_token"].GetString();
        TenantId = session["tenant"].GetProperty("id").GetGuid();
        UserId = session["user"].GetProperty("id").GetGuid();
        Email = session["user"].GetProperty("email").GetString()!;
    }

    public void UseToken(string? token)
    {
        AccessToken = token;
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Posts a value as JSON; a text is sent as it is.</summary>
    public Task<ApiAnswer> PostAsync(string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public Task<ApiAnswer> PatchAsync(string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, path, body, headers);

    public Task<ApiAnswer> PutAsync(string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, body, headers);

    public Task<ApiAnswer> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, path, null, headers);

    /// <summary>Makes something and gives its id.</summary>
    public async Task<Guid> CreateAsync(string path, object body) =>
        (await PostAsync(path, body)).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();

    /// <summary>Takes a CSV file in, and waits until that is done.</summary>
    public async Task<JsonElement> ImportAsync(string csv, string mapping)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(mapping), "mapping" },
            { new StringContent(csv), "file", "rows.csv" },
        };
        var id = (await SendAsync(HttpMethod.Post, "/imports", form)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        ApiAnswer? import = null;
        await Eventually.TrueAsync(async () =>
        {
            import = await GetAsync($"/imports/{id}");
            return import["status"].GetString() is "completed" or "failed";
        }, $"import {id} is done");
        return import!.Body;
    }

    /// <summary>Waits until a report is made, or is not, and everybody who is to have it has.</summary>
    public async Task<JsonElement> ReportMadeAsync(Guid id)
    {
        ApiAnswer? report = null;
        await Eventually.TrueAsync(async () =>
        {
            report = await GetAsync($"/analytics/reports/{id}");
            return report["status"].GetString() is not ("pending" or "running")
                && (report["status"].GetString() is not "completed"
                    || report["deliveries"].EnumerateArray().All(d => d.GetProperty("status").GetString() is not "pending" || d.GetProperty("attempts").GetInt32() > 0));
        }, $"report {id} is made");
        return report!.Body;
    }

    public async Task<byte[]> BytesAsync(string path)
    {
        using var response = await http.GetAsync(new Uri("/api/v1" + path, UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/api/", StringComparison.Ordinal)
            || path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/health", StringComparison.Ordinal) || path.StartsWith("/openapi", StringComparison.Ordinal)
            ? path : "/api/v1" + path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return new ApiAnswer(
            response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.ToString(), response.Headers.Location?.OriginalString)
        {
            Headers = response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
        };
    }

    public void Dispose() => http.Dispose();
}

/// <summary>An answer of the API.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, string? MediaType, string? ETag, string? Location)
{
    private JsonElement? body;

    /// <summary>The headers of the answer, but those of its body.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public JsonElement Body => body ??= JsonElement.Parse(Text);

    public JsonElement this[string property] => Body.GetProperty(property);

    /// <summary>The code of a problem; null for a success.</summary>
    public string? Code => (int)Status < 400 ? null : this["code"].GetString();

    /// <summary>The rows of a page.</summary>
    public List<JsonElement> Rows => [.. this["data"].EnumerateArray()];

    /// <summary>The fields that a problem names.</summary>
    public List<string> Fields => Body.TryGetProperty("errors", out var errors)
        ? [.. errors.EnumerateArray().Select(e => e.GetProperty("field").GetString()!)]
        : [];

    /// <summary>What a problem says of a field.</summary>
    public string Message(string field) => Body.GetProperty("errors").EnumerateArray()
        .Single(e => e.GetProperty("field").GetString() == field).GetProperty("message").GetString()!;

    public override string ToString() => $"{(int)Status} {Text}";

    public ApiAnswer ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    public ApiAnswer ShouldBe(HttpStatusCode status, string code)
    {
        ShouldBe(status).Code.ShouldBe(code, Text);
        return this;
    }
}
