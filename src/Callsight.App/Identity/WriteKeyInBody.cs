using System.Text.Json;
using Callsight.App.Http;

namespace Callsight.App.Identity;

/// <summary>Finds the API key in the body, on routes where clients may put it there and sent none in a header.</summary>
internal sealed class WriteKeyInBody(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<TakesWriteKey>() is { } route
            && context.Request.Headers.Authorization.Count == 0 && context.Request.Headers["X-API-Key"].Count == 0)
        {
            context.Request.EnableBuffering(bufferThreshold: route.MostBytes, bufferLimit: 2L * route.MostBytes);
            using (var body = await PooledBody.ReadAsync(context.Request, route.MostBytes, context.RequestAborted))
                if (body is not null && Find(body.Bytes.Span) is { } key)
                    context.Request.Headers["X-API-Key"] = key;
            context.Request.Body.Position = 0;
        }

        await next(context);
    }

    private static string? Find(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    var isKey = reader.ValueTextEquals("writeKey"u8);
                    reader.Read();
                    if (isKey && reader.TokenType == JsonTokenType.String)
                        return reader.GetString();
                    reader.Skip();
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Whoever reads the body for good says what is wrong with it.
        }

        return null;
    }
}
