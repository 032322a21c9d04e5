namespace Callsight.Web.Api;

/// <summary>Changes that must not undo somebody else's.</summary>
public sealed partial class ApiClient
{
    /// <summary>Puts something in the place of the version that was read; refused when it was changed meanwhile.</summary>
    public async Task<Reply<T>> ReplaceAsync<T>(string path, object body, long version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = ContentOf(body) };
        request.Headers.TryAddWithoutValidation("If-Match", App.Http.ETags.Of(version));
        await SignAsync(request);
        using var response = await http.SendAsync(request);
        return new RawReply((int)response.StatusCode, await response.Content.ReadAsStringAsync()).As<T>();
    }
}
