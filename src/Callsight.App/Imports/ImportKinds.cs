using Callsight.App.CallCentre;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Imports;

/// <summary>A kind of rows that can be imported.</summary>
/// <param name="Name">Its key in mappings.</param>
/// <param name="Fields">The fields a mapping may fill.</param>
/// <param name="Table">Where its rows are kept.</param>
/// <param name="Key">The fields a row is known by.</param>
/// <param name="HasProperties">Whether <c>properties.NAME</c> come on top.</param>
/// <param name="TakeAsync">Reads the rows and takes them in.</param>
internal sealed record ImportKind(
    string Name, string Table, IReadOnlyList<string> Key, IReadOnlyList<string> Fields, bool HasProperties,
    Func<IServiceProvider, IReadOnlyList<RowValues>, bool, CancellationToken, Task<IReadOnlyList<RowResult>>> TakeAsync)
{
    public bool Knows(string field) =>
        Fields.Contains(field) || (HasProperties && field.Length > 11 && field.StartsWith("properties.", StringComparison.Ordinal));
}

/// <summary>All kinds. A new one is a line here, a reader in <see cref="RowReaders"/> and a target.</summary>
internal static class ImportKinds
{
    public static IReadOnlyDictionary<string, ImportKind> All { get; } = new[]
    {
        Of("leads", "leads", ["external_id"], true, RowReaders.Lead,
            "external_id", "first_name", "last_name", "email", "phone", "company", "source", "status", "stage", "priority",
            "campaign", "agent", "value", "tags", "created_at", "contacted_at", "qualified_at", "converted_at", "lost_at"),
        Of("calls", "calls", ["external_id"], true, RowReaders.Call,
            "external_id", "agent", "queue", "campaign", "lead", "direction", "status", "started_at", "answered_at", "ended_at",
            "wait_seconds", "talk_seconds", "hold_seconds", "wrap_up_seconds", "outcome", "rating", "resolved", "phone_number"),
        Of("campaigns", "campaigns", ["external_id"], false, RowReaders.Campaign,
            "external_id", "name", "channel", "status", "budget", "starts_at", "ends_at"),
        Of("campaign_spend", "campaign_spend", ["campaign", "date", "note"], false, RowReaders.Spend,
            "campaign", "date", "amount", "note"),
        Of("events", "imported_events", ["event_id"], true, RowReaders.Event,
            "event_id", "type", "occurred_at", "user_id", "session_id", "agent", "lead", "campaign", "value", "duration_seconds",
            "amount"),
    }.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    private static ImportKind Of<TRow>(
        string name, string table, string[] key, bool hasProperties, Func<RowValues, TRow> read, params string[] fields) =>
        new(name, table, key, fields, hasProperties, async (services, batch, dryRun, ct) =>
        {
            var rows = batch.Select(read).ToList();
            var good = Enumerable.Range(0, rows.Count).Where(i => batch[i].Errors.Count == 0).ToList();
            var taken = await services.GetRequiredService<IRowTarget<TRow>>().TakeAsync([.. good.Select(i => rows[i])], dryRun, ct);
            var results = batch.Select(values => RowResult.Rejected(values.Errors)).ToArray();
            foreach (var (index, result) in good.Zip(taken))
                results[index] = result;
            return results;
        });
}
