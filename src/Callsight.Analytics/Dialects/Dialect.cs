using Callsight.Analytics.Schema;

namespace Callsight.Analytics.Dialects;

/// <summary>How one engine spells the dozen things in which engines differ. Everything else is common SQL.</summary>
public abstract class Dialect
{
    /// <summary>Short name, used for golden files and metrics.</summary>
    public abstract string Name { get; }

    /// <summary>A reference to a parameter.</summary>
    public abstract string Parameter(string name, SqlType type);

    /// <summary>The rows of a fact that belong to the tenant. The only place where tables are printed, always with the tenant.</summary>
    public abstract string Rows(FactTable table, TenantId tenant, string tenantParameter);

    /// <summary>The same, with the columns that properties of the tenant's own have.</summary>
    /// <param name="table">Which fact.</param>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="tenantParameter">The reference to the tenant.</param>
    /// <param name="add">Takes a value in and gives the reference to it.</param>
    public virtual string Rows(FactTable table, TenantId tenant, string tenantParameter, Func<SqlType, object, string> add) =>
        Rows(table, tenant, tenantParameter);

    /// <summary>A free property that has a column of its own; null where it has none and is read from its JSON.</summary>
    public virtual string? PropertyColumn(FactTable table, string property, PropertyAs kind) => null;

    /// <summary>Whole microseconds from one instant to another.</summary>
    public abstract string Microseconds(string from, string to);

    /// <summary>An instant moved by a whole number of seconds.</summary>
    public abstract string AddSeconds(string instant, string seconds);

    /// <summary>An instant moved by a whole number of milliseconds.</summary>
    public abstract string AddMilliseconds(string instant, string milliseconds);

    /// <summary>The start of the unit (hour, day, week, month, quarter, year) an unzoned time lies in, as a timestamp.</summary>
    public abstract string Truncate(string unit, string instant);

    /// <summary>Seconds since midnight of an unzoned time, with fractions.</summary>
    public abstract string SecondOfDay(string instant);

    /// <summary>The weekday of an unzoned time, from Monday = 1 to Sunday = 7.</summary>
    public abstract string IsoWeekday(string instant);

    /// <summary>A free property as text, when it is a text.</summary>
    public abstract string PropertyText(string column, string name);

    /// <summary>A free property as a number, when it is a number.</summary>
    public abstract string PropertyNumber(string column, string name);

    /// <summary>A free property as true or false, when it is one.</summary>
    public abstract string PropertyTruth(string column, string name);

    /// <summary>A free property of any kind as text, for breakdowns.</summary>
    public abstract string PropertyAny(string column, string name);

    /// <summary>Whether a list of texts holds a text.</summary>
    public abstract string ListHolds(string list, string text);

    /// <summary>Whether a text holds, starts or ends with another; both sides are lower-cased for ASCII before.</summary>
    public abstract string TextTest(string kind, string text, string part);

    /// <summary>An exact quantile, interpolated linearly.</summary>
    public abstract string Quantile(string value, string fraction);

    /// <summary>A value as another type; absent stays absent.</summary>
    public abstract string Cast(string expression, SqlType type);

    /// <summary>A text with its ASCII capitals made small, and nothing else changed.</summary>
    public abstract string LowerAscii(string text);

    /// <summary>How a free property's name is written as a value: a JSON pointer, a path, or the name itself.</summary>
    public abstract string PropertyReference(string name);

    /// <summary>Rows (bucket, bucket_start, bucket_end) from three lists of the same length.</summary>
    public abstract string BucketRows(string keys, string starts, string ends);

    /// <summary>An absent value of a type.</summary>
    public abstract string Null(SqlType type);

    /// <summary>How many different values there are, exactly; absent ones do not count.</summary>
    public abstract string CountDistinct(string value);

    /// <summary>The sum; absent where nothing is summed up.</summary>
    public abstract string Sum(string value);
}
