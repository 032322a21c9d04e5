using System.Security.Cryptography;
using System.Text;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Privacy;

/// <summary>A name of an erased person, hashed, so that it is known when it comes again.</summary>
public sealed class SuppressedName : ITenantOwned
{
    public TenantId TenantId { get; init; }
    public required string Hash { get; init; }
    public required Id<Erasure> ErasureId { get; init; }

    internal static string HashOf(TenantId tenant, NameKind kind, string name) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{kind}/{name}")));

    /// <summary>All names of a person.</summary>
    internal static IEnumerable<string> HashesOf(TenantId tenant, TracedPerson person) =>
        new[]
        {
            (NameKind.User, person.UserIds.AsEnumerable()),
            (NameKind.Lead, person.LeadIds.Select(id => id.ToString())),
            (NameKind.LeadExternalId, person.LeadExternalIds),
            (NameKind.CallExternalId, person.CallExternalIds),
            (NameKind.Email, person.Emails),
            (NameKind.Phone, person.Phones),
        }.SelectMany(names => names.Item2.Select(name => HashOf(tenant, names.Item1, name)));
}

internal sealed class SuppressedNameConfiguration : IEntityTypeConfiguration<SuppressedName>
{
    public void Configure(EntityTypeBuilder<SuppressedName> name)
    {
        name.ToTable("suppressed_names");
        name.HasKey(n => new { n.TenantId, n.ErasureId, n.Hash });
        name.Property(n => n.Hash).HasMaxLength(64);
    }
}

/// <summary>The suppressed names of each tenant, at hand for each event that comes in.</summary>
internal sealed class Suppressions(TimeProvider clock)
{
    /// <summary>Another node may let somebody in for so long after they were erased here.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(3);

    private readonly TenantCache<string, SuppressedNames> kept = new(clock, KeptFor);

    public async ValueTask<SuppressedNames> GetAsync(TenantId tenant, Func<Task<SuppressedNames?>> read) =>
        (await kept.GetAsync(tenant, "names", read))!;

    /// <summary>Has them read anew. To be called once a change is committed.</summary>
    public void Forget(TenantId tenant) => kept.Forget(tenant);
}

internal sealed class TenantSuppressions(Suppressions kept, CurrentTenant tenant, IServiceScopeFactory scopes) : ISuppressions
{
    public ValueTask<SuppressedNames> GetAsync(CancellationToken ct) => kept.GetAsync(tenant.Id, async () =>
    {
        // A scope of its own: what is read is kept for others, whatever the caller's transaction will come to.
        await using var scope = scopes.Enter(tenant.Id);
        var hashes = await scope.ServiceProvider.GetRequiredService<AppDb>().Set<SuppressedName>().Select(n => n.Hash).ToListAsync(ct);
        return new SuppressedNames(tenant.Id, hashes.ToHashSet(StringComparer.Ordinal));
    });
}
