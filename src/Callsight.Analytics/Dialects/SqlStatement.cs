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
}
