using System.Text.Json;
using Callsight.App.CallCentre;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Privacy;

internal static class AskForErasure
{
    public static void Map(RouteGroupBuilder erasures) => erasures
        .MapPost("/", HandleAsync).WithName("ErasePerson").WithSummary("Erase a person from all records")
        .WithDescription("Give one or more of lead_id, user_id, email and phone. Leads, calls and events stay and count as before, "
            + "without anything the person is known by. It cannot be undone. Unless suppress is false, the person is refused when "
            + "they come again by a file, a library or a form.")
        // A repeated request finds its erasure by its own id; and the work must not begin before what it needs is written.
        .WithMetadata(new AnswersAreNotKept())
        .RequireAuthorization(Permissions.PrivacyWrite);

    public static async Task<AcceptedAnswer<ErasureView>> HandleAsync(
        ErasureRequest request, HttpContext http, AppDb db, INames names, CurrentTenant tenant, Suppressions suppressions,
        ErasureRunner runner, TimeProvider clock, CancellationToken ct)
    {
        Guid? requestId = Idempotency.KeyOf(http.Request) is null ? null : Idempotency.IdFor(http.Request, tenant.Id.Value);
        if (requestId is not null
            && await db.Set<Erasure>().AsNoTracking().SingleOrDefaultAsync(e => e.RequestId == requestId, ct) is { } known)
            return ErasureView.From(known);
        if (!(await PersonAsync(request, names, ct)).TryGet(out var person, out var problem))
            return problem;
        var erasure = new Erasure
        {
            Id = Id<Erasure>.New(),
            RequestId = requestId,
            Person = JsonSerializer.Serialize(person),
            RequestedBy = CallerClaims.UserIdOf(http.User),
            RequestedAt = clock.GetUtcNow(),
            Suppresses = request.Suppress ?? true,
        };
        db.Add(erasure);
        // From now on, before anything is erased: nobody shall come in behind its back.
        db.AddRange(SuppressedName.HashesOf(tenant.Id, person).Select(hash => new SuppressedName { Hash = hash, ErasureId = erasure.Id }));
        await db.SaveChangesAsync(ct);
        suppressions.Forget(tenant.Id);
        await runner.AddAsync(tenant.Id, erasure.Id, ct);
        return ErasureView.From(erasure);
    }

    private static async Task<Result<TracedPerson>> PersonAsync(ErasureRequest request, INames names, CancellationToken ct)
    {
        var person = new TracedPerson();
        if (request.LeadId is { } lead)
        {
            if ((await names.OfAsync("lead", [lead], ct)).Count == 0)
                return Problem.InvalidField("lead_id", "There is no such lead.");
            person.LeadIds.Add(lead);
        }

        if (request.UserId is { Length: > 0 } user)
            person.UserIds.Add(user);
        if (request.Email is { Length: > 0 } email)
            person.Emails.Add(PersonNames.Email(email));
        if (request.Phone is { Length: > 0 } phone)
        {
            if (PersonNames.Phone(phone) is not { } digits)
                return Problem.InvalidField("phone", "A telephone number has at least seven digits.");
            person.Phones.Add(digits);
        }

        return person is { LeadIds.Count: 0, UserIds.Count: 0, Emails.Count: 0, Phones.Count: 0 }
            ? Problem.InvalidField("lead_id", "Say who it is: by lead_id, user_id, email or phone.")
            : person;
    }
}
