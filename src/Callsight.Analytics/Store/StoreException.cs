namespace Callsight.Analytics.Store;

/// <summary>A store could not do what it was asked, for a reason that whoever asked can be told.</summary>
public sealed class StoreException(Problem problem, Exception? inner = null) : IOException(problem.Message, inner ?? problem.Cause)
{
    /// <summary>What is wrong, and what can be done about it.</summary>
    public Problem Problem => problem;
}
