using Callsight.App.Data;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Http;

/// <summary>Deletes kept answers to requests whose time is over.</summary>
internal sealed class ExpireKeptAnswers(AppDb db) : IExpiring
{
    public async Task ExpireAsync(DateTimeOffset now, CancellationToken ct)
    {
        var before = now - Idempotency.KeptFor;
        await db.Set<IdempotentRequest>().Where(r => r.CreatedAt < before).ExecuteDeleteAsync(ct);
    }
}
