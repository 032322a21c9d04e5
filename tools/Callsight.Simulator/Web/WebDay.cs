using System.Text.Json.Nodes;

namespace Callsight.Simulator;

/// <summary>Visits to the web site: those that end in a lead, and the many that do not.</summary>
internal sealed class WebDay(SimulationPlan plan, Seasons seasons, Agenda agenda)
{
    private readonly DateOnly firstDay = plan.FirstDay;

    private static readonly EventType PageViewed = Tracked("page_viewed"), FormStarted = Tracked("form_started"),
        FormSubmitted = Tracked("form_submitted"), CallbackRequested = Tracked("callback_requested");

    private static readonly string[] Landings = ["/", "/features", "/blog/first-call-resolution", "/compare", "/webinar"];
    private static readonly string[] Pages = ["/pricing", "/features", "/customers", "/contact", "/faq", "/blog/lead-times"];
    private static readonly string[] Devices = ["desktop", "phone", "phone", "tablet"];
    private static readonly string[] Sources = ["search", "social", "email", "organic", "organic", "display"];
    private static readonly string[] WithoutVisit = ["phone", "fair", "partner"];

    public void Run(LocalDay day, IEnumerable<SimulatedLead> leads)
    {
        var random = new SeededRandom(plan.Seed, Chance.Sessions, day.Date.DayNumber);
        foreach (var at in Seasons.WebTimes(day, plan.WebSessionsPerDay * seasons.OfTheWeb(day.Date), random))
            Visit(at, Visitor(day.Date, random), random);
        foreach (var lead in leads)
            if (!WithoutVisit.Contains(lead.Source))
                VisitOf(lead, random);
    }

    private static EventType Tracked(string name) => new(name, name, "Recorded by the web site.", "tenant");

    /// <summary>Somebody new, or one of those who came in the last weeks.</summary>
    private string Visitor(DateOnly day, SeededRandom random)
    {
        var perDay = Math.Max(1, plan.WebSessionsPerDay);
        var back = random.Happens(0.3) ? random.Between(0, 21) : 0;
        var number = (long)((day.DayNumber - firstDay.DayNumber - back + random.Unit()) * perDay);
        return $"visitor-{Math.Max(0, number) + 1}";
    }

    private void Visit(DateTimeOffset at, string user, SeededRandom random)
    {
        var visit = new Visit(user, random, random.OneOf(Sources), random.OneOf(Devices), null);
        visit.Step(agenda, ref at, PageViewed, random.OneOf(Landings));
        while (random.Happens(0.55))
            visit.Step(agenda, ref at, PageViewed, random.OneOf(Pages));
        if (random.Happens(0.06))
            visit.Step(agenda, ref at, FormStarted, "/contact");
        else if (random.Happens(0.02))
            visit.Step(agenda, ref at, CallbackRequested, "/contact");
    }

    private void VisitOf(SimulatedLead lead, SeededRandom random)
    {
        var visit = new Visit($"lead-{lead.Id:N}"[..17] + $"{lead.Id:N}"[^6..], random, lead.Source, random.OneOf(Devices), lead);
        var views = 1 + random.Below(4);
        var at = lead.CreatedAt.AddSeconds(-1);
        var submitted = at;
        at -= random.SecondsBetween(40, 200) * (views + 1);
        var pace = (submitted - at) / (views + 1.5);
        visit.Enter(agenda, at, PageViewed, random.OneOf(Landings));
        for (var view = 1; view < views; view++)
            visit.Enter(agenda, at + (pace * view), PageViewed, view == 1 ? "/pricing" : random.OneOf(Pages));
        visit.Enter(agenda, at + (pace * views), PageViewed, "/contact");
        visit.Enter(agenda, at + (pace * (views + 0.5)), FormStarted, "/contact");
        visit.Enter(agenda, submitted, FormSubmitted, "/contact");
    }
}

/// <summary>One visit to the web site.</summary>
internal sealed class Visit(string user, SeededRandom random, string source, string device, SimulatedLead? lead)
{
    private readonly string session = $"{random.Bits():x16}";

    /// <summary>The next thing the visitor does, some seconds after the last.</summary>
    public void Step(Agenda agenda, ref DateTimeOffset at, EventType type, string page)
    {
        Enter(agenda, at, type, page);
        at += random.Lasting(28, 0.8, leastSeconds: 2);
    }

    public void Enter(Agenda agenda, DateTimeOffset at, EventType type, string page) =>
        agenda.Add(new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero), type,
            new Moment(this, page, random.Bits()));

    private sealed class Moment(Visit visit, string page, ulong bits) : ISubject
    {
        public CatalogueEvent EventOf(EventType type, DateTimeOffset at) => new()
        {
            Id = SeededIds.At(at, bits),
            Type = type.Name,
            OccurredAt = at,
            UserId = visit.User,
            SessionId = visit.session,
            LeadId = type.Name == "form_submitted" ? visit.Lead?.Id : null,
            CampaignId = visit.Lead?.Campaign?.Id,
            Properties = new JsonObject { ["page"] = page, ["device"] = visit.Device, ["source"] = visit.Source },
        };
    }

    private string User { get; } = user;

    private SimulatedLead? Lead { get; } = lead;

    private string Device { get; } = device;

    private string Source { get; } = source;
}
