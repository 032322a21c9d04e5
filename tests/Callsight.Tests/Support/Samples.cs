using System.Text.Json.Nodes;

namespace Callsight.Tests.Support;

/// <summary>Values by the names of fields, where a schema alone does not say what works.</summary>
internal static class Samples
{
    public static bool IsPeriod(string name) => name is "start_date" or "end_date";

    /// <summary>What the tests know of fields; ids come from outside.</summary>
    public static Func<string, (bool IsKnown, JsonNode? Value)> Knowing(Func<string, string?> idFor) => name => name switch
    {
        "start_date" => (true, "2026-02-01"),
        "end_date" => (true, "2026-03-01"),
        "email" => (true, TestHost.NewEmail()),
        "password" or "new_password" => (true, TestHost.Password),
        "time_zone" => (true, "Europe/Vienna"),
        "currency" => (true, "EUR"),
        "role" => (true, "analyst"),
        "scopes[]" => (true, "leads:read"),
        "metric" or "metrics[]" => (true, "calls_total"),
        "dimensions[]" => (true, "agent"),
        "from" => (true, "09:00"),
        "to" => (true, "17:00"),
        "order_by" => (true, "-calls_total"),
        "event" => (true, "lead_created"),
        "cursor" or "filter" or "breakdown" or "tenant" or "code" => (true, null),
        "external_id" => (true, $"external-{Guid.CreateVersion7():n}"),
        _ when name.EndsWith("_id", StringComparison.Ordinal) && idFor(name) is { } id => (true, id),
        _ => (false, null),
    };
}
