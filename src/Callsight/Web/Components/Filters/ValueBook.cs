using Callsight.App.CallCentre.Agents;
using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Campaigns;
using Callsight.App.CallCentre.Leads;
using Callsight.App.CallCentre.Queues;
using Callsight.App.CallCentre.Teams;
using Callsight.App.Http;
using Callsight.Core;
using Callsight.Web.Api;

namespace Callsight.Web.Components.Filters;

/// <summary>A value to choose, and what it is called.</summary>
public sealed record FilterChoice(string Value, string Title);

/// <summary>The values a field had lately, asked once each.</summary>
public sealed class ValueBook(ApiClient api, TimeProvider clock)
{
    private const int Days = 90, Most = 50;

    private readonly Dictionary<(string Subject, string Field), IReadOnlyList<FilterChoice>> known = [];

    public IReadOnlyList<FilterChoice> Known(FilterSubject subject, SubjectField field) =>
        known.GetValueOrDefault((subject.CountedBy, field.Name)) ?? [];

    public async Task ReadAsync(FilterSubject subject, SubjectField field)
    {
        if (!field.HasFewValues || !known.TryAdd((subject.CountedBy, field.Name), []))
            return;
        known[(subject.CountedBy, field.Name)] = field.Name switch
        {
            _ when field.Kind is FieldKind.Truth => [new("true", "Yes"), new("false", "No")],
            "agent" => await NamesAsync<AgentView>("agents", a => new(a.Id.ToString(), a.Name)),
            "team" => await NamesAsync<TeamView>("teams", t => new(t.Id.ToString(), t.Name)),
            "queue" => await NamesAsync<QueueView>("queues", q => new(q.Id.ToString(), q.Name)),
            "campaign" => await NamesAsync<CampaignView>("campaigns", c => new(c.Id.ToString(), c.Name)),
            "status" when subject == FilterSubject.Leads => Words<LeadStatus>(),
            "status" when subject == FilterSubject.Calls => Words<CallStatus>(),
            "direction" => Words<CallDirection>(),
            _ => await GroupsAsync(subject, field),
        };
    }

    private static List<FilterChoice> Words<T>() where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(word => new FilterChoice(Show.Key(word), Show.Word(word)))];

    private async Task<IReadOnlyList<FilterChoice>> NamesAsync<T>(string path, Func<T, FilterChoice> choice) =>
        [.. ((await api.GetAsync<Page<T>>(path + "?limit=200")).Value?.Data ?? []).Select(choice)
            .OrderBy(c => c.Title, StringComparer.OrdinalIgnoreCase)];

    private async Task<IReadOnlyList<FilterChoice>> GroupsAsync(FilterSubject subject, SubjectField field)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var reply = await api.QueryAsync(new Question([subject.CountedBy], today.AddDays(-Days), today, [field.Name], Limit: Most));
        // Without offers one can still type.
        return [.. (reply.Value?.Rows ?? []).Select(row => row.Text(field.Name)).Where(value => !string.IsNullOrEmpty(value))
            .Order(StringComparer.OrdinalIgnoreCase).Select(value => new FilterChoice(value!, value!))];
    }
}
