using System.Net.Sockets;
using Callsight.App.Data;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Callsight.App.Delivery;

internal sealed class SendMail(
    IOptions<DeliveryOptions> delivery, IOptions<StoreOptions> store, TimeProvider clock, ILogger<SendMail> logger) : IMailSender
{
    public async Task<Problem?> SendAsync(Mail mail, CancellationToken ct)
    {
        if (!MailboxAddress.TryParse(mail.To, out var to) || !MailboxAddress.TryParse(delivery.Value.From, out var from))
            return new Problem("mail.address", "This is no e-mail address that mail can be sent to.");
        using var message = await MessageAsync(mail, from, to, ct);
        try
        {
            if (string.IsNullOrEmpty(delivery.Value.SmtpHost))
                await WriteAsync(mail, message, ct);
            else
                await SendAsync(message, delivery.Value, ct);
            return null;
        }
        catch (SmtpCommandException refused) when ((int)refused.StatusCode >= 500)
        {
            logger.LogWarning(refused, "A mail of tenant {Tenant} was refused", mail.Tenant);
            return new Problem("mail.refused", "The mail server refused this mail or its recipient.") { Cause = refused };
        }
        catch (Exception failure) when (failure is SmtpCommandException or SmtpProtocolException or IOException or SocketException
            or AuthenticationException or SslHandshakeException or ServiceNotConnectedException or TimeoutException or NotSupportedException
            || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            logger.LogWarning(failure, "A mail of tenant {Tenant} could not be sent", mail.Tenant);
            return new Problem("mail.unavailable", "The mail server cannot be used at the moment.", ProblemKind.Unavailable)
            {
                Cause = failure,
            };
        }
    }

    private static async Task SendAsync(MimeMessage message, DeliveryOptions options, CancellationToken ct)
    {
        using var smtp = new SmtpClient { Timeout = options.TimeoutSeconds * 1_000 };
        await smtp.ConnectAsync(options.SmtpHost!, options.SmtpPort, options.SmtpSecurity switch
        {
            "none" => SecureSocketOptions.None,
            "tls" => SecureSocketOptions.SslOnConnect,
            "auto" => SecureSocketOptions.StartTlsWhenAvailable,
            _ => SecureSocketOptions.StartTls,
        }, ct);
        if (!string.IsNullOrEmpty(options.SmtpUser))
            await smtp.AuthenticateAsync(options.SmtpUser, options.SmtpPassword ?? "", ct);
        await smtp.SendAsync(message, ct);
        await smtp.DisconnectAsync(quit: true, ct);
    }

    /// <summary>The same mail again is the same file.</summary>
    private async Task WriteAsync(Mail mail, MimeMessage message, CancellationToken ct)
    {
        var folder = Path.Combine(store.Value.DataFolder, "outbox", mail.Tenant.ToString());
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{NamedId.Of(mail.Key):n}.eml");
        await using (var file = File.Create(path + ".part"))
            await message.WriteToAsync(file, ct);
        File.Move(path + ".part", path, overwrite: true);
    }

    private async Task<MimeMessage> MessageAsync(Mail mail, MailboxAddress from, MailboxAddress to, CancellationToken ct)
    {
        var body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html };
        if (mail.File is { } file)
            body.Attachments.Add(file.Name, await File.ReadAllBytesAsync(file.Path, ct), ContentType.Parse(file.MediaType));
        var message = new MimeMessage { Subject = mail.Subject, Body = body.ToMessageBody(), Date = clock.GetUtcNow() };
        message.From.Add(from);
        message.To.Add(to);
        message.MessageId = $"{NamedId.Of(mail.Key):n}@{from.Domain}";
        // Out-of-office replies to a machine help nobody.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
