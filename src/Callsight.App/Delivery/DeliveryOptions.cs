using System.ComponentModel.DataAnnotations;

namespace Callsight.App.Delivery;

/// <summary>Mail and webhooks.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Delivery";

    /// <summary>The SMTP server; where none is named, mails are written as <c>.eml</c> files into <c>outbox</c> of the data folder.</summary>
    public string? SmtpHost { get; set; }

    /// <summary>Its port.</summary>
    [Range(1, 65_535)]
    public int SmtpPort { get; set; } = 587;

    /// <summary>How the connection is encrypted: <c>starttls</c> (required), <c>tls</c> from the start, <c>auto</c> where offered, <c>none</c>.</summary>
    [RegularExpression("^(auto|none|starttls|tls)$", ErrorMessage = "This is auto, none, starttls or tls.")]
    public string SmtpSecurity { get; set; } = "starttls";

    /// <summary>Who signs in at the server; nobody where not said.</summary>
    public string? SmtpUser { get; set; }

    /// <summary>The password for it.</summary>
    public string? SmtpPassword { get; set; }

    /// <summary>Whom mails are from.</summary>
    [Required]
    public string From { get; set; } = "Callsight <callsight@localhost>";

    /// <summary>How long a server may take, in seconds.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Whether reports may go to e-mail addresses of people who are no members of the tenant.</summary>
    public bool AllowOutsideRecipients { get; set; }

    /// <summary>Whether webhooks may go to private addresses and without encryption: for tests and closed networks.</summary>
    public bool AllowPrivateAddresses { get; set; }
}
