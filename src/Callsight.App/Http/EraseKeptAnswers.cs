using System.Text.RegularExpressions;
using Callsight.App.Data;
using Callsight.App.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.Http;

/// <summary>Deletes kept answers that show a person: a repeated request is then a new one.</summary>
internal sealed partial class EraseKeptAnswers(AppDb db) : IPersonalData
{
    public ErasureStep Step => ErasureStep.Answers;

    public string Name => "kept_answers";

    public async Task<long?> EraseAsync(TracedPerson person, CancellationToken ct)
    {
        var text = new PersonText(person);
        var telling = new List<string>();
        await foreach (var answer in db.Set<IdempotentRequest>().AsNoTracking().Select(r => new { r.Key, r.Body })
                           .AsAsyncEnumerable().WithCancellation(ct))
            if (text.IsIn(answer.Body) || Ids().Matches(answer.Body).Any(id => Guid.TryParse(id.Value, out var known)
                    && (person.LeadIds.Contains(known) || person.CallIds.Contains(known))))
                telling.Add(answer.Key);
        foreach (var some in telling.Chunk(500))
            await db.Set<IdempotentRequest>().Where(r => some.Contains(r.Key)).ExecuteDeleteAsync(ct);
        return telling.Count;
    }

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex Ids();
}
