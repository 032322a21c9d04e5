using System.ComponentModel.DataAnnotations;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Identity;

public sealed record RefreshRequest([property: Required, MaxLength(200)] string RefreshToken) : IValidated;

internal static class RefreshSession
{
    private static readonly Problem Refused =
        new("auth.refresh_refused", "This refresh token is no longer valid. Sign in again.", ProblemKind.Unauthenticated);

    public static void Map(RouteGroupBuilder auth)
    {
        auth.MapPost("/refresh", HandleAsync).WithName("RefreshSession")
            .WithSummary("Get new tokens").WithDescription("The old refresh token is used up; using it again ends the session.")
            .AllowAnonymous();
        auth.MapPost("/logout", LogoutAsync).WithName("Logout").WithSummary("Sign out").AllowAnonymous();
    }

    public static async Task<Answer<SessionView>> HandleAsync(
        RefreshRequest request, AppDb db, UserManager<User> users, Sessions sessions, TokenIssuer issuer, TimeProvider clock,
        CancellationToken ct)
    {
        var hash = TokenIssuer.Hash(request.RefreshToken);
        var token = await db.Set<RefreshToken>().SingleOrDefaultAsync(t => t.Hash == hash, ct);
        var now = clock.GetUtcNow();
        if (token is null || token.RevokedAt is not null || token.ExpiresAt <= now)
            return Refused;
        if (token.RotatedAt is not null)
        {
            // Somebody has a copy; nobody can tell who is who, so both must sign in again.
            await issuer.RevokeFamilyAsync(token.FamilyId, ct);
            return Refused;
        }

        token.RotatedAt = now;
        var user = await users.FindByIdAsync(token.UserId.ToString());
        var membership = (await sessions.MembershipsAsync(token.UserId, ct)).Find(m => m.TenantId == token.Tenant);
        if (user is null || membership is null)
            return Refused;
        try
        {
            return await sessions.BeginAsync(user, membership, token.FamilyId, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refused; // Another request used the token at the same time and was first.
        }
    }

    public static async Task<DoneAnswer> LogoutAsync(RefreshRequest request, AppDb db, TokenIssuer issuer, CancellationToken ct)
    {
        var hash = TokenIssuer.Hash(request.RefreshToken);
        if (await db.Set<RefreshToken>().AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, ct) is { } token)
            await issuer.RevokeFamilyAsync(token.FamilyId, ct);
        return DoneAnswer.Done;
    }
}
