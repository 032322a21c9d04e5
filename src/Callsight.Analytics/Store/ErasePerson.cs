using Callsight.Analytics.Dialects;
using Callsight.Analytics.Rollups;
using Callsight.Analytics.Schema;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Takes a person out of the raw events: what they are known by is replaced, whatever was said of them is deleted.</summary>
/// <remarks>
/// Facts of calls and leads are replaced by way of the event log. Events are sought beside the writer, which then changes those it is
/// told of, in pieces: whoever records events meanwhile waits for one of them at most.
/// </remarks>
internal sealed class ErasePerson(Func<DuckDbWriter> writer, ConnectionPool readers, ChangedHours changes)
{
    private const int AtOnce = 20_000;

    private readonly DuckDbDialect dialect = new();

    /// <summary>
    /// User ids that said of themselves, by being identified, that they have one of the addresses or numbers; those under which the same
    /// people came before they were identified; and those that came with a lead of the person and never with another's, as those of
    /// agents do.
    /// </summary>
    public async Task<IReadOnlyList<string>> UserIdsAsync(
        TenantId tenant, TracedPerson person, string identifiedBy, CancellationToken ct)
    {
        var (mentions, patterns) = Mentions(new PersonText(person));
        var events = dialect.Rows(FactTable.Events, tenant, "$tenant");
        var known = await ReadAsync(new SqlStatement(
            $"SELECT user_id FROM {events} AS e WHERE user_id IN (SELECT unnest($users)) UNION " +
            $"SELECT user_id FROM {events} AS e WHERE user_id IS NOT NULL AND lead_id IS NOT NULL GROUP BY user_id " +
            "HAVING bool_and(lead_id IN (SELECT unnest($leads)))" +
            (patterns.Count == 0 ? "" : $" UNION SELECT user_id FROM {events} AS e WHERE type = $type AND ({mentions})"),
            [
                Tenant(tenant),
                new("users", SqlType.Text, person.UserIds.ToList()),
                new("leads", SqlType.Identity, person.LeadIds.ToList()),
                .. patterns.Count == 0 ? [] : patterns.Prepend(new("type", SqlType.Text, identifiedBy)),
            ]), ct);
        var users = known.Rows.Select(row => row[0]).OfType<string>().ToList();
        var before = await ReadAsync(new SqlStatement(
            $"SELECT DISTINCT json_extract_string(properties, '$.anonymous_id') FROM {events} AS e " +
            "WHERE type = $type AND user_id IN (SELECT unnest($users))",
            [Tenant(tenant), new("type", SqlType.Text, identifiedBy), new("users", SqlType.Text, users)]), ct);
        return [.. users.Union(before.Rows.Select(row => row[0]).OfType<string>(), StringComparer.Ordinal)];
    }

    /// <returns>How many events were changed.</returns>
    public async Task<long> RunAsync(TenantId tenant, TracedPerson person, CancellationToken ct)
    {
        var text = new PersonText(person);
        var (mentions, patterns) = Mentions(text);
        var events = dialect.Rows(FactTable.Events, tenant, "$tenant");
        const string Theirs =
            "(user_id IN (SELECT unnest($users)) OR lead_id IN (SELECT unnest($leads)) OR call_id IN (SELECT unnest($calls)))";
        SqlParameter[] ids =
        [
            Tenant(tenant), new("users", SqlType.Text, person.UserIds.ToList()), new("leads", SqlType.Identity, person.LeadIds.ToList()),
            new("calls", SqlType.Identity, person.CallIds.ToList()),
        ];
        var theirs = Ids(await ReadAsync(new SqlStatement($"SELECT event_id FROM {events} AS e WHERE {Theirs}", ids), ct));
        var mentioned = patterns.Count == 0 ? [] : Ids(await ReadAsync(
            new SqlStatement($"SELECT event_id FROM {events} AS e WHERE {mentions}", [Tenant(tenant), .. patterns]), ct));
        foreach (var some in theirs.Chunk(AtOnce))
            await WriteAsync(connection => ChangeAsync(connection, tenant, some, columns => Emptied(person, columns)));
        foreach (var some in mentioned.Except(theirs).Chunk(AtOnce))
            await WriteAsync(connection => ChangeAsync(connection, tenant, some, columns => Cleaned(patterns, columns)));
        if (theirs.Count + mentioned.Count > 0)
            await WriteAsync(DuckDbFile.FlushAsync);
        return theirs.Union(mentioned).Count();
    }

