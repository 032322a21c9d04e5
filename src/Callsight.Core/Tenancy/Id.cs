namespace Callsight.Core;

/// <summary>The id of a <typeparamref name="T"/>: a UUID of version 7, so that ids sort by the time they were made.</summary>
/// <remarks>Typed, so that a call's id cannot be passed where a lead's is wanted. In JSON it is a plain UUID string.</remarks>
public readonly record struct Id<T>(Guid Value) : IComparable<Id<T>>
{
    /// <summary>A new id.</summary>
    public static Id<T> New() => new(Guid.CreateVersion7());

    /// <inheritdoc/>
    public int CompareTo(Id<T> other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();

    public static bool operator <(Id<T> left, Id<T> right) => left.CompareTo(right) < 0;

    public static bool operator >(Id<T> left, Id<T> right) => left.CompareTo(right) > 0;

    public static bool operator <=(Id<T> left, Id<T> right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Id<T> left, Id<T> right) => left.CompareTo(right) >= 0;
}
