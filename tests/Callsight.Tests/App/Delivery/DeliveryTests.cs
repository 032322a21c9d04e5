using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Callsight.App.Delivery;
using Callsight.App.Reporting.Reports;
using Callsight.Tests.App.Reporting;
using Callsight.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SmtpServer.Protocol;

namespace Callsight.Tests.App.Delivery;

public sealed class DeliveryTests
{
    [Fact]
    public async Task A_mail_goes_by_SMTP_with_its_file_and_is_tried_again_later_when_the_server_is_busy()
    {
        await using var server = new LoopbackMail { Answer = SmtpResponse.MailboxUnavailable };
        server.Answer = new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "busy");
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(clock, null, "--Delivery:SmtpHost=127.0.0.1", $"--Delivery:SmtpPort={server.Port}", "--Delivery:SmtpSecurity=none");
        using var owner = await ReportSteps.CallCentreAsync(host);
        var custom = (await owner.CreateCustomAsync(new { period = "last_30_days", format = "csv", recipients = new[] { owner.Email } })).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        var id = (await owner.PostAsync($"/analytics/custom-reports/{custom}/send", null)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        var delivery = (await owner.ReportMadeAsync(id)).GetProperty("deliveries")[0];
        (delivery.GetProperty("status").GetString(), delivery.GetProperty("attempts").GetInt32()).ShouldBe(("pending", 1));
        server.Messages.ShouldBeEmpty();

        server.Answer = SmtpResponse.Ok;
        clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.TrueAsync(async () => (await owner.GetAsync($"/analytics/reports/{id}"))["deliveries"][0].GetProperty("status").GetString() == "sent", "it is sent");
        var (to, text) = server.Messages.ShouldHaveSingleItem();
        to.ShouldBe(owner.Email);
        text.ShouldContain("Calls: 5");
        text.ShouldContain("text/csv");
        text.ShouldContain("Auto-Submitted: auto-generated");
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_good_is_not_tried_again()
    {
        await using var server = new LoopbackMail { Answer = SmtpResponse.MailboxUnavailable };
        await using var host = await TestHost.StartAsync(null, null, "--Delivery:SmtpHost=127.0.0.1", $"--Delivery:SmtpPort={server.Port}", "--Delivery:SmtpSecurity=none");
        using var owner = await ReportSteps.CallCentreAsync(host);
        var custom = (await owner.CreateCustomAsync(new { recipients = new[] { owner.Email } })).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        var id = (await owner.PostAsync($"/analytics/custom-reports/{custom}/send", null)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        (await owner.ReportMadeAsync(id)).GetProperty("deliveries")[0].GetProperty("status").GetString().ShouldBe("failed");
    }

    /// <summary>The example of the specification of Standard Webhooks.</summary>
    [Fact]
    public void A_webhook_is_signed_as_Standard_Webhooks_have_it() => SendWebhook.Sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}")
        .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public async Task A_webhook_brings_the_figures_and_can_be_checked_with_the_secret()
    {
        var received = new ConcurrentQueue<(Dictionary<string, string> Headers, string Body)>();
        await using var receiver = await ReceiverAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            // The server uses its headers again for the next request.
            var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            received.Enqueue((headers, await reader.ReadToEndAsync()));
        });
        await using var host = await TestHost.StartAsync(null, null, "--Delivery:AllowPrivateAddresses=true");
        using var owner = await ReportSteps.CallCentreAsync(host);
        var custom = (await owner.CreateCustomAsync(new { period = "last_3000_days", recipients = new[] { receiver.Urls.First() + "/hook" } })).ShouldBe(HttpStatusCode.Created);
        var id = (await owner.PostAsync($"/analytics/custom-reports/{custom["id"].GetGuid()}/send", null)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        (await owner.ReportMadeAsync(id)).GetProperty("deliveries")[0].GetProperty("status").GetString().ShouldBe("sent");

        var (headers, body) = received.ShouldHaveSingleItem();
        var key = Convert.FromBase64String(custom["webhook_secret"].GetString()!["whsec_".Length..]);
        headers["webhook-signature"].ShouldBe("v1," + Convert.ToBase64String(HMACSHA256.HashData(
            key, Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}"))));
        var json = JsonElement.Parse(body);
        json.GetProperty("type").GetString().ShouldBe("report.completed");
        json.GetProperty("data").GetProperty("report_id").GetGuid().ShouldBe(id);
        json.GetProperty("data").GetProperty("figures")[0].GetProperty("value").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task A_webhook_that_leads_elsewhere_is_not_followed()
    {
        await using var receiver = await ReceiverAsync(context =>
        {
            context.Response.Redirect("http://127.0.0.1/elsewhere");
            return Task.CompletedTask;
        });
        await using var host = await TestHost.StartAsync(null, null, "--Delivery:AllowPrivateAddresses=true");
        using var owner = await ReportSteps.CallCentreAsync(host);
        var custom = (await owner.CreateCustomAsync(new { recipients = new[] { receiver.Urls.First() } })).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        var id = (await owner.PostAsync($"/analytics/custom-reports/{custom}/send", null)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        (await owner.ReportMadeAsync(id)).GetProperty("deliveries")[0].GetProperty("status").GetString().ShouldBe("failed");
    }

    [Fact]
    public async Task A_name_that_means_a_private_address_is_not_connected_to()
    {
        var host = await TestHost.SharedAsync();
        using var owner = await ReportSteps.CallCentreAsync(host);
        var custom = (await owner.CreateCustomAsync(new { recipients = new[] { "https://localhost:9/hook" } })).ShouldBe(HttpStatusCode.Created)["id"].GetGuid();
        var id = (await owner.PostAsync($"/analytics/custom-reports/{custom}/send", null)).ShouldBe(HttpStatusCode.Accepted)["id"].GetGuid();
        var delivery = (await owner.ReportMadeAsync(id)).GetProperty("deliveries")[0];
        (delivery.GetProperty("status").GetString(), delivery.GetProperty("detail").GetString()).ShouldBe(("failed", "This address is not a public one."));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    public void Addresses_of_the_internet_are_told_from_all_others(string address, bool isPublic) =>
        PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(isPublic);

    private static async Task<WebApplication> ReceiverAsync(Func<HttpContext, Task> take)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(context => take(context));
        await app.StartAsync();
        return app;
    }
}
