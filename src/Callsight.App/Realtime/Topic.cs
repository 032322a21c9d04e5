using System.Text.RegularExpressions;
using Callsight.App.Identity;

namespace Callsight.App.Realtime;

/// <summary>What a client follows, such as <c>lead:{id}</c> or <c>events:call_ended</c>.</summary>
/// <param name="Kind">What stands before the colon.</param>
/// <param name="Of">What stands behind it; empty for none.</param>
internal sealed partial record Topic(string Kind, string Of)
{
    public const string Events = "events";
    public const string Agent = "agent";
    public const string Campaign = "campaign";
    public const string Lead = "lead";
    public const string Notifications = "notifications";

    public const int MostLetters = 150;

    public string Text => Of.Length == 0 ? Kind : $"{Kind}:{Of}";

    /// <summary>The id behind the colon; null where it is none.</summary>
    public Guid? Id => Guid.TryParseExact(Of, "d", out var id) ? id : null;

    /// <summary>Whether events of the log come by it.</summary>
    public bool TellsEvents => Kind is Events or Agent or Campaign or Lead;

    public static Topic? Parse(string? text)
    {
        if (text is null || text.Length > MostLetters || !Form().IsMatch(text))
            return null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new Topic(text, "")
            : Guid.TryParse(text[(colon + 1)..], out var id) ? new Topic(text[..colon], id.ToString())
            : new Topic(text[..colon], text[(colon + 1)..]);
    }

    /// <summary>The topics an event belongs to, from the most to the least special.</summary>
    public static IEnumerable<string> NamesOf(CatalogueEvent e)
    {
        if (e.LeadId is { } lead)
            yield return $"{Lead}:{lead}";
        if (e.AgentId is { } agent)
            yield return $"{Agent}:{agent}";
        if (e.CampaignId is { } campaign)
            yield return $"{Campaign}:{campaign}";
        yield return $"{Events}:{e.Type}";
        yield return AllEvents;
    }

    public const string AllEvents = "events:*";

    /// <summary>Whether a caller may hear of an event by a topic that they may follow.</summary>
    /// <remarks>What happens to an agent or a campaign is told of by events of calls and leads, which not everybody may read.</remarks>
    public static bool Allows(Caller caller, string topic, CatalogueEvent e) =>
        topic.StartsWith(Lead, StringComparison.Ordinal) ? caller.May(Permissions.LeadsRead)
        : caller.May(Permissions.AnalyticsRead)
            || (!topic.StartsWith(Events, StringComparison.Ordinal) && caller.May(ReadsSubject(e.Type)));

    private static string ReadsSubject(string type) => EventCatalogue.All.GetValueOrDefault(type)?.Subject switch
    {
        "call" => Permissions.CallsRead,
        "lead" => Permissions.LeadsRead,
        "agent" or "team" or "queue" => Permissions.AgentsRead,
        "campaign" => Permissions.CampaignsRead,
        _ => Permissions.AnalyticsRead,
    };

    [GeneratedRegex(@"^[a-z_]{1,40}(:[^\x00-\x1F\x7F,]{1,100})?\z")]
    private static partial Regex Form();
}
