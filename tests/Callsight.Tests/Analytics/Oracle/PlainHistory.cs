using Callsight.Core;

namespace Callsight.Tests.Analytics.Oracle;

/// <summary>An inbound call of a known caller, and how far away the same caller's calls before and after it are.</summary>
internal sealed record PlainContact(CallFact Call, TimeSpan? SincePrevious, TimeSpan? UntilNext);

/// <summary>What an agent did on a call, from when to when; still going on where there is no end.</summary>
internal sealed record PlainPiece(CallFact Call, string Activity, DateTimeOffset From, DateTimeOffset? To);

/// <summary>How long a lead stayed somewhere, with the event that brought it there.</summary>
internal sealed record PlainStay(CatalogueEvent Came, string Place, DateTimeOffset? Left);

/// <summary>What follows from several rows together, by walking through them one after the other.</summary>
internal static class PlainHistory
{
    public static IEnumerable<PlainContact> Contacts(IReadOnlyList<CallFact> calls)
    {
        var inbound = calls.Where(c => c.Direction == "inbound" && (c.LeadId is not null || c.Caller is not null))
            .OrderBy(c => c.StartedAt).ThenBy(c => c.CallId.ToString(), StringComparer.Ordinal).ToList();
        for (var i = 0; i < inbound.Count; i++)
        {
            var call = inbound[i];
            var before = inbound.Take(i).LastOrDefault(other => Who(other) == Who(call));
            var after = inbound.Skip(i + 1).FirstOrDefault(other => Who(other) == Who(call));
            yield return new PlainContact(call, call.StartedAt - before?.StartedAt, after?.StartedAt - call.StartedAt);
        }

        static string Who(CallFact call) => call.LeadId?.ToString() ?? call.Caller!;
    }

    public static IEnumerable<PlainPiece> Pieces(CallFact call)
    {
        if (!call.IsAnswered)
            yield break;
        if (call.AnsweredAt is { } answer)
        {
            var hold = answer.AddMilliseconds(call.TalkMilliseconds ?? 0);
            yield return new PlainPiece(call, "talk", answer, call.EndedAt is null ? null : hold);
            if (call.EndedAt is not null)
                yield return new PlainPiece(call, "hold", hold, hold.AddMilliseconds(call.HoldMilliseconds ?? 0));
        }

        if (call.EndedAt is { } end)
            yield return new PlainPiece(call, "wrap_up", end, end.AddMilliseconds(call.WrapUpMilliseconds ?? 0));
    }

    /// <summary>The status after an event; null where it says nothing of one.</summary>
    public static string? StatusAfter(CatalogueEvent e) => e.Type switch
    {
        "lead_created" => "new",
        "lead_contacted" => "contacted",
        "lead_qualified" => "qualified",
        "lead_converted" => "converted",
        "lead_lost" => "lost",
        "lead_updated" or "lead_reopened" => e.Status,
        _ => null,
    };

    /// <summary>The stage after an event, empty for none; null where it says nothing of one.</summary>
    public static string? StageAfter(CatalogueEvent e) => e.Type is "lead_created" or "lead_updated" ? e.Stage ?? "" : null;

    public static IEnumerable<PlainStay> Stays(PlainRows rows, Func<CatalogueEvent, string?> placeAfter)
    {
        foreach (var lead in rows.Leads)
        {
            CatalogueEvent? came = null;
            var place = "";
            // The sort is stable: equal times stay in the order of arrival.
            foreach (var e in rows.Events.Where(e => e.LeadId == lead.LeadId && placeAfter(e) is not null).OrderBy(e => e.OccurredAt))
            {
                if (came is not null && placeAfter(e) == place)
                    continue;
                if (came is not null && place.Length > 0)
                    yield return new PlainStay(came, place, e.OccurredAt);
                (came, place) = (e, placeAfter(e)!);
            }

            if (came is not null && place.Length > 0)
                yield return new PlainStay(came, place, null);
        }
    }
}
