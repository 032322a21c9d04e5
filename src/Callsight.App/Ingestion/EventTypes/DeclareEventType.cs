using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Ingestion.EventTypes;

/// <summary>What is to be known of a type of event.</summary>
/// <param name="Description">What it means.</param>
/// <param name="Fields">What its events hold.</param>
/// <param name="Enforced">Whether events that do not fit are refused from now on.</param>
public sealed record EventTypeDeclaration(
    [property: MaxLength(1_000)] string? Description, [property: MaxLength(255)] IReadOnlyList<EventFieldDeclaration>? Fields,
    bool? Enforced) : IValidated;

/// <summary>A field of the event itself, such as <c>value</c> or <c>lead_id</c>; any other name is that of a property.</summary>
public sealed record EventFieldDeclaration(
    [property: Required, MaxLength(PropertiesAttribute.MostNameCharacters), MinLength(1)] string Name, EventFieldKind Type, bool? Required,
    [property: MaxLength(500)] string? Description) : IValidated;

internal static class DeclareEventType
{
    private const int MostTypes = 1_000;

    public static void Map(RouteGroupBuilder types)
    {
        types.MapPut("/{type}", PutAsync).WithName("DeclareEventType").WithSummary("Say what events of a type mean and hold")
            .WithDescription("Takes the place of what was said before. When enforced, events that lack a required field or have one " +
                "of another kind are refused one by one; properties that were not declared stay free.")
            .RequireAuthorization(Permissions.AnalyticsWrite);
        types.MapDelete("/{type}", DeleteAsync).WithName("WithdrawEventType").WithSummary("Take back what was said of a type of event")
            .WithDescription("Its events stay.").RequireAuthorization(Permissions.AnalyticsWrite);
    }

    public static async Task<Answer<EventTypeDetail>> PutAsync(
        string type, EventTypeDeclaration request, AppDb db, EventSchemas schemas, EventTypeReading reading, CurrentTenant tenant,
        TimeProvider clock, CancellationToken ct)
    {
        if (type.Length > TrackedEventReader.MaxTypeLength || type.Any(char.IsControl))
            return Problem.InvalidField("type", $"A type is a text of 1 to {TrackedEventReader.MaxTypeLength} printable characters.");
        if (Faults(request) is { Count: > 0 } faults)
            return Problem.InvalidFields(faults);
        var declared = await db.Set<DeclaredEventType>().SingleOrDefaultAsync(t => t.Type == type, ct);
        if (declared is null)
        {
            if (await db.Set<DeclaredEventType>().CountAsync(ct) >= MostTypes)
                return new Problem("event_type.too_many",
                    $"At most {MostTypes} types of events can be declared. Take one back first.", ProblemKind.Conflict);
            declared = new DeclaredEventType { Type = type, Fields = [], DeclaredAt = clock.GetUtcNow() };
            db.Add(declared);
        }

        declared.Description = request.Description;
        declared.Fields = [.. (request.Fields ?? []).Select(f => new DeclaredField(f.Name, f.Type, f.Required ?? false, f.Description))];
        declared.Enforced = request.Enforced ?? false;
        declared.DeclaredAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        schemas.Forget(tenant.Id);
        return (await reading.FindAsync(type, ct))!;
    }

    public static async Task<DoneAnswer> DeleteAsync(
        string type, AppDb db, EventSchemas schemas, CurrentTenant tenant, CancellationToken ct)
    {
        var deleted = await db.Set<DeclaredEventType>().Where(t => t.Type == type).ExecuteDeleteAsync(ct);
        schemas.Forget(tenant.Id);
        return deleted == 1 ? DoneAnswer.Done : Problem.NotFound("event_type");
    }

    private static List<FieldError> Faults(EventTypeDeclaration request)
    {
        var faults = new List<FieldError>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, i) in (request.Fields ?? []).Select((f, i) => (f, i)))
        {
            if (!names.Add(field.Name))
                faults.Add(new FieldError($"fields[{i}].name", "This field stands there twice."));
            if (EventSchema.KindOfOwn(field.Name) is { } kind && kind != field.Type)
                faults.Add(new FieldError(
                    $"fields[{i}].type", $"{field.Name} is a field of each event, and a {SnakeCase.Of(kind.ToString())}."));
        }

        return faults;
    }
}
