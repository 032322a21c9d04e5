using System.Security.Cryptography;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Callsight.App.Identity;

/// <summary>The key that signs tokens: made at the first start, then kept.</summary>
internal sealed class SigningKeys(IServiceScopeFactory scopes, TimeProvider clock) : IAfterMigration
{
    private SymmetricSecurityKey? current;

    public SymmetricSecurityKey Current =>
        current ?? throw new InvalidOperationException("The signing key is loaded when the product starts.");

    // At the start, and not when first needed: that may be inside a transaction, which would wait for itself.
    public async Task RunAsync(CancellationToken ct) => current ??= await LoadAsync(scopes, clock);

    private static async Task<SymmetricSecurityKey> LoadAsync(IServiceScopeFactory scopes, TimeProvider clock)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (await db.Set<SigningKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == 1) is not { } kept)
        {
            kept = new SigningKey { Id = 1, Secret = RandomNumberGenerator.GetBytes(64), CreatedAt = clock.GetUtcNow() };
            db.Add(kept);
            try
            {
                await db.SaveChangesAsync();
            }
            catch (DbUpdateException)
            {
                // Another node was first; its key is the one.
                db.ChangeTracker.Clear();
                kept = await db.Set<SigningKey>().AsNoTracking().SingleAsync(k => k.Id == 1);
            }
        }

        return new SymmetricSecurityKey(kept.Secret) { KeyId = "1" };
    }
}
