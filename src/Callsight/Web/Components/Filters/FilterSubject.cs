using Callsight.Analytics.Schema;
using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Leads;
using Callsight.App.Reporting;
using Callsight.Core;

namespace Callsight.Web.Components.Filters;

/// <summary>A field that a person can choose in a filter.</summary>
/// <param name="Name">As the editor writes it: the id of an agent is <c>agent</c>.</param>
/// <param name="Names">All names that mean it.</param>
/// <param name="HasFewValues">Whether its values are worth offering.</param>
public sealed record SubjectField(string Name, FieldKind Kind, IReadOnlyList<string> Names, bool HasFewValues)
{
    /// <summary>Stands for every free property; the name follows the dot.</summary>
    public const string AnyProperty = "properties.*";

    public string Title => Kind is FieldKind.Dynamic ? "A property" : Show.Word(Name);
}

/// <summary>What a filter is about: its fields, and the figure that counts by them, which is where their values are seen.</summary>
public sealed class FilterSubject
{
    private static readonly Fact[] Everything =
        [Facts.Calls, Facts.Leads, Facts.Spend, Facts.Events, Facts.AgentStates, Facts.Activities, Facts.StatusStays, Facts.StageStays];

    /// <summary>Ids that say nothing to people, and names of which there are as many as rows.</summary>
    private static readonly string[] Unfit = ["lead", "call_id"], Many = ["external_id", "user_id", "session_id", "phone_number"];

    private FilterSubject(IEnumerable<SubjectField> fields, string countedBy) =>
        (Fields, CountedBy) = ([.. fields.Where(f => !Unfit.Contains(f.Name)).OrderBy(f => f.Kind is FieldKind.Dynamic)
            .ThenBy(f => f.Title, StringComparer.Ordinal)], countedBy);

    public static FilterSubject Leads { get; } =
        new(LeadFields.All.Filterable.All.Select(f => FieldOf(f, Facts.Leads)), "leads_generated");

    public static FilterSubject Calls { get; } =
        new(CallFields.All.Filterable.All.Select(f => FieldOf(f, Facts.Calls)), "calls_total");

    /// <summary>Events of any type, as funnels follow them.</summary>
    public static FilterSubject Events { get; } =
        new(Facts.Events.Filterable.All.Select(f => FieldOf(f, Facts.Events)), "events_total");

    public IReadOnlyList<SubjectField> Fields { get; }

    /// <summary>The metric whose groups are the values of a field.</summary>
    public string CountedBy { get; }

    /// <summary>What some figures can all be narrowed by: the dimensions they share.</summary>
    public static FilterSubject Of(params IEnumerable<MetricView> metrics)
    {
        var names = metrics.Select(m => m.Dimensions.AsEnumerable()).DefaultIfEmpty([]).Aggregate((left, right) => left.Intersect(right));
        return new FilterSubject(names.Select(DimensionOf).OfType<SubjectField>(), metrics.FirstOrDefault()?.Name ?? "");
    }

    /// <summary>The field of a name, of which a free property also says which one.</summary>
    public (SubjectField Field, string Property)? Find(string name)
    {
        foreach (var field in Fields)
            foreach (var known in field.Names)
                if (field.Kind is not FieldKind.Dynamic ? known == name
                    : name.Length >= known.Length && name.StartsWith(known[..^1], StringComparison.Ordinal))
                    return (field, field.Kind is FieldKind.Dynamic ? name[(known.Length - 1)..] : "");
        return null;
    }

    private static SubjectField? DimensionOf(string dimension) => dimension == "properties.NAME"
        ? new SubjectField(SubjectField.AnyProperty, FieldKind.Dynamic, [SubjectField.AnyProperty], false)
        : Everything.Select(fact => fact.Filterable.TryFind(dimension, out var field) ? FieldOf(field, fact) : null)
            .FirstOrDefault(field => field is not null);

    private static SubjectField FieldOf(FilterField field, Fact fact)
    {
        var name = field.Kind is FieldKind.Identity ? field.Aliases.FirstOrDefault(a => !a.Contains('.')) ?? field.Name : field.Name;
        var isFew = field.Kind is FieldKind.Identity or FieldKind.Truth
            || (field.Kind is FieldKind.Text && fact.Dimension(name) is not null && !Many.Contains(name));
        return new SubjectField(name, field.Kind, [field.Name, .. field.Aliases], isFew);
    }
}
