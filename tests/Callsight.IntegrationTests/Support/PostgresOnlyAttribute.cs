using System.Reflection;
using Callsight.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

namespace Callsight.IntegrationTests.Support;

/// <summary>Runs a theory on PostgreSQL, for what SQLite cannot even attempt; shows as skipped where there is none.</summary>
public sealed class PostgresOnlyAttribute : DataAttribute
{
    public override async ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        [.. (await new EveryStoreAttribute().GetData(testMethod, disposalTracker)).Where(row => row.GetData() is ["postgres"])];

    public override bool SupportsDiscoveryEnumeration() => true;
}
