using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Identity;

internal sealed class FindMembers(AppDb db) : IMembers
{
    public Task<Member?> FindAsync(string email, CancellationToken ct)
    {
        var normalized = email.ToUpperInvariant();
        return Of(db.Set<User>().Where(u => u.NormalizedEmail == normalized)).SingleOrDefaultAsync(ct);
    }

    public Task<Member?> FindAsync(Guid user, CancellationToken ct) =>
        Of(db.Set<User>().Where(u => u.Id == user)).SingleOrDefaultAsync(ct);

    public Task<List<Member>> InRolesAsync(IReadOnlyCollection<string> roles, CancellationToken ct) => db.Set<User>().AsNoTracking()
        .Join(db.Set<Membership>().Where(m => roles.Contains(m.Role)), u => u.Id, m => m.UserId,
            (u, m) => new Member(u.Id, u.Email!, m.Role))
        .ToListAsync(ct);

    private IQueryable<Member?> Of(IQueryable<User> users) => users.AsNoTracking()
        .Join(db.Set<Membership>(), u => u.Id, m => m.UserId, (u, m) => new Member(u.Id, u.Email!, m.Role));
}
