using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Callsight.Web.Api;

/// <summary>The product's own pipeline, as the pages call it: every request passes the same sign-in, rights and checks as one from outside.</summary>
internal sealed class ApiPipeline(IServiceScopeFactory scopes) : HttpMessageHandler
{
    private RequestDelegate? pipeline;

    /// <summary>Keeps the way a request takes from here on.</summary>
    public RequestDelegate Keep(RequestDelegate next) => pipeline = next;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new MemoryStream();
        await using var scope = scopes.CreateAsyncScope();
        var context = await ContextOfAsync(request, new StreamResponseBodyFeature(answer), scope, cancellationToken);
        // Away from the circuit, so that one page's questions are worked on side by side and never hold up its screen.
        await Task.Run(() => pipeline!(context), cancellationToken);
        answer.Position = 0;
        return ResponseOf(request, context, answer);
    }

    /// <summary>Sends a request whose answer goes on until one side has enough; it ends with the token.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var pipe = new Pipe();
        var body = new OpenBody(pipe.Writer.AsStream(leaveOpen: true));
        var scope = scopes.CreateAsyncScope();
        var context = await ContextOfAsync(request, body, scope, ct);
        var running = Task.Run(RunAsync, CancellationToken.None);
        if (await Task.WhenAny(body.Started, running) == running)
            await running;
        return ResponseOf(request, context, pipe.Reader.AsStream());

        async Task RunAsync()
        {
            try
            {
                await pipeline!(context);
            }
            finally
            {
                await pipe.Writer.CompleteAsync();
                await scope.DisposeAsync();
            }
        }
    }

    private static async Task<DefaultHttpContext> ContextOfAsync(
        HttpRequestMessage request, IHttpResponseBodyFeature answer, AsyncServiceScope scope, CancellationToken ct)
    {
        var body = request.Content is null ? Stream.Null : await request.Content.ReadAsStreamAsync(ct);
        return new DefaultHttpContext(FeaturesOf(request, body, answer, ct)) { RequestServices = scope.ServiceProvider };
    }

    private static HttpResponseMessage ResponseOf(HttpRequestMessage request, HttpContext context, Stream body)
    {
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)context.Response.StatusCode)
        {
            RequestMessage = request,
            Content = new StreamContent(body),
        };
        foreach (var (name, values) in context.Response.Headers)
            if (!response.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                response.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        return response;
    }

    private static FeatureCollection FeaturesOf(
        HttpRequestMessage request, Stream body, IHttpResponseBodyFeature answer, CancellationToken ct)
    {
        var headers = new HeaderDictionary { ["Host"] = "localhost" };
        foreach (var (name, values) in request.Headers)
            headers[name] = values.ToArray();
        foreach (var (name, values) in request.Content?.Headers.AsEnumerable() ?? [])
            headers[name] = values.ToArray();
        if (request.Content?.Headers.ContentLength is { } length)
            headers.ContentLength = length;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = request.Method.Method,
            Scheme = "http",
            Protocol = "HTTP/1.1",
            Path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath),
            QueryString = request.RequestUri.Query,
            Headers = headers,
            Body = body,
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set(answer);
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(request.Content is not null));
        features.Set<IHttpMaxRequestBodySizeFeature>(new BodySize());
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = ct });
        return features;
    }

    /// <summary>A body that is in this process already; the route may say how much it takes, as of one from outside.</summary>
    private sealed class BodySize : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;

    /// <summary>A body that says when the first of it may be read.</summary>
    private sealed class OpenBody(Stream body) : StreamResponseBodyFeature(body)
    {
        private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => started.Task;

        public override async Task StartAsync(CancellationToken token = default)
        {
            await base.StartAsync(token);
            started.TrySetResult();
        }
    }
}
