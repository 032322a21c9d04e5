using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Callsight.App.Delivery;

internal sealed class SendWebhook : IWebhookSender, IDisposable
{
    private readonly HttpClient http;
    private readonly IDeliveryRules rules;
    private readonly TimeProvider clock;
    private readonly ILogger<SendWebhook> logger;

    public SendWebhook(IOptions<DeliveryOptions> delivery, IDeliveryRules rules, TimeProvider clock, ILogger<SendWebhook> logger)
    {
        (this.rules, this.clock, this.logger) = (rules, clock, logger);
        http = new HttpClient(new SocketsHttpHandler
        {
            // A redirection or a proxy could lead where the address itself may not.
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectCallback = delivery.Value.AllowPrivateAddresses ? null : ConnectToPublicAsync,
        })
        { Timeout = TimeSpan.FromSeconds(delivery.Value.TimeoutSeconds) };
    }

    public async Task<Problem?> SendAsync(WebhookMessage message, CancellationToken ct)
    {
        if (rules.Fault(message.Address) is { } fault)
            return new Problem("webhook.address", fault);
        var body = new JsonObject
        {
            ["type"] = message.Type,
            ["timestamp"] = message.At.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["data"] = message.Data.DeepClone(),
        }.ToJsonString();
        var second = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("webhook-id", message.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", second);
        request.Headers.TryAddWithoutValidation("webhook-signature", Sign(message.Secret, message.Id, second, body));
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.IsSuccessStatusCode)
                return null;
            return answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)answer.StatusCode >= 500
                ? new Problem("webhook.unavailable", "The webhook cannot take messages at the moment.", ProblemKind.Unavailable)
                : new Problem("webhook.refused", $"The webhook answered {(int)answer.StatusCode}; it must answer 200 to 299.");
        }
        catch (PrivateAddressException)
        {
            return new Problem("webhook.address", "This address is not a public one.");
        }
        catch (HttpRequestException failure) when (failure.InnerException is PrivateAddressException)
        {
            return new Problem("webhook.address", "This address is not a public one.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            logger.LogWarning(failure, "A webhook could not be reached");
            return new Problem("webhook.unavailable", "The webhook cannot be reached at the moment.", ProblemKind.Unavailable);
        }
    }

    /// <summary>As Standard Webhooks sign: HMAC-SHA256 of <c>id.timestamp.body</c>, with the bytes of the secret.</summary>
    internal static string Sign(string secret, string id, string second, string body)
    {
        var key = Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{second}.{body}")));
    }

    public void Dispose() => http.Dispose();

    /// <summary>Connects to the very address that was looked at: a name may mean another one a moment later.</summary>
    private static async ValueTask<Stream> ConnectToPublicAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (addresses.Length == 0 || !addresses.All(PublicAddress.Is))
            throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class PrivateAddressException : IOException;
}
