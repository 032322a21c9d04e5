using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Callsight.App.Identity;

/// <summary>Tokens as the API hands them out.</summary>
public sealed record TokenView(string AccessToken, string RefreshToken, string TokenType, int ExpiresIn);

/// <summary>Makes access and refresh tokens.</summary>
internal sealed class TokenIssuer(AppDb db, SigningKeys keys, TimeProvider clock, IOptions<IdentityOptions> options)
{
    public const string Issuer = "callsight";

    /// <summary>A pair of tokens; the refresh token is written with the next save.</summary>
    public TokenView Issue(User user, Membership membership, Guid? family = null)
    {
        var now = clock.GetUtcNow();
        var session = family ?? Guid.CreateVersion7();
        var lifetime = TimeSpan.FromMinutes(options.Value.AccessTokenMinutes);
        var access = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            SigningCredentials = new SigningCredentials(keys.Current, SecurityAlgorithms.HmacSha256),
            Subject = new ClaimsIdentity(
            [
                new Claim(CallerClaims.Subject, user.Id.ToString()),
                new Claim(CallerClaims.Tenant, membership.TenantId.ToString()),
                new Claim(CallerClaims.Role, membership.Role),
                new Claim(CallerClaims.Session, session.ToString()),
            ]),
        });
        var secret = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        db.Add(new RefreshToken
        {
            Id = Guid.CreateVersion7(),
            Hash = Hash(secret),
            FamilyId = session,
            UserId = user.Id,
            Tenant = membership.TenantId,
            ExpiresAt = now.AddDays(options.Value.RefreshTokenDays),
        });
        return new TokenView(access, secret, "Bearer", (int)lifetime.TotalSeconds);
    }

    public Task RevokeFamilyAsync(Guid family, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Set<RefreshToken>().Where(t => t.FamilyId == family && t.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), ct);
    }

    public Task RevokeAllAsync(Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Set<RefreshToken>().Where(t => t.UserId == userId && t.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), ct);
    }

    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
