using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Security.Cryptography;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Callsight.App.Identity;

public sealed record ApiKeyRequest(
    [property: Required, MaxLength(120)] string Name,
    [property: Required, MinLength(1), MaxLength(100), ShortTexts] IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt) : IValidated;

/// <summary>An API key; the key itself is shown once, when it is made.</summary>
public sealed record ApiKeyView(
    Id<ApiKey> Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string? Key)
{
    internal static ApiKeyView From(ApiKey key) => new(key.Id, key.Name, key.Scopes, key.CreatedAt, key.ExpiresAt, null);
}

/// <summary>The text of a key says whose it is, so that the tenant is entered before the key is looked up.</summary>
internal static class ApiKeyText
{
    public const string Prefix = "cs_";

    public static string New(TenantId tenant) =>
        $"{Prefix}{Base64UrlEncoder.Encode(tenant.Value.ToByteArray())}.{Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32))}";

    public static TenantId? TenantOf(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || dot < 0 || key.Length > 200)
            return null;
        try
        {
            return Base64UrlEncoder.DecodeBytes(key[Prefix.Length..dot]) is { Length: 16 } bytes && new Guid(bytes) is var id
                && id != Guid.Empty ? new TenantId(id) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

internal static class ManageApiKeys
{
    public static void Map(RouteGroupBuilder keys)
    {
        keys.MapPost("/", CreateAsync).WithName("CreateApiKey").WithSummary("Make an API key")
            .WithDescription("The key is shown this once. Its scopes are permissions, and at most your own.")
            .WithMetadata(new AnswersAreNotKept())
            .RequireAuthorization(Permissions.ApiKeysWrite);
        keys.MapGet("/", ListAsync).WithName("ListApiKeys").WithSummary("List API keys")
            .RequireAuthorization(Permissions.ApiKeysWrite);
        keys.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteApiKey").WithSummary("Take an API key back")
            .RequireAuthorization(Permissions.ApiKeysWrite);
    }

    public static async Task<CreatedAnswer<ApiKeyView>> CreateAsync(
        ApiKeyRequest request, ClaimsPrincipal caller, AppDb db, CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        var unknown = request.Scopes.Select((scope, i) => (scope, i)).Where(s => !caller.HasClaim(CallerClaims.Permission, s.scope))
            .Select(s => new FieldError($"scopes[{s.i}]", "There is no such scope, or you do not have it yourself.")).ToList();
        if (unknown.Count > 0)
            return Problem.InvalidFields(unknown);
        var text = ApiKeyText.New(tenant.Id);
        var key = new ApiKey
        {
            Id = Id<ApiKey>.New(),
            Name = request.Name,
            Hash = TokenIssuer.Hash(text),
            Scopes = [.. request.Scopes.Distinct()],
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = request.ExpiresAt,
        };
        db.Add(key);
        await db.SaveChangesAsync(ct);
        return CreatedAnswer<ApiKeyView>.At($"/api/v1/api-keys/{key.Id}", ApiKeyView.From(key) with { Key = text });
    }

    public static async Task<Answer<Page<ApiKeyView>>> ListAsync([AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        if (!page.After().TryGet(out var after, out var problem))
            return problem;
        var keys = db.Set<ApiKey>().AsNoTracking().OrderByDescending(k => k.Id).AsQueryable();
        if (after is { } last)
            keys = keys.Where(k => k.Id < new Id<ApiKey>(last));
        return await keys.ToPageAsync(page, k => k.Id.Value, ApiKeyView.From, ct);
    }

    public static async Task<DoneAnswer> DeleteAsync(
        Guid id, AppDb db, CallerCache callers, CurrentTenant tenant, CancellationToken ct)
    {
        try
        {
            return await db.Set<ApiKey>().Where(k => k.Id == new Id<ApiKey>(id)).ExecuteDeleteAsync(ct) == 1
                ? DoneAnswer.Done
                : Problem.NotFound("api_key");
        }
        finally
        {
            callers.Forget(tenant.Id);
        }
    }
}
