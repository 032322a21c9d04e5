using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Callsight.App.Identity;

/// <summary>Somebody to let in. Who has no account yet gets one with the password given.</summary>
public sealed record MemberRequest(
    [property: Required, EmailAddress, MaxLength(256)] string Email, [property: Required, MaxLength(60)] string Role,
    [property: MaxLength(200)] string? Password, [property: MaxLength(120)] string? FirstName,
    [property: MaxLength(120)] string? LastName) : IValidated;

public sealed record MemberRole([property: Required, MaxLength(60)] string Role) : IValidated;

/// <summary>A member of the tenant as the API shows it; <c>id</c> is the person's.</summary>
public sealed record MemberView(Guid Id, string Email, string? FirstName, string? LastName, string Role, DateTimeOffset CreatedAt);

internal static class ManageMembers
{
    private static readonly Problem OnlyOwners =
        new("member.owner_needed", "Only an owner may make, change or remove owners.", ProblemKind.Forbidden);

    private static readonly Problem LastOwner =
        new("member.last_owner", "A tenant keeps at least one owner. Make somebody else owner first.", ProblemKind.Conflict);

    public static void Map(RouteGroupBuilder members)
    {
        members.MapGet("/", ListAsync).WithName("ListMembers").WithSummary("List the tenant's members")
            .RequireAuthorization(Permissions.MembersRead);
        members.MapPost("/", AddAsync).WithName("AddMember").WithSummary("Let somebody into the tenant")
            .WithDescription("Somebody without an account needs a password; an account that is there keeps its own.")
            .WithMetadata(new AnswersAreNotKept()).RequireAuthorization(Permissions.MembersWrite);
        members.MapPatch("/{id:guid}", ChangeAsync).WithName("ChangeMember").WithSummary("Give a member another role")
            .RequireAuthorization(Permissions.MembersWrite);
        members.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveMember").WithSummary("Take a member out of the tenant")
            .WithDescription("Works at once, also for those signed in.").RequireAuthorization(Permissions.MembersWrite);
    }

    public static async Task<Answer<Page<MemberView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var members = from member in db.Set<Membership>().AsNoTracking()
                      join user in db.Set<User>().AsNoTracking() on member.UserId equals user.Id
                      where after == null || user.Id < after
                      orderby user.Id descending
                      select new MemberView(user.Id, user.Email!, user.FirstName, user.LastName, member.Role, member.CreatedAt);
        return await members.ToPageAsync(page, m => m.Id, m => m, ct);
    }

    public static async Task<CreatedAnswer<MemberView>> AddAsync(
        MemberRequest request, ClaimsPrincipal caller, AppDb db, UserManager<User> users, CallerCache callers, TimeProvider clock,
        CancellationToken ct)
    {
        if (RoleFault(request.Role, caller) is { } fault)
            return fault;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await users.FindByEmailAsync(request.Email);
        if (user is null)
        {
            user = new User
            {
                Id = Guid.CreateVersion7(),
                UserName = request.Email,
                Email = request.Email,
                FirstName = request.FirstName,
                LastName = request.LastName,
                CreatedAt = clock.GetUtcNow(),
            };
            if (request.Password is null)
                return Problem.InvalidField("password", "There is no account for this address yet, so it needs a password.");
            if (await users.CreateAsync(user, request.Password) is { Succeeded: false } refused)
                return Sessions.Refused(refused);
        }
        else if (await db.Set<Membership>().AnyAsync(m => m.UserId == user.Id, ct))
        {
            return new Problem("member.already_there", "This person is a member already.", ProblemKind.Conflict);
        }

        var membership = new Membership { UserId = user.Id, Role = request.Role, CreatedAt = clock.GetUtcNow() };
        db.Add(membership);
        await db.SaveChangesAsync(ct);
        await CommitAsync(transaction, membership.TenantId, callers, ct);
        return CreatedAnswer<MemberView>.At($"/api/v1/tenant/members/{user.Id}",
            new MemberView(user.Id, user.Email!, user.FirstName, user.LastName, membership.Role, membership.CreatedAt));
    }

    public static async Task<Answer<MemberView>> ChangeAsync(
        Guid id, MemberRole request, ClaimsPrincipal caller, AppDb db, UserManager<User> users, CallerCache callers, CancellationToken ct)
    {
        if (RoleFault(request.Role, caller) is { } fault)
            return fault;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!(await FindAsync(id, request.Role, caller, db, ct)).TryGet(out var membership, out var problem))
            return problem;
        membership.Role = request.Role;
        await db.SaveChangesAsync(ct);
        await CommitAsync(transaction, membership.TenantId, callers, ct);
        var user = (await users.FindByIdAsync(id.ToString()))!;
        return new MemberView(user.Id, user.Email!, user.FirstName, user.LastName, membership.Role, membership.CreatedAt);
    }

    public static async Task<DoneAnswer> RemoveAsync(
        Guid id, ClaimsPrincipal caller, AppDb db, CallerCache callers, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!(await FindAsync(id, null, caller, db, ct)).TryGet(out var membership, out var problem))
            return problem;
        db.Remove(membership);
        await db.SaveChangesAsync(ct);
        await CommitAsync(transaction, membership.TenantId, callers, ct);
        return DoneAnswer.Done;
    }

    private static async Task CommitAsync(IDbContextTransaction transaction, TenantId tenant, CallerCache callers, CancellationToken ct)
    {
        try
        {
            await transaction.CommitAsync(ct);
        }
        finally
        {
            // Also when it is not known how the commit ended.
            callers.Forget(tenant);
        }
    }

    private static Problem? RoleFault(string role, ClaimsPrincipal caller) =>
        !Roles.PermissionsOf.ContainsKey(role)
            ? Problem.InvalidField("role", $"A role is one of {string.Join(", ", Roles.PermissionsOf.Keys)}.")
            : role == Roles.Owner && !IsOwner(caller) ? OnlyOwners : null;

    /// <summary>The membership to change, if the caller may and an owner remains.</summary>
    private static async Task<Result<Membership>> FindAsync(
        Guid id, string? newRole, ClaimsPrincipal caller, AppDb db, CancellationToken ct)
    {
        // All owners are read for update by the transaction, so that two cannot remove each other at the same time.
        var owners = await db.OwnersForUpdateAsync(ct);
        if (await db.Set<Membership>().SingleOrDefaultAsync(m => m.UserId == id, ct) is not { } membership)
            return Problem.NotFound("member");
        if (membership.Role != Roles.Owner || newRole == Roles.Owner)
            return membership;
        if (!IsOwner(caller))
            return OnlyOwners;
        return owners > 1 ? membership : LastOwner;
    }

    private static async Task<int> OwnersForUpdateAsync(this AppDb db, CancellationToken ct)
    {
        // SQLite's transactions exclude each other from the start; PostgreSQL's need to be told what they will rely on.
        if (!db.IsSqlite)
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE memberships IN SHARE ROW EXCLUSIVE MODE", ct);
        return await db.Set<Membership>().CountAsync(m => m.Role == Roles.Owner, ct);
    }

    private static bool IsOwner(ClaimsPrincipal caller) => caller.HasClaim(CallerClaims.Role, Roles.Owner);
}