    private static (string Sql, IReadOnlyList<SqlParameter> Patterns) Mentions(PersonText text)
    {
        var patterns = new List<SqlParameter>();
        if (text.EmailPattern is { } email)
            patterns.Add(new("email", SqlType.Text, email));
        if (text.PhonePattern is { } phone)
            patterns.Add(new("phone", SqlType.Text, phone));
        return (string.Join(" OR ", patterns.Select(p => $"regexp_matches(CAST(properties AS VARCHAR), ${p.Name})")), patterns);
    }

    private static (string Set, IReadOnlyList<SqlParameter> Values) Emptied(TracedPerson person, IEnumerable<string> columns)
    {
        return ($"user_id = CASE WHEN user_id IN (SELECT unnest($users)) THEN {Replaced("user_id")} ELSE user_id END, " +
            $"session_id = {Replaced("session_id")}, properties = NULL" +
            string.Concat(columns.Select(c => $", {c} = NULL, {c}_kind = NULL")),
            [new("users", SqlType.Text, person.UserIds.ToList()), new("salt", SqlType.Text, person.Salt)]);

        // As TracedPerson does.
        static string Replaced(string column) =>
            $"CASE WHEN starts_with({column}, '{TracedPerson.Erased}') THEN {column} " +
            $"ELSE '{TracedPerson.Erased}' || substr(sha256($salt || {column}), 1, {TracedPerson.ReplacedLetters}) END";
    }

    private static (string Set, IReadOnlyList<SqlParameter> Values) Cleaned(
        IReadOnlyList<SqlParameter> patterns, IEnumerable<string> columns)
    {
        return (string.Concat($"properties = CAST({Clean("CAST(properties AS VARCHAR)")} AS JSON)",
            string.Concat(columns.Select(c => $", {c} = {Clean(c)}"))), patterns);

        string Clean(string value)
        {
            foreach (var pattern in patterns.Concat(patterns))
                value = $"regexp_replace({value}, ${pattern.Name}, '" +
                    $"{(pattern.Name == "email" ? PersonText.EmailSubstitute : PersonText.PhoneSubstitute)}', 'g')";
            return value;
        }
    }

    private async Task ChangeAsync(
        DuckDBConnection connection, TenantId tenant, IReadOnlyCollection<Guid> ids,
        Func<IEnumerable<string>, (string Set, IReadOnlyList<SqlParameter> Values)> how)
    {
        SqlParameter[] which = [Tenant(tenant), new("ids", SqlType.Identity, ids.ToList())];
        const string Wanted = "WHERE tenant_id = $tenant AND event_id IN (SELECT unnest($ids))";
        var notes = new ChangeNotes(connection, changes);
        await DuckDbFile.ExecuteAsync(connection, "BEGIN", default);
        foreach (var (table, columns) in new[]
                 {
                     ($"{DuckDbDialect.SchemaOf(tenant)}.{FactTable.Events.Name}", await PropertyColumns.NamesAsync(connection, tenant)),
                     ($"hot.{FactTable.Events.Name}", []),
                 })
        {
            foreach (var row in (await DuckDbReading.ReadAsync(connection, new SqlStatement(
                         $"SELECT DISTINCT date_trunc('hour', occurred_at) FROM {table} {Wanted}", which), default)).Rows)
                notes.Add(tenant, SqlValues.Instant(row[0])!.Value);
            var (set, values) = how(columns);
            await DuckDbReading.ReadAsync(
                connection, new SqlStatement($"UPDATE {table} SET {set} {Wanted}", [.. which, .. values]), default);
        }

        notes.Write();
        await DuckDbFile.ExecuteAsync(connection, "COMMIT", default);
        notes.Committed();
    }

    private static HashSet<Guid> Ids(SqlRows found) => [.. found.Rows.Select(row => (Guid)row[0]!)];

    private static SqlParameter Tenant(TenantId tenant) => new("tenant", SqlType.Identity, tenant.Value);

    private Task<SqlRows> ReadAsync(SqlStatement statement, CancellationToken ct) =>
        readers.UseAsync((connection, until) => DuckDbReading.ReadAsync(connection, statement, until), ct);

    // Also when the disk is almost full: somebody has a right to it.
    private Task WriteAsync(Func<DuckDBConnection, Task> work) => writer().WriteAsync(work, needsRoom: false);
}
