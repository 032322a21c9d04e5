namespace Callsight.Analytics.Dialects;

/// <summary>As what a free property is read. One of another kind is absent.</summary>
public enum PropertyAs
{
    /// <summary>Anything, as text: for breakdowns.</summary>
    Any,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,
}
