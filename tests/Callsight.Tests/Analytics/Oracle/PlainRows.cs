using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>What there is after events arrived, in lists. Of each thing the last picture counts, of each id the last event.</summary>
internal sealed class PlainRows
{
    public List<CatalogueEvent> Events { get; } = [];
    public List<CallFact> Calls { get; } = [];
    public List<LeadFact> Leads { get; } = [];
    public List<AgentStateFact> States { get; } = [];
    public List<SpendFact> Spends { get; } = [];

    /// <summary>Worked out from the rows above, once all have arrived.</summary>
    public List<PlainContact> Contacts { get; } = [];
    public List<PlainPiece> Pieces { get; } = [];
    public List<PlainStay> StatusStays { get; } = [];
    public List<PlainStay> StageStays { get; } = [];

    public static PlainRows After(IEnumerable<CatalogueEvent> arrivals)
    {
        var rows = new PlainRows();
        foreach (var e in arrivals)
            rows.Take(e);
        rows.Contacts.AddRange(PlainHistory.Contacts(rows.Calls));
        rows.Pieces.AddRange(rows.Calls.SelectMany(PlainHistory.Pieces));
        rows.StatusStays.AddRange(PlainHistory.Stays(rows, PlainHistory.StatusAfter));
        rows.StageStays.AddRange(PlainHistory.Stays(rows, PlainHistory.StageAfter));
        return rows;
    }

    private void Take(CatalogueEvent e)
    {
        Events.RemoveAll(old => old.Id == e.Id);
        Events.Add(e);
        Events.RemoveAll(old => e.Retracts.Contains(old.Id));
        if (e.Call is { } call)
        {
            Calls.RemoveAll(old => old.CallId == call.CallId);
            if (!call.IsRemoved)
                Calls.Add(call);
        }

        if (e.Lead is { } lead)
        {
            Leads.RemoveAll(old => old.LeadId == lead.LeadId);
            if (!lead.IsRemoved)
                Leads.Add(lead);
        }

        foreach (var state in e.AgentStates)
        {
            States.RemoveAll(old => old.StateId == state.StateId);
            States.Add(state);
        }

        if (e.Spend is { } spend)
        {
            Spends.RemoveAll(old => old.SpendId == spend.SpendId);
            if (!spend.IsRemoved)
                Spends.Add(spend);
        }
    }
}
