using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Callsight.Analytics.Compiling;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.Analytics.Querying;
using Callsight.Analytics.Schema;
using Callsight.Core;
using Callsight.Tests.House;
using static Callsight.Tests.Support.EngineFixture;

namespace Callsight.Tests.Analytics.Golden;

/// <summary>What the compilers print, in both dialects side by side, and what they must never print.</summary>
public sealed class GoldenSqlTests
{
    private const string Sentinel = "s3ntinel";

    /// <summary>The rows before a row, which cannot be said otherwise.</summary>
    private const string Frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING";

    /// <summary>The row before or after, which is no range of time either.</summary>
    private static readonly System.Text.RegularExpressions.Regex Neighbour = new(@"ROWS BETWEEN 1 (PRECEDING|FOLLOWING) AND 1 \1");

    private static readonly Dialect[] Dialects = [new DuckDbDialect(), new ClickHouseDialect()];

    public static TheoryData<string> Names => [.. GoldenQueries.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_text_is_as_recorded(string name)
    {
        var text = new StringBuilder();
        foreach (var dialect in Dialects)
        {
            var statement = GoldenQueries.All[name](dialect);
            text.Append(CultureInfo.InvariantCulture, $"-- {dialect.Name}\n{statement.Text};\n");
            foreach (var parameter in statement.Parameters)
                text.Append(CultureInfo.InvariantCulture, $"--   {parameter.Name}: {parameter.Type} {Shown(parameter.Value)}\n");
            text.Append('\n');
        }

        Repository.ShouldMatchSnapshot(text.ToString(), $"tests/Callsight.Tests/Analytics/Golden/{name}.sql");
    }

    [Theory, MemberData(nameof(Names))]
    public void Ranges_are_half_open(string name)
    {
        foreach (var dialect in Dialects)
            Neighbour.Replace(GoldenQueries.All[name](dialect).Text.Replace(Frame, "", StringComparison.Ordinal), "")
                .ShouldNotContain("BETWEEN", Case.Insensitive, customMessage: dialect.Name);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_tenant_stands_at_every_table(string name)
    {
        foreach (var dialect in Dialects)
        {
            var statement = GoldenQueries.All[name](dialect);
            var tables = Regex.Matches(statement.Text, $@"FROM (\w+\.)?({string.Join("|", FactTable.All.Select(t => t.Name))})\b");
            tables.Count.ShouldBeGreaterThan(0);
            tables.ShouldAllBe(table => statement.Text.Substring(table.Index + table.Length)
                .StartsWith($" WHERE tenant_id = {dialect.Parameter("tenant", SqlType.Identity)}", StringComparison.Ordinal));
            statement.Parameters[0].ShouldBe(new SqlParameter("tenant", SqlType.Identity, GoldenQueries.Tenant.Value));
        }
    }

    [Fact]
    public void No_value_name_or_zone_gets_into_the_text()
    {
        var query = new AnalyticsQuery
        {
            Tenant = GoldenQueries.Tenant,
            Metrics = [CallMetrics.CallsTotal],
            Days = Days("2026-03-28", "2026-03-30"),
            Zone = TenantZone.Find("Antarctica/Troll").Value,
            Interval = Interval.Hour,
            Now = At("2026-03-30T12:34:56Z"),
        };
        foreach (var dialect in Dialects)
            foreach (var (fact, test) in Tests())
            {
                var text = QueryCompiler.Compile(QueryCompiler.Prepare(query with
                {
                    Metrics = [fact == Facts.Calls ? CallMetrics.CallsTotal : LeadMetrics.LeadsGenerated],
                    Filter = test,
                    Dimensions = [$"properties.{Sentinel}"],
                }).Value, dialect).Statement.Text;
                // The number is the sentinel of numbers, the day that of moments and the first letters those of ids.
                foreach (var secret in new[] { Sentinel, "987654", "1987", "feedface", "Troll", "7200" })
                    text.ShouldNotContain(secret, Case.Insensitive, $"{dialect.Name}: {test}");
            }
    }

    /// <summary>Every operator on a field of every kind, with the sentinel of its kind.</summary>
    private static IEnumerable<(Fact Fact, Filter.Test Test)> Tests()
    {
        var fields = new[] { Facts.Leads, Facts.Calls }.SelectMany(fact => fact.Fields.Select(field => (Fact: fact, Field: field)));
        foreach (var (fact, field) in fields)
            foreach (var filterOperator in FieldKinds.OperatorsOf(field.Kind))
                foreach (var value in Values(field.Kind, filterOperator))
                    yield return (fact, new Filter.Test(field.Name.Replace("*", Sentinel, StringComparison.Ordinal), filterOperator, value));
    }

    private static IEnumerable<FilterValue> Values(FieldKind kind, FilterOperator filterOperator)
    {
        FilterValue[] values = kind switch
        {
            FieldKind.Number => [new FilterValue.Number(987_654)],
            FieldKind.Truth => [new FilterValue.Truth(true)],
            FieldKind.Instant => [new FilterValue.Instant(At("1987-01-01"))],
            FieldKind.Identity => [new FilterValue.Identity(Guid.Parse("feedface-0000-7000-8000-000000000000"))],
            FieldKind.Dynamic => [new FilterValue.Text(Sentinel), new FilterValue.Number(987_654), new FilterValue.Truth(true)],
            _ => [new FilterValue.Text(Sentinel)],
        };
        return filterOperator switch
        {
            FilterOperator.Exists or FilterOperator.NotExists => [new FilterValue.None()],
            FilterOperator.In or FilterOperator.NotIn => values.Select(value => new FilterValue.Many([value])),
            FilterOperator.Contains or FilterOperator.StartsWith or FilterOperator.EndsWith => values.OfType<FilterValue.Text>(),
            _ => values,
        };
    }

    private static string Shown(object? value) => value switch
    {
        DateTimeOffset instant => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        IReadOnlyList<DateTime> instants => $"{instants.Count} from {instants[0]:yyyy-MM-ddTHH:mm} to {instants[^1]:yyyy-MM-ddTHH:mm}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
