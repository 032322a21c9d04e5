using Xunit.v3;

namespace Callsight.Tests.Support;

/// <summary>
/// Tests that <c>./test</c> runs a second time with their hosts on PostgreSQL (see <see cref="TestHost"/>). Not for a clock that stands
/// still: a reader of the log who waits there for somebody else's transaction would wait for ever.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AlsoOnPostgresAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Store", "postgres")];
}
