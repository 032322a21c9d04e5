using Callsight.Analytics.Dialects;
using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Compiling;

/// <summary>Collects parameters while a statement is printed. The tenant is always the first.</summary>
internal sealed class SqlBuilder
{
    private readonly List<SqlParameter> parameters = [];
    private readonly TenantId tenant;
    public SqlBuilder(Dialect dialect, TenantId tenant)
    {
        (Dialect, this.tenant) = (dialect, tenant);
        Tenant = Named("tenant", SqlType.Identity, tenant.Value);
    }

    public Dialect Dialect { get; }

    /// <summary>The tenant, as a value in the text.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's rows of a table.</summary>
    public string Rows(FactTable table) => Dialect.Rows(table, tenant, Tenant, Add);

    /// <summary>Takes a value in and gives the reference to it; equal values share one.</summary>
    public string Add(SqlType type, object value)
    {
        var known = parameters.Find(p => p.Type == type && AreEqual(p.Value, value));
        return known is not null ? Dialect.Parameter(known.Name, type) : Named($"p{parameters.Count}", type, value);
    }

    /// <summary>A free property; its name travels in a parameter, unless it has a column of its own.</summary>
    public string Property(FactTable table, string column, string name, PropertyAs kind)
    {
        var property = name["properties.".Length..];
        if (Dialect.PropertyColumn(table, property, kind) is { } own)
            return own;
        var reference = Add(SqlType.Text, Dialect.PropertyReference(property));
        return kind switch
        {
            PropertyAs.Any => Dialect.PropertyAny(column, reference),
            PropertyAs.Text => Dialect.PropertyText(column, reference),
            PropertyAs.Number => Dialect.PropertyNumber(column, reference),
            _ => Dialect.PropertyTruth(column, reference),
        };
    }

    public SqlStatement Build(string text) => new(text, [.. parameters]);

    private static bool AreEqual(object? left, object right) => left is List<DateTime> instants && right is List<DateTime> others
        ? instants.SequenceEqual(others)
        : Equals(left, right);

    private string Named(string name, SqlType type, object value)
    {
        parameters.Add(new SqlParameter(name, type, value));
        return Dialect.Parameter(name, type);
    }
}
