using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Identity;

internal sealed class FindMembers(AppDb db) : IMembers
{
    public Task<Member?> FindAsync(string email, CancellationToken ct)
    {
        var normalized = email.ToUpperInvariant();
        return Of(db.Set<User>().Where(u => u.NormalizedEmail == normalized), ct);
    }

    public Task<Member?> FindAsync(Guid user, CancellationToken ct) => Of(db.Set<User>().Where(u => u.Id == user), ct);

    private Task<Member?> Of(IQueryable<User> users, CancellationToken ct) => users.AsNoTracking()
        .Join(db.Set<Membership>(), u => u.Id, m => m.UserId, (u, m) => new Member(u.Id, u.Email!, m.Role)).SingleOrDefaultAsync(ct);
}
