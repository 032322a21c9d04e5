using System.ComponentModel.DataAnnotations;
using Callsight.App.Delivery;
using Callsight.App.Identity;

namespace Callsight.App.Reporting.Reports;

/// <summary>Who may be sent figures: members with the rights of their role at that moment, webhooks, and others where that is allowed.</summary>
internal sealed class Recipients(IMembers members, IDeliveryRules rules)
{
    private static readonly EmailAddressAttribute Email = new();

    /// <summary>The web address a recipient stands for; null where it is an e-mail address.</summary>
    public static Uri? WebAddress(string recipient) =>
        recipient.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(recipient, UriKind.Absolute, out var address) ? address : null;

    /// <summary>Why nothing could ever be sent there; null where it could.</summary>
    public async Task<string?> FaultAsync(string recipient, CancellationToken ct)
    {
        if (WebAddress(recipient) is { } address)
            return rules.Fault(address);
        if (!Email.IsValid(recipient))
            return "A recipient is an e-mail address, or the https address of a webhook.";
        var member = await members.FindAsync(recipient, ct);
        if (member is null)
            return rules.AllowsOutsideRecipients ? null : "This is no member of the tenant, and reports do not leave it.";
        return member.May(Permissions.AnalyticsRead) ? null : "The role of this member does not include reports.";
    }

    /// <summary>Why a recipient may not have it now; null where they may.</summary>
    public async Task<string?> RefusalAsync(string recipient, Member? owner, CancellationToken ct)
    {
        if (WebAddress(recipient) is null && await members.FindAsync(recipient, ct) is { } member)
            return member.May(Permissions.AnalyticsRead) ? null : "The role of this member does not include reports.";
        if (WebAddress(recipient) is null && !rules.AllowsOutsideRecipients)
            return "This is no member of the tenant, and reports do not leave it.";
        // What goes out goes in the owner's name.
        return owner is not null && !owner.May(Permissions.AnalyticsRead) ? "The owner may no longer see it." : null;
    }
}
