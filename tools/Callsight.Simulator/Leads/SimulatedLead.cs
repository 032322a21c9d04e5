using System.Text.Json.Nodes;

namespace Callsight.Simulator;

/// <summary>Somebody who might buy, and how far it has come with them.</summary>
internal sealed class SimulatedLead : ISubject
{
    public required Guid Id { get; init; }
    public required string Source { get; init; }
    public required SimulatedAgent Agent { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset AssignedAt { get; init; }
    public required decimal Value { get; init; }
    public required string Priority { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required JsonObject Properties { get; init; }
    public SimulatedCampaign? Campaign { get; init; }
    public DateTimeOffset? ContactedAt { get; set; }
    public DateTimeOffset? QualifiedAt { get; set; }
    public DateTimeOffset? ConvertedAt { get; set; }
    public DateTimeOffset? LostAt { get; set; }

    public CatalogueEvent EventOf(EventType type, DateTimeOffset at)
    {
        var fact = FactAt(at);
        return new CatalogueEvent
        {
            Id = type == EventCatalogue.LeadAssigned ? SeededIds.Of(Id, Chance.Events, at) : MilestoneIds.Of(Id, type),
            Type = type.Name,
            OccurredAt = at,
            LeadId = Id,
            AgentId = fact.AgentId,
            TeamId = fact.TeamId,
            CampaignId = fact.CampaignId,
            Source = Source,
            Status = fact.Status,
            Stage = fact.Stage,
            Amount = type == EventCatalogue.LeadConverted ? Value : null,
            Properties = Properties,
            Lead = fact,
        };
    }

    private LeadFact FactAt(DateTimeOffset at)
    {
        var (status, stage) = this switch
        {
            _ when ConvertedAt <= at => ("converted", "won"),
            _ when LostAt <= at => ("lost", "closed"),
            _ when QualifiedAt <= at => ("qualified", "offer"),
            _ when ContactedAt <= at => ("contacted", "talks"),
            _ => ("new", "inbox"),
        };
        var isAssigned = AssignedAt <= at;
        return new LeadFact
        {
            LeadId = Id,
            Source = Source,
            Status = status,
            Stage = stage,
            Priority = Priority,
            CampaignId = Campaign?.Id,
            AgentId = isAssigned ? Agent.Id : null,
            TeamId = isAssigned ? Agent.TeamId : null,
            Value = Value,
            CreatedAt = CreatedAt,
            ContactedAt = Reached(ContactedAt),
            QualifiedAt = Reached(QualifiedAt),
            ConvertedAt = Reached(ConvertedAt),
            LostAt = Reached(LostAt),
            Tags = Tags,
            Properties = Properties,
        };

        DateTimeOffset? Reached(DateTimeOffset? instant) => instant <= at ? instant : null;
    }
}
