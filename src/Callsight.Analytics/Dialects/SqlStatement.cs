namespace Callsight.Analytics.Dialects;

/// <summary>The kinds of values that columns and parameters have, in words every engine can spell.</summary>
public enum SqlType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Whole number of 64 bits.</summary>
    Whole,

    /// <summary>Floating-point number.</summary>
    Number,

    /// <summary>Money: 18 digits, four of them after the point.</summary>
    Money,

    /// <summary>Sum of money: 38 digits, four of them after the point.</summary>
    MoneySum,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>Instant in UTC, whole microseconds.</summary>
    Instant,

    /// <summary>Local calendar day.</summary>
    Day,

    /// <summary>UUID.</summary>
    Identity,

    /// <summary>List of texts.</summary>
    Texts,

    /// <summary>List of UUIDs; for parameters only.</summary>
    Identities,

    /// <summary>List of instants; for parameters only.</summary>
    Instants,

    /// <summary>JSON object, kept as text.</summary>
    Json,
}

/// <summary>A value on its way into SQL; values never stand in the text.</summary>
public sealed record SqlParameter(string Name, SqlType Type, object? Value);

/// <summary>SQL text and the values it refers to.</summary>
public sealed record SqlStatement(string Text, IReadOnlyList<SqlParameter> Parameters);

/// <summary>What a statement brought back.</summary>
public sealed record SqlRows(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows);

/// <summary>An engine that answers read-only SQL over one tenant's facts.</summary>
public interface ISqlEngine
{
    /// <summary>How the engine spells things.</summary>
    Dialect Dialect { get; }

    /// <summary>The same, knowing what is special about a tenant's tables.</summary>
    Dialect DialectOf(TenantId tenant) => Dialect;

    /// <summary>Runs a statement. A tenant that has no data yet reads as empty.</summary>
    Task<SqlRows> ReadAsync(TenantId tenant, SqlStatement statement, CancellationToken ct);

    /// <summary>Runs a statement and hands over each row as it comes, without keeping any: answers may be longer than memory.</summary>
    async Task ReadEachAsync(TenantId tenant, SqlStatement statement, Action<ISqlRow> take, CancellationToken ct)
    {
        foreach (var row in (await ReadAsync(tenant, statement, ct)).Rows)
            take(new ListedRow(row));
    }
}

/// <summary>A row on its way; it is good until the next one comes.</summary>
public interface ISqlRow
{
    /// <summary>A value of any kind; null where it is absent.</summary>
    object? Value(int column);

    /// <summary>A whole number that is never absent.</summary>
    long Whole(int column);
}

internal sealed class ListedRow(object?[] values) : ISqlRow
{
    public object? Value(int column) => values[column];

    public long Whole(int column) => Convert.ToInt64(values[column], System.Globalization.CultureInfo.InvariantCulture);
}
