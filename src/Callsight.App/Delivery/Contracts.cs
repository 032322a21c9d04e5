using System.Text.Json.Nodes;

namespace Callsight.App.Delivery;

/// <summary>A file that goes with a mail.</summary>
/// <param name="Path">Where it is.</param>
public sealed record MailFile(string Name, string MediaType, string Path);

/// <summary>A mail to one person.</summary>
/// <param name="Key">Names it: the same key is the same message id, so that a repetition can be recognised.</param>
public sealed record Mail(TenantId Tenant, string Key, string To, string Subject, string Text, string? Html = null, MailFile? File = null);

/// <summary>Sends mails by SMTP, or writes them into a folder where no server is set.</summary>
public interface IMailSender
{
    /// <summary>Null when it is on its way. A problem of the kind unavailable may pass, others do not.</summary>
    Task<Problem?> SendAsync(Mail mail, CancellationToken ct);
}

/// <summary>A message to a web address, signed as Standard Webhooks have it.</summary>
/// <param name="Id">The same for each attempt.</param>
/// <param name="Secret">Begins with <c>whsec_</c>.</param>
/// <param name="Type">Such as <c>report.completed</c>.</param>
public sealed record WebhookMessage(string Id, Uri Address, string Secret, string Type, DateTimeOffset At, JsonObject Data);

/// <summary>Sends webhooks. Only to public addresses, unless the settings say otherwise.</summary>
public interface IWebhookSender
{
    /// <summary>Null when it was taken. A problem of the kind unavailable may pass, others do not.</summary>
    Task<Problem?> SendAsync(WebhookMessage message, CancellationToken ct);
}

/// <summary>Where things may be sent to.</summary>
public interface IDeliveryRules
{
    /// <summary>Whether addresses of people who are no members are allowed.</summary>
    bool AllowsOutsideRecipients { get; }

    /// <summary>Whether a web address could be sent to at all; a sentence where not.</summary>
    string? Fault(Uri webhook);
}

/// <summary>Secrets of webhooks.</summary>
public static class WebhookSecrets
{
    /// <summary>A new one: 32 random bytes.</summary>
    public static string New() => "whsec_" + Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
}
