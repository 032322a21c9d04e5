using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.EventLog;

/// <summary>Rewrites the lines of the log that tell of a person. Who reads them from now on, or replays one, learns nothing.</summary>
internal sealed class EraseFromLog(AppDb db) : IPersonalData
{
    private const int AtOnce = 2_000;

    public ErasureStep Step => ErasureStep.Copies;

    public string Name => "log_entries";

    public async Task<long?> EraseAsync(TracedPerson person, CancellationToken ct)
    {
        var text = new PersonText(person);
        var (changed, after) = (0L, 0L);
        while (true)
        {
            var entries = await db.Set<EventLogEntry>().AsNoTracking().Where(e => e.Position > after).OrderBy(e => e.Position)
                .Take(AtOnce).Select(e => new { e.Position, e.Data }).ToListAsync(ct);
            if (entries.Count == 0)
                return changed;
            after = entries[^1].Position;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var entry in entries)
            {
                if (Without(person, text, entry.Data) is not { } without || without == entry.Data)
                    continue;
                await db.Set<EventLogEntry>().Where(e => e.Position == entry.Position)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.Data, without), ct);
                changed++;
            }

            await transaction.CommitAsync(ct);
        }
    }

    private static string? Without(TracedPerson person, PersonText text, string data)
    {
        var happened = JsonSerializer.Deserialize<CatalogueEvent>(data, JsonShape.Log)!;
        return person.IsIn(happened) ? JsonSerializer.Serialize(person.Without(happened), JsonShape.Log)
            : text.IsIn(data) ? text.Without(data)
            : null;
    }
}
