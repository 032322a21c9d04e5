namespace Callsight.App.Identity;

/// <summary>What a caller may do. A route names the one it needs; roles and API keys are sets of them.</summary>
public static class Permissions
{
    public const string TenantRead = "tenant:read";
    public const string TenantWrite = "tenant:write";
    public const string MembersRead = "members:read";
    public const string MembersWrite = "members:write";
    public const string ApiKeysWrite = "api_keys:write";
    public const string AgentsRead = "agents:read";
    public const string AgentsWrite = "agents:write";
    public const string AvailabilityWrite = "availability:write";
    public const string LeadsRead = "leads:read";
    public const string LeadsWrite = "leads:write";
    public const string LeadsDelete = "leads:delete";
    public const string CallsRead = "calls:read";
    public const string CallsWrite = "calls:write";
    public const string CallsDelete = "calls:delete";
    public const string CampaignsRead = "campaigns:read";
    public const string CampaignsWrite = "campaigns:write";
    public const string AnalyticsRead = "analytics:read";
    public const string AnalyticsWrite = "analytics:write";
    public const string EventsWrite = "events:write";
    public const string ImportsRead = "imports:read";
    public const string ImportsWrite = "imports:write";
    public const string PrivacyWrite = "privacy:write";
    public const string OperationsWrite = "operations:write";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. typeof(Permissions).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];
}
