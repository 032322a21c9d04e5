using System.Net;
using Microsoft.Extensions.Options;

namespace Callsight.App.Delivery;

internal sealed class DeliveryRules(IOptions<DeliveryOptions> options) : IDeliveryRules
{
    public bool AllowsOutsideRecipients => options.Value.AllowOutsideRecipients;

    public string? Fault(Uri webhook)
    {
        if (options.Value.AllowPrivateAddresses)
            return webhook.Scheme is "https" or "http" ? null : "A webhook is an https address.";
        if (webhook.Scheme is not "https")
            return "A webhook is an https address.";
        return IPAddress.TryParse(webhook.DnsSafeHost, out var address) && !PublicAddress.Is(address)
            ? "This address is not a public one."
            : null;
    }
}
