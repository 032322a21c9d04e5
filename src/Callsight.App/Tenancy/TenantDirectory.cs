using System.Globalization;
using System.Text;
using Callsight.Analytics.Metrics;
using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Tenancy;

internal sealed class TenantDirectory(AppDb db, CurrentTenant current, TimeProvider clock) : ITenantDirectory, ITenantSettings
{
    public async Task<TenantSettings> GetAsync(CancellationToken ct) =>
        Settings(await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == current.Id, ct));

    public async Task<TenantSettings?> FindAsync(string slugOrId, CancellationToken ct)
    {
        var id = Guid.TryParse(slugOrId, out var parsed) ? new TenantId(parsed) : default;
        var tenant = await db.Set<Tenant>().AsNoTracking()
            .SingleOrDefaultAsync(t => t.Id == id || t.Slug == slugOrId, ct);
        return tenant is null ? null : Settings(tenant);
    }

    public Task<List<TenantId>> ListAsync(CancellationToken ct) =>
        db.Set<Tenant>().AsNoTracking().OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(ct);

    public async Task<Result<TenantSettings>> AddAsync(
        string name, string? timeZone, string? currency, CancellationToken ct, TenantId? id = null)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(name) || name.Length > Tenant.MaxNameLength)
            errors.Add(new FieldError("tenant_name", $"A tenant needs a name of at most {Tenant.MaxNameLength} characters."));
        if (!TenantZone.Find(timeZone ?? "UTC").TryGet(out var zone, out var unknown))
            errors.Add(new FieldError("time_zone", unknown.Message));
        if (!Currencies.IsCode(currency ?? "EUR"))
            errors.Add(new FieldError("currency", "A currency is an ISO 4217 code such as EUR."));
        if (errors.Count > 0)
            return Problem.InvalidFields(errors);

        var tenant = new Tenant
        {
            Id = id ?? TenantId.New(),
            Name = name,
            Slug = await FreeSlugAsync(name, ct),
            TimeZone = zone!.Id,
            Currency = currency ?? "EUR",
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(tenant);
        return Settings(tenant);
    }

    private async Task<string> FreeSlugAsync(string name, CancellationToken ct)
    {
        var slug = Slug(name);
        for (var number = 1; ; number++)
        {
            var wanted = number == 1 ? slug : string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
            if (!await db.Set<Tenant>().AnyAsync(t => t.Slug == wanted, ct))
                return wanted;
        }
    }

    /// <summary>Accented letters without their accents. Written out: without cultures the runtime does not take letters apart.</summary>
    private static readonly Dictionary<char, string> PlainLetters = new[]
    {
        ("àáâãäåāăą", "a"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"), ("ĥħ", "h"), ("ìíîïĩīĭįı", "i"), ("ĵ", "j"),
        ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņň", "n"), ("òóôõöøōŏő", "o"), ("ŕŗř", "r"), ("śŝşšș", "s"), ("ţťŧț", "t"), ("ùúûüũūŭůűų", "u"),
        ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"), ("æ", "ae"), ("œ", "oe"), ("ß", "ss"), ("þ", "th"),
    }.SelectMany(p => p.Item1.Select(letter => (letter, p.Item2))).ToDictionary(p => p.letter, p => p.Item2);

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(letter))
                slug.Append(letter);
            else if (PlainLetters.TryGetValue(letter, out var plain))
                slug.Append(plain);
            else if (slug.Length > 0 && slug[^1] != '-' && (char.IsWhiteSpace(letter) || char.IsPunctuation(letter)))
                slug.Append('-');
        var text = slug.ToString().Trim('-');
        return text.Length == 0 ? "tenant" : text[..Math.Min(text.Length, 40)];
    }

    private static TenantSettings Settings(Tenant tenant) =>
        new(tenant.Id, tenant.Name, tenant.Slug, TenantZone.Find(tenant.TimeZone).Value, tenant.Currency)
        {
            Metrics = new MetricSettings
            {
                ServiceLevelVariant = tenant.ServiceLevelVariant,
                ShortAbandonSeconds = tenant.ShortAbandonSeconds,
                RepeatWindowDays = tenant.RepeatWindowDays,
            },
            BusinessHours = OpenWeek.Read(tenant.BusinessHours)?.ToHours(),
            EventRetentionDays = tenant.EventRetentionDays,
        };
}

internal static class Currencies
{
    public static bool IsCode(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}
