using System.Text.Json.Nodes;

namespace Callsight.Simulator;

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
            new Sight(this, page, random.Bits()));

    private CatalogueEvent EventOf(string type, DateTimeOffset at, string page, ulong bits) => new()
    {
        Id = SeededIds.At(at, bits),
        Type = type,
        OccurredAt = at,
        UserId = user,
        SessionId = session,
        LeadId = type == "form_submitted" ? lead?.Id : null,
        CampaignId = lead?.Campaign?.Id,
        Properties = new JsonObject { ["page"] = page, ["device"] = device, ["source"] = source },
    };

    private sealed class Sight(Visit visit, string page, ulong bits) : ISubject
    {
        public CatalogueEvent EventOf(EventType type, DateTimeOffset at) => visit.EventOf(type.Name, at, page, bits);
    }
}
