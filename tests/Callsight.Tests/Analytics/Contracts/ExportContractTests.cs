using Callsight.Analytics.Querying;
using Callsight.Core;
using Callsight.Tests.Support;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Contracts;

/// <summary>Rows taken out page by page.</summary>
public sealed class ExportContractTests
{
    [Theory, EveryEngine]
    public async Task Pages_hold_each_row_once_also_where_many_have_the_same_moment(string engine)
    {
        var fixture = await OpenAsync(engine,
        [
            Event("late", "2026-01-06T00:00Z", "u"), Event("early", "2026-01-04T23:59Z", "u"), Event("other", "2026-01-05T01:00Z", "u"),
            .. Enumerable.Range(0, 8).Select(i => Event("a", "2026-01-05T09:00Z", $"same {i}")),
            .. Enumerable.Range(0, 3).Select(i => Event("a", $"2026-01-05T1{i}:00Z", $"later {i}")),
        ]);
        var query = ExportRunner.Prepare(new ExportQuery
        {
            Tenant = fixture.Tenant,
            Dataset = Dataset.Events,
            Days = Days("2026-01-05", "2026-01-05"),
            Zone = TenantZone.Utc,
            Filter = new Filter.Test("event_type", FilterOperator.Eq, new FilterValue.Text("a")),
            Now = At("2026-02-01T00:00Z"),
        }).Value;
        var (user, at) = (Array.IndexOf([.. ExportRunner.Columns(Dataset.Events)], "user_id"), Array.IndexOf([.. ExportRunner.Columns(Dataset.Events)], "occurred_at"));
        foreach (var size in new[] { 1, 3, 11, 12 })
        {
            var rows = new List<object?[]>();
            await foreach (var row in new ExportRunner(fixture.Engine.Sql) { PageSize = size }.RowsAsync(query, CancellationToken.None))
                rows.Add(row);
            rows.Select(r => (string)r[user]!).Order(StringComparer.Ordinal).ToArray().ShouldBe(
                new[] { "later 0", "later 1", "later 2" }.Concat(Enumerable.Range(0, 8).Select(i => $"same {i}")).ToArray(), $"pages of {size}");
            rows.Select(r => ((DateTimeOffset)r[at]!).Hour).ShouldBe([9, 9, 9, 9, 9, 9, 9, 9, 10, 11, 12]);
        }
    }
}
