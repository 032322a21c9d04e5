using System.Text.Json;
using System.Text.Json.Nodes;
using Callsight.App.CallCentre;
using Callsight.App.Data;

namespace Callsight.App.Imports;

/// <summary>A field as it is, and as the import would leave it.</summary>
public sealed record PreviewedChange(JsonNode? From, JsonNode? To);

/// <summary>A row that would change something known.</summary>
public sealed record PreviewedUpdate(long Row, string ExternalId, IReadOnlyDictionary<string, PreviewedChange> Changes);

/// <summary>Rows of one file that tell of the same thing, in the order of the file.</summary>
public sealed record RepeatedRows(string ExternalId, IReadOnlyList<long> Rows);

/// <summary>What an import would do. The five counts make up the rows of the file.</summary>
/// <param name="New">Rows that would make something new.</param>
/// <param name="Updated">Rows that would change something known.</param>
/// <param name="Unchanged">Rows that are known already, exactly so.</param>
/// <param name="Rejected">Rows that would be refused.</param>
/// <param name="Repeated">Rows that tell of something an earlier row of the file tells of.</param>
/// <param name="Updates">The first of the updates, with their fields.</param>
/// <param name="Repeats">The first of the repetitions.</param>
public sealed record ImportPreview(
    long New, long Updated, long Unchanged, long Rejected, long Repeated,
    IReadOnlyList<PreviewedUpdate> Updates, IReadOnlyList<RepeatedRows> Repeats)
{
    internal static ImportPreview? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<ImportPreview>(json);

    internal string ToJson() => JsonSerializer.Serialize(this);
}

/// <summary>Looks at the rows of a dry run: what is new, what changes, and what stands in the file more than once.</summary>
internal sealed class PreviewRows(IReadOnlyList<string> key)
{
    public const int MostExamples = 20;

    /// <summary>How many different rows are kept in mind to find repetitions.</summary>
    private const int MostKept = 1_000_000;

    private static readonly string[] Named = ["agent", "campaign", "queue", "lead"];

    private readonly Dictionary<Guid, (long First, long Last, Guid Content)> seen = [];
    private readonly Dictionary<string, List<long>> repeats = new(StringComparer.Ordinal);
    private readonly List<PreviewedUpdate> updates = [];
    private long added, updated, unchanged, rejected, repeated;

    public ImportPreview Found => new(
        added, updated, unchanged, rejected, repeated, updates, [.. repeats.Select(r => new RepeatedRows(r.Key, r.Value))]);

    /// <summary>Counts a batch. What repeats a row of an earlier batch, of which nothing was recorded, is counted as an import would.</summary>
    public async Task<IReadOnlyList<RowResult>> AddAsync(
        IReadOnlyList<RowValues> batch, IReadOnlyList<RowResult> results, long firstRow, INames names, CancellationToken ct)
    {
        var counted = results.ToArray();
        for (var i = 0; i < counted.Length; i++)
        {
            var (row, name) = (firstRow + i, batch[i].Key(key));
            if (counted[i].Outcome is RowOutcome.Rejected)
            {
                rejected++;
                continue;
            }

            var content = NamedId.Of(batch[i].Content());
            var id = name.Length > 0 ? NamedId.Of(name) : content;
            // Rows without a key are something new each; events alone are known by all they say.
            if ((name.Length > 0 || key.Contains("event_id")) && seen.TryGetValue(id, out var earlier))
            {
                if (earlier.Last < firstRow)
                    counted[i] = RowResult.Of(
                        earlier.Content == content ? RowOutcome.Unchanged : RowOutcome.Updated, results[i].Warnings);
                repeated++;
                Repeat(name.Length > 0 ? name : "(the same row)", earlier.First, row);
                seen[id] = (earlier.First, row, content);
                continue;
            }

            if (seen.Count < MostKept)
                seen[id] = (row, row, content);
            added += counted[i].Outcome is RowOutcome.Imported ? 1 : 0;
            unchanged += counted[i].Outcome is RowOutcome.Unchanged ? 1 : 0;
            if (counted[i].Outcome is not RowOutcome.Updated)
                continue;
            updated++;
            if (updates.Count < MostExamples)
                updates.Add(new PreviewedUpdate(row, name, await ShownAsync(batch[i], counted[i].Changes, names, ct)));
        }

        return counted;
    }

    private void Repeat(string name, long first, long row)
    {
        if (repeats.TryGetValue(name, out var rows))
        {
            if (rows.Count < MostExamples)
                rows.Add(row);
        }
        else if (repeats.Count < MostExamples)
            repeats[name] = [first, row];
    }

    /// <summary>Fields as the API names them; what stands for a thing by its name, as the file does.</summary>
    private static async Task<IReadOnlyDictionary<string, PreviewedChange>> ShownAsync(
        RowValues values, IReadOnlyList<FieldChange> changes, INames names, CancellationToken ct)
    {
        var shown = new Dictionary<string, PreviewedChange>(StringComparer.Ordinal);
        foreach (var (field, from, to) in changes)
        {
            if (field == "team_id")
                continue;
            var kind = Named.FirstOrDefault(n => field.EndsWith($"{n}_id", StringComparison.Ordinal) && field != "external_id");
            if (kind is not null)
                shown[kind] = new PreviewedChange(await NameAsync(kind, from, names, ct), values.Text(kind));
            else if (field.EndsWith("_milliseconds", StringComparison.Ordinal))
                shown[$"{field[..^"_milliseconds".Length]}_seconds"] = new PreviewedChange(Seconds(from), Seconds(to));
            else
                shown[field] = new PreviewedChange(Json(from), Json(to));
        }

        return shown;
    }

    private static async Task<JsonNode?> NameAsync(string kind, object? id, INames names, CancellationToken ct) =>
        Json(id)?.GetValue<Guid>() is { } known ? (await names.OfAsync(kind, [known], ct)).GetValueOrDefault(known) : null;

    private static JsonNode? Seconds(object? milliseconds) => milliseconds is long value ? value / 1_000m : null;

    private static JsonNode? Json(object? value) => value is null ? null
        : JsonSerializer.SerializeToNode(value, value.GetType(), Http.JsonShape.Api);
}
