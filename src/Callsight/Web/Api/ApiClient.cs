using System.Net.Http.Headers;
using Callsight.Web.Session;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Callsight.Web.Api;

/// <summary>
/// The product's API as the pages know it, called with the signed-in person's token: rights, isolation and figures have one way. What a
/// first view asked is handed on to the page that takes over, which therefore shows the same at once.
/// </summary>
public sealed partial class ApiClient : IDisposable
{
    private const string Kept = "answers";

    private readonly ApiPipeline pipeline;
    private readonly HttpClient http;
    private readonly CurrentSession session;
    private readonly TimeProvider clock;
    private readonly PersistingComponentStateSubscription persisting;
    private readonly Dictionary<string, RawReply> handedOver;
    private readonly bool isFirstView;
    private readonly Dictionary<string, RawReply> asked = []; // In the first view only: a page that is open all day keeps no answers.

    internal ApiClient(ApiPipeline pipeline, CurrentSession session, PersistentComponentState state, TimeProvider clock)
    {
        http = new HttpClient(pipeline, disposeHandler: false) { BaseAddress = new Uri("http://localhost/api/v1/") };
        (this.pipeline, this.session, this.clock) = (pipeline, session, clock);
        isFirstView = !state.TryTakeFromJson<Dictionary<string, RawReply>>(Kept, out var known);
        handedOver = known ?? [];
        persisting = state.RegisterOnPersisting(() =>
        {
            state.PersistAsJson(Kept, asked);
            return Task.CompletedTask;
        }, RenderMode.InteractiveServer);
    }

    public void Dispose()
    {
        persisting.Dispose();
        http.Dispose();
    }

    /// <summary>Reads what stands at an address below <c>/api/v1/</c>.</summary>
    public async Task<Reply<T>> GetAsync<T>(string path) => (await ReadAsync(HttpMethod.Get, path, null)).As<T>();

    /// <summary>Asks a question that is too long for an address; it changes nothing.</summary>
    public async Task<Reply<T>> AskAsync<T>(string path, object question) => (await ReadAsync(HttpMethod.Post, path, question)).As<T>();

    /// <summary>Changes something.</summary>
    public async Task<Reply<T>> SendAsync<T>(HttpMethod method, string path, object? body = null)
    {
        if (path.StartsWith(MetricsPath, StringComparison.Ordinal))
            metrics = null;
        return (await CallAsync(method, path, ContentOf(body))).As<T>();
    }

    /// <summary>Sends a form, such as a file to import.</summary>
    public async Task<Reply<T>> SendFormAsync<T>(string path, MultipartFormDataContent form) =>
        (await CallAsync(HttpMethod.Post, path, form)).As<T>();

    /// <summary>Opens a stream of messages, which ends with the token: the messages, or why there are none.</summary>
    internal async Task<Reply<Stream>> OpenAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(http.BaseAddress!, path));
        await SignAsync(request);
        var response = await pipeline.OpenAsync(request, ct);
        return response.IsSuccessStatusCode
            ? new Reply<Stream>(await response.Content.ReadAsStreamAsync(ct), null)
            : new RawReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct)).As<Stream>();
    }

    private async Task<RawReply> ReadAsync(HttpMethod method, string path, object? question)
    {
        var content = ContentOf(question);
        var key = content is null ? path : $"{path} {await content.ReadAsStringAsync()}";
        if (handedOver.Remove(key, out var known))
            return known;
        var reply = await CallAsync(method, path, content);
        if (isFirstView)
            asked[key] = reply;
        return reply;
    }

    private async Task<RawReply> CallAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        await SignAsync(request);
        using var response = await http.SendAsync(request);
        return new RawReply((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task SignAsync(HttpRequestMessage request)
    {
        if (await session.FindAsync() is { } signedIn)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.View.AccessToken);
    }

    private static JsonContent? ContentOf(object? body) =>
        body is null ? null : JsonContent.Create(body, body.GetType(), options: RawReply.Shape);
}
