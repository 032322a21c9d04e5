namespace Callsight.App.Identity;

/// <summary>The five fixed roles, from most to least.</summary>
public static class Roles
{
    public const string Owner = "owner";
    public const string Admin = "admin";
    public const string Supervisor = "supervisor";
    public const string Analyst = "analyst";
    public const string Agent = "agent";

    /// <summary>What each role may do.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> PermissionsOf { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            [Owner] = Permissions.All,
            [Admin] = Permissions.All,
            [Supervisor] =
            [
                Permissions.TenantRead, Permissions.MembersRead, Permissions.AgentsRead, Permissions.AgentsWrite,
                Permissions.AvailabilityWrite, Permissions.LeadsRead, Permissions.LeadsWrite, Permissions.LeadsDelete,
                Permissions.CallsRead, Permissions.CallsWrite, Permissions.CallsDelete, Permissions.CampaignsRead,
                Permissions.CampaignsWrite, Permissions.AnalyticsRead,
                Permissions.AnalyticsWrite, Permissions.EventsWrite, Permissions.ImportsRead, Permissions.ImportsWrite,
            ],
            [Analyst] =
            [
                Permissions.TenantRead, Permissions.AgentsRead, Permissions.LeadsRead, Permissions.CallsRead,
                Permissions.CampaignsRead, Permissions.AnalyticsRead, Permissions.AnalyticsWrite, Permissions.ImportsRead,
            ],
            [Agent] =
            [
                Permissions.TenantRead, Permissions.AgentsRead, Permissions.AvailabilityWrite, Permissions.LeadsRead,
                Permissions.LeadsWrite, Permissions.CallsRead, Permissions.CallsWrite, Permissions.CampaignsRead,
            ],
        };
}
