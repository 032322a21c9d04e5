using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.CallCentre.Segments;
using Callsight.App.CallCentre.Teams;
using Callsight.App.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.CallCentre;

/// <summary>The system of record of a call centre: who works there, who calls, who might buy, and what it costs.</summary>
internal static class CallCentreModule
{
    public static IServiceCollection AddCallCentre(this IServiceCollection services) => services
        .AddScoped<References>()
        .AddScoped<ListFilter>()
        .AddScoped<IReferences>(provider => provider.GetRequiredService<References>())
        .AddScoped<IRowTarget<LeadRow>, TakeLeads>()
        .AddScoped<IRowTarget<CallRow>, TakeCalls>()
        .AddScoped<IRowTarget<CampaignRow>, TakeCampaigns>()
        .AddScoped<IRowTarget<SpendRow>, TakeSpend>()
        .AddScoped<IPersonalData, EraseLeads>()
        .AddScoped<IPersonalData, EraseCalls>()
        .AddScoped<IUndoTarget, UndoLeads>()
        .AddScoped<IUndoTarget, UndoCalls>()
        .AddScoped<IUndoTarget, UndoSpend>()
        .AddScoped<IUndoTarget, UndoCampaigns>()
        .AddScoped<IUndoTarget, UndoQueues>()
        .AddScoped<IUndoTarget, UndoAgents>()
        .AddScoped<IHistoryRecorder, HistoryRecorder>()
        .AddScoped<INames, Names>()
        .AddScoped<IFloor, LookAround>();

    public static void Map(RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams");
        CreateTeam.Map(teams);
        ListTeams.Map(teams);
        UpdateTeam.Map(teams);
        DeleteTeam.Map(teams);
        var agents = api.MapGroup("/agents").WithTags("Agents");
        SaveAgent.Map(agents);
        ListAgents.Map(agents);
        ShowAvailability.Map(agents);
        RemoveAgent.Map(agents);
        ChangeAvailability.Map(agents);
        ManageQueues.Map(api.MapGroup("/queues").WithTags("Queues"));
        var leads = api.MapGroup("/leads").WithTags("Leads");
        SaveLead.Map(leads);
        ListLeads.Map(leads);
        MoveLead.Map(leads);
        DeleteLead.Map(leads);
        ShowTimeline.Map(leads);
        var segments = api.MapGroup("/segments").WithTags("Segments");
        ManageSegments.Map(segments);
        ListSegmentLeads.Map(segments);
        var calls = api.MapGroup("/calls").WithTags("Calls");
        RecordCall.Map(calls);
        ListCalls.Map(calls);
        AdvanceCall.Map(calls);
        ChangeCall.Map(calls);
        var campaigns = api.MapGroup("/campaigns").WithTags("Campaigns");
        SaveCampaign.Map(campaigns);
        RecordSpend.Map(campaigns);
    }
}
