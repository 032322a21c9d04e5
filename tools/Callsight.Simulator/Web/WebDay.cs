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
                VisitOf(lead, Visitor(day.Date, random), random);
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

    private void VisitOf(SimulatedLead lead, string user, SeededRandom random)
    {
        var visit = new Visit(user, random, lead.Source, random.OneOf(Devices), lead);
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
