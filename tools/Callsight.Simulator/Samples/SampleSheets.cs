using System.Globalization;

namespace Callsight.Simulator;

/// <summary>Writes facts the way people meet them: names for ids, local times, seconds.</summary>
internal sealed class SampleSheets(SimulatedCallCentre centre, IReadOnlyList<LeadFact> leads)
{
    private const string PlainTime = "yyyy-MM-dd HH:mm:ss";

    private readonly Dictionary<Guid, string> leadNumbers =
        leads.Index().ToDictionary(l => l.Item.LeadId, l => $"L-{l.Index + 1001}");
    private readonly Dictionary<Guid, string> campaigns = centre.Campaigns.ToDictionary(c => c.Id, c => c.Name);
    private readonly Dictionary<Guid, string> agents = centre.Agents.ToDictionary(a => a.Id, a => a.Name);
    private readonly Dictionary<Guid, string> queues = centre.Queues.ToDictionary(q => q.Id, q => q.Name);

    public string Campaigns()
    {
        var sheet = new CsvText(',', "ID", "Name", "Channel", "State", "Budget", "Starts", "Ends");
        foreach (var c in centre.Campaigns)
            sheet.Add(c.ExternalId, c.Name, c.Channel, c.EndsAt <= centre.Plan.End ? "completed" : "running", c.Budget,
                Time(c.StartsAt), Time(c.EndsAt));
        return sheet.ToString();
    }

    public string Leads(IEnumerable<LeadFact> rows)
    {
        var sheet = new CsvText(',', "Lead", "First name", "Last name", "E-mail", "Phone", "Company", "Source", "Status", "Stage",
            "Priority", "Campaign", "Owner", "Value", "Tags", "Created", "Contacted", "Qualified", "Won", "Lost", "Region", "Employees");
        foreach (var l in rows)
        {
            var person = SimulatedCallCentre.PersonOf(l.LeadId);
            sheet.Add(leadNumbers[l.LeadId], person.FirstName, person.LastName, person.Email, person.Phone, person.Company, l.Source,
                l.Status, l.Stage, l.Priority, Name(campaigns, l.CampaignId), Name(agents, l.AgentId), l.Value, string.Join(';', l.Tags),
                Time(l.CreatedAt), Time(l.ContactedAt), Time(l.QualifiedAt), Time(l.ConvertedAt), Time(l.LostAt),
                l.Properties?["region"], l.Properties?["employees"]);
        }

        return sheet.ToString();
    }

    public string Calls(IEnumerable<CallFact> rows)
    {
        var sheet = new CsvText(',', "Call", "Direction", "Status", "Queue", "Agent", "Lead", "Campaign", "Phone", "Started", "Answered",
            "Ended", "Waited", "Talked", "On hold", "After call", "Result", "Rating", "Resolved", "Topic");
        foreach (var (i, c) in rows.Index())
            sheet.Add($"{i + 20_001}", c.Direction, c.Status, Name(queues, c.QueueId), Name(agents, c.AgentId),
                Name(leadNumbers, c.LeadId), Name(campaigns, c.CampaignId), SimulatedCallCentre.PersonOf(c.LeadId ?? c.CallId).Phone,
                Time(c.StartedAt), Time(c.AnsweredAt), Time(c.EndedAt), Seconds(c.WaitMilliseconds), Seconds(c.TalkMilliseconds),
                Seconds(c.HoldMilliseconds), Seconds(c.WrapUpMilliseconds), c.Outcome, c.Rating,
                c.IsResolved switch { true => "yes", false => "no", null => "" }, c.Properties?["topic"]);
        return sheet.ToString();
    }

    public string Spend(IEnumerable<SpendFact> rows)
    {
        var sheet = new CsvText(',', "Date", "Campaign", "Amount");
        foreach (var s in rows)
            sheet.Add(s.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), campaigns[s.CampaignId], s.Amount);
        return sheet.ToString();
    }

    public string WebEvents(IEnumerable<CatalogueEvent> rows)
    {
        var sheet = new CsvText(',', "Event", "What", "When", "Visitor", "Visit", "Lead", "Campaign", "Page", "Device", "Source");
        foreach (var e in rows)
            sheet.Add(e.Id, e.Type, Time(e.OccurredAt), e.UserId, e.SessionId, Name(leadNumbers, e.LeadId), Name(campaigns, e.CampaignId),
                e.Properties?["page"], e.Properties?["device"], e.Properties?["source"]);
        return sheet.ToString();
    }

    /// <summary>As another phone system writes calls: tabs, American times, minutes and seconds.</summary>
    public static string CallsInTabs(SimulatedCallCentre centre, IEnumerable<CallFact> rows)
    {
        var sheets = new SampleSheets(centre, []);
        var sheet = new CsvText('\t', "Call No", "Line", "Taken by", "Began", "Result", "Waiting", "Talking", "Wrap-up", "Stars", "Caller");
        foreach (var (i, c) in rows.Index())
            sheet.Add($"NY{i + 501}", Name(sheets.queues, c.QueueId), Name(sheets.agents, c.AgentId),
                sheets.Time(c.StartedAt, "M/d/yyyy h:mm:ss tt"),
                c.Status switch { "completed" => "Answered", "abandoned" => "Hung up", _ => "Not taken" },
                Minutes(c.WaitMilliseconds), Minutes(c.TalkMilliseconds), Minutes(c.WrapUpMilliseconds), c.Rating,
                $"+1 212 555-01{SimulatedCallCentre.PersonOf(c.CallId).Phone[^2..]}");
        return sheet.ToString();
    }

    private static string? Name(Dictionary<Guid, string> names, Guid? id) => id is { } known ? names.GetValueOrDefault(known) : null;

    private string? Time(DateTimeOffset? instant, string format = PlainTime) =>
        instant is { } at ? centre.Plan.Zone.ToLocal(at).ToString(format, CultureInfo.InvariantCulture) : null;

    private static long? Seconds(long? milliseconds) => milliseconds is { } value ? (value + 500) / 1_000 : null;

    private static string? Minutes(long? milliseconds) =>
        Seconds(milliseconds) is { } seconds ? $"{seconds / 60}:{seconds % 60:00}" : null;
}
