using Callsight.App.Data;
using Callsight.App.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Identity;

/// <summary>Who somebody is, as the API shows it.</summary>
public sealed record UserView(Guid Id, string Email, string? FirstName, string? LastName, string Role);

/// <summary>The tenant somebody works in, as sign-in shows it.</summary>
public sealed record SessionTenantView(TenantId Id, string Name, string Slug, string TimeZone, string Currency);

/// <summary>Somebody signed in: where, as whom, and the tokens.</summary>
public sealed record SessionView(
    SessionTenantView Tenant, UserView User, string AccessToken, string RefreshToken, string TokenType, int ExpiresIn);

/// <summary>Signs people in and out.</summary>
internal sealed class Sessions(
    AppDb db, UserManager<User> users, TokenIssuer issuer, ITenantDirectory tenants, CurrentTenant current, TimeProvider clock)
    : IRegistration
{
    /// <summary>The tenants a person belongs to: the one place that looks across tenants, and only at that person's own rows.</summary>
    public async Task<List<Membership>> MembershipsAsync(Guid userId, CancellationToken ct)
    {
        db.VisibleUser = userId;
        return await db.Set<Membership>().IgnoreQueryFilters([AppDb.TenantFilter]).AsNoTracking()
            .Where(m => m.UserId == userId).OrderBy(m => m.CreatedAt).ToListAsync(ct);
    }

    public async Task<SessionView> BeginAsync(User user, Membership membership, Guid? family, CancellationToken ct)
    {
        var tenant = (await tenants.FindAsync(membership.TenantId.ToString(), ct))!;
        var tokens = issuer.Issue(user, membership, family);
        await db.SaveChangesAsync(ct);
        return View(user, membership.Role, tenant, tokens);
    }

    public async Task<Result<TenantId>> RegisterAsync(
        string tenantName, string email, string password, string? timeZone, string? currency, CancellationToken ct) =>
        (await RegisterAsync(new Registration(tenantName, email, password, null, null, timeZone, currency), ct))
            .Map(session => session.Tenant.Id);

    public async Task<Result<SessionView>> RegisterAsync(Registration wanted, CancellationToken ct)
    {
        if (await users.FindByEmailAsync(wanted.Email) is not null)
            return new Problem("user.email_taken", "Somebody has registered with this e-mail address. Sign in instead.",
                ProblemKind.Conflict);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            UserName = wanted.Email,
            Email = wanted.Email,
            FirstName = wanted.FirstName,
            LastName = wanted.LastName,
            CreatedAt = clock.GetUtcNow(),
        };
        if (!(await tenants.AddAsync(wanted.TenantName, wanted.TimeZone, wanted.Currency, ct)).TryGet(out var tenant, out var problem))
            return problem;
        current.Enter(tenant.Id);
        if (await users.CreateAsync(user, wanted.Password) is { Succeeded: false } refused)
            return Refused(refused);
        // PostgreSQL's session learnt its tenant before there was one; say it again inside the transaction.
        if (!db.IsSqlite)
            await db.Database.ExecuteSqlAsync($"SELECT set_config('callsight.tenant', {tenant.Id.ToString()}, false)", ct);
        var membership = new Membership { UserId = user.Id, TenantId = tenant.Id, Role = Roles.Owner, CreatedAt = user.CreatedAt };
        db.Add(membership);
        var tokens = issuer.Issue(user, membership);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return View(user, membership.Role, tenant, tokens);
    }

    /// <summary>What Identity says against a new account.</summary>
    internal static Problem Refused(IdentityResult refused) => Problem.InvalidFields([.. refused.Errors.Select(e => new FieldError(
        e.Code.Contains("Password", StringComparison.Ordinal) ? "password" : "email", e.Description))]);

    private static SessionView View(User user, string role, TenantSettings tenant, TokenView tokens) => new(
        new SessionTenantView(tenant.Id, tenant.Name, tenant.Slug, tenant.Zone.Id, tenant.Currency),
        new UserView(user.Id, user.Email!, user.FirstName, user.LastName, role),
        tokens.AccessToken, tokens.RefreshToken, tokens.TokenType, tokens.ExpiresIn);
}
