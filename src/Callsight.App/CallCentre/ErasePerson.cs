using Callsight.App.CallCentre.Calls;
using Callsight.App.CallCentre.Leads;
using Callsight.App.Data;
using Callsight.App.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre;

/// <summary>Finds a person's leads, and takes out who they were.</summary>
internal sealed class EraseLeads(AppDb db, TimeProvider clock) : IPersonalData
{
    public ErasureStep Step => ErasureStep.Records;

    public string Name => "leads";

    public async Task TraceAsync(TracedPerson person, CancellationToken ct)
    {
        var ids = person.LeadIds.Select(id => new Id<Lead>(id)).ToList();
        var found = await db.Set<Lead>().AsNoTracking()
            .Where(l => ids.Contains(l.Id) || person.Emails.Contains(l.Email!.ToLower())).ToListAsync(ct);
        if (person.Phones.Count > 0)
        {
            // However each number is written.
            var phones = await db.Set<Lead>().Where(l => l.Phone != null).Select(l => new { l.Id, l.Phone }).ToListAsync(ct);
            var same = phones.Where(l => PersonNames.Phone(l.Phone) is { } digits && person.Phones.Contains(digits))
                .Select(l => l.Id).ToList();
            found.AddRange(await db.Set<Lead>().AsNoTracking().Where(l => same.Contains(l.Id)).ToListAsync(ct));
        }

        foreach (var lead in found)
        {
            person.LeadIds.Add(lead.Id.Value);
            if (lead.Email is { Length: > 0 } email)
                person.Emails.Add(PersonNames.Email(email));
            if (PersonNames.Phone(lead.Phone) is { } phone)
                person.Phones.Add(phone);
            if (lead.ExternalId is { } external)
                person.LeadExternalIds.Add(external);
        }
    }

    public async Task<long?> EraseAsync(TracedPerson person, CancellationToken ct)
    {
        var ids = person.LeadIds.Select(id => new Id<Lead>(id)).ToList();
        foreach (var lead in await db.Set<Lead>().Where(l => ids.Contains(l.Id)).ToListAsync(ct))
        {
            lead.Anonymise();
            if (db.Entry(lead).State is EntityState.Modified)
                db.Raise(lead.Event(EventCatalogue.LeadUpdated, clock.GetUtcNow()));
        }

        await db.SaveChangesAsync(ct);
        return ids.Count;
    }
}

/// <summary>Finds the calls of a person: of their leads, and those of nobody else's lead from their numbers.</summary>
internal sealed class EraseCalls(AppDb db, TimeProvider clock) : IPersonalData
{
    private const int AtOnce = 500;

    public ErasureStep Step => ErasureStep.Records;

    public string Name => "calls";

    public async Task TraceAsync(TracedPerson person, CancellationToken ct)
    {
        var leads = person.LeadIds.Select(id => new Id<Lead>(id)).ToHashSet();
        var calls = db.Set<Call>().Where(c => c.LeadId != null || c.PhoneNumber != null)
            .Select(c => new { c.Id, c.LeadId, c.PhoneNumber, c.ExternalId }).AsAsyncEnumerable();
        await foreach (var call in calls.WithCancellation(ct))
        {
            var isTheirs = call.LeadId is { } lead
                ? leads.Contains(lead)
                : PersonNames.Phone(call.PhoneNumber) is { } phone && person.Phones.Contains(phone);
            if (!isTheirs)
                continue;
            person.CallIds.Add(call.Id.Value);
            if (call.ExternalId is { } external)
                person.CallExternalIds.Add(external);
        }
    }

    public async Task<long?> EraseAsync(TracedPerson person, CancellationToken ct)
    {
        foreach (var some in person.CallIds.Select(id => new Id<Call>(id)).Chunk(AtOnce))
        {
            foreach (var call in await db.Set<Call>().Where(c => some.Contains(c.Id)).ToListAsync(ct))
            {
                call.Anonymise(person);
                if (db.Entry(call).State is EntityState.Modified)
                    db.Raise(call.Event(EventCatalogue.CallUpdated, clock.GetUtcNow()));
            }

            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        return person.CallIds.Count;
    }
}
