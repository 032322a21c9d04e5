using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.App.Http;

namespace Callsight.App.Reporting.Alerts;

/// <summary>Whom an alert tells when an incident begins and when it is over.</summary>
/// <param name="Live">Whether its owner is told at once where connected (topic <c>notifications</c>).</param>
/// <param name="Roles">Roles whose members are told so as well, if they may see figures.</param>
/// <param name="Email">E-mail addresses of members.</param>
/// <param name="Webhook">An https address; messages are signed as Standard Webhooks have it.</param>
public sealed record AlertChannels(
    bool? Live, [property: MaxLength(5), ShortTexts(20)] IReadOnlyList<string>? Roles,
    [property: MaxLength(20), ShortTexts(254)] IReadOnlyList<string>? Email, [property: MaxLength(500)] string? Webhook) : IValidated
{
    internal static string Write(AlertChannels channels) => JsonSerializer.Serialize(channels, JsonShape.Api);

    internal static AlertChannels Read(string json) => JsonSerializer.Deserialize<AlertChannels>(json, JsonShape.Api)!;
}

/// <summary>An alert to keep: all of it is replaced by a change.</summary>
/// <param name="Metric">A metric's name, with a threshold or a version behind an @ where it has one.</param>
/// <param name="Filter">Which rows count; all where not said.</param>
/// <param name="Interval">What is looked at each time, in the tenant's zone.</param>
/// <param name="MinDenominator">For ratios: how many things it takes for a verdict, such as 20 calls.</param>
/// <param name="Enabled">True where not said.</param>
public sealed record AlertRequest(
    [property: Required, MaxLength(Alert.MaxNameLength)] string Name, [property: Required, MaxLength(100)] string Metric,
    JsonElement? Filter, [property: Required] AlertCondition Condition, [property: Required] AlertInterval? Interval,
    [property: Range(1, 1e9)] decimal? MinDenominator, AlertChannels? Channels, bool? Enabled) : IValidated
{
    internal AlertDefinition ToDefinition() => new(Metric, Filter, Condition, Interval!.Value, MinDenominator);

    internal AlertChannels ToChannels() => Channels ?? new AlertChannels(null, null, null, null);
}

/// <summary>An alert to try on the past before it is kept.</summary>
/// <param name="Metric">A metric's name, with a threshold or a version behind an @ where it has one.</param>
/// <param name="Filter">Which rows count; all where not said.</param>
/// <param name="MinDenominator">For ratios: how many things it takes for a verdict.</param>
public sealed record AlertPreviewRequest(
    [property: Required, MaxLength(100)] string Metric, JsonElement? Filter, [property: Required] AlertCondition Condition,
    [property: Required] AlertInterval? Interval, [property: Range(1, 1e9)] decimal? MinDenominator) : IValidated
{
    internal AlertDefinition ToDefinition() => new(Metric, Filter, Condition, Interval!.Value, MinDenominator);
}

/// <summary>An alert as the API shows it.</summary>
/// <param name="State">How it stands; <paramref name="StateDetail"/> says more where there is more to say.</param>
/// <param name="Recent">The last figures, oldest first, null where there was none.</param>
/// <param name="OpenIncidentId">The incident that is going on.</param>
/// <param name="NextDueAt">When the interval that is running will be looked at.</param>
/// <param name="WebhookSecret">Shown when the alert is made or its secret renewed, never again.</param>
public sealed record AlertView(
    Id<Alert> Id, string Name, string Metric, JsonElement? Filter, AlertCondition Condition, AlertInterval Interval,
    decimal? MinDenominator, AlertChannels Channels, bool Enabled, AlertState State, string? StateDetail, IReadOnlyList<decimal?> Recent,
    Guid? OpenIncidentId, DateTimeOffset? EvaluatedAt, DateTimeOffset? NextDueAt, Guid? OwnerId, string? WebhookSecret,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version) : IVersionedView
{
    internal static AlertView From(Alert a, Guid? openIncident, string? secret = null)
    {
        var definition = a.ReadDefinition();
        return new AlertView(
            a.Id, a.Name, definition.Metric, definition.Filter, definition.Condition, definition.Interval, definition.MinDenominator,
            a.ReadChannels(), a.Enabled, a.State, a.StateDetail, JsonSerializer.Deserialize<List<decimal?>>(a.Recent)!, openIncident,
            a.EvaluatedAt, a.NextDueAt, a.OwnerId, secret, a.CreatedAt, a.UpdatedAt, a.Version);
    }
}
