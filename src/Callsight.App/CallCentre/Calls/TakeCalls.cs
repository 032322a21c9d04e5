using System.Text.Json.Nodes;
using Callsight.App.Data;
using Callsight.App.Http;
using Callsight.App.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Callsight.App.CallCentre.Calls;

/// <summary>Takes finished calls in from outside.</summary>
internal sealed class TakeCalls(AppDb db, References references, ISuppressions suppressions, TimeProvider clock) : IRowTarget<CallRow>
{
    public async Task<IReadOnlyList<RowResult>> TakeAsync(IReadOnlyList<CallRow> rows, bool dryRun, CancellationToken ct)
    {
        var erased = await suppressions.GetAsync(ct);
        var checks = rows.Select(row => CallRowCheck.Of(row, erased)).ToList();
        var externalIds = rows.Select(r => r.ExternalId).OfType<string>().Distinct().ToList();
        var known = await db.Set<Call>().Where(c => externalIds.Contains(c.ExternalId!)).ToDictionaryAsync(c => c.ExternalId!, ct);
        var good = rows.Where((_, i) => checks[i].Errors.Count == 0).ToList();
        var agents = await references.AgentsAsync(good.Select(r => r.Agent), ct);
        var queues = await references.QueuesAsync(good.Select(r => r.Queue), ct);
        var campaigns = await references.CampaignsAsync(good.Select(r => r.Campaign), ct);
        var leads = await references.LeadsAsync(good.Select(r => r.Lead), ct);
        var results = new List<RowResult>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var check = checks[i];
            if (check.Errors.Count > 0)
            {
                results.Add(RowResult.Rejected(check.Errors));
                continue;
            }

            var row = rows[i];
            var call = row.ExternalId is null ? null : known.GetValueOrDefault(row.ExternalId);
            var isNew = call is null;
            if (call is null)
            {
                call = new Call { Id = Id<Call>.New(), ExternalId = row.ExternalId, StartedAt = row.StartedAt!.Value.Micro() };
                db.Add(call);
                if (row.ExternalId is not null)
                    known[row.ExternalId] = call;
            }

            var picture = isNew ? null : new EntityPicture(db.Entry(call));
            var before = isNew ? [] : call.Milestones().ToDictionary(m => m.Type, m => m.At);
            Apply(row, check, call);
            if (row.Agent is not null)
                call.AssignTo(agents[row.Agent]);
            call.CampaignId = row.Campaign is null ? call.CampaignId : campaigns[row.Campaign];
            call.LeadId = row.Lead is null ? call.LeadId : leads[row.Lead];
            if (row.Queue is not null && call.QueueId != queues[row.Queue].Id)
                (call.QueueId, call.ServiceLevelSeconds) = (queues[row.Queue].Id, queues[row.Queue].ServiceLevelSeconds);
            var changes = picture?.Changes() ?? [];
            if (!isNew && changes.Count == 0)
            {
                results.Add(RowResult.Of(RowOutcome.Unchanged, check.Warnings));
                continue;
            }

            foreach (var happened in call.Corrections(before, clock.GetUtcNow()))
                db.Raise(happened);
            results.Add(RowResult.Of(isNew ? RowOutcome.Imported : RowOutcome.Updated, check.Warnings) with { Changes = changes });
        }

        if (dryRun)
            db.ForgetChanges();
        else
            await db.SaveChangesAsync(ct);
        return results;
    }

    private static void Apply(CallRow row, CallRowCheck check, Call call)
    {
        call.Direction = check.Direction ?? call.Direction;
        call.Status = check.Status ?? call.Status;
        call.StartedAt = row.StartedAt?.Micro() ?? call.StartedAt;
        call.AnsweredAt = row.AnsweredAt?.Micro() ?? call.AnsweredAt;
        call.EndedAt = row.EndedAt?.Micro() ?? call.EndedAt;
        call.WaitMilliseconds = row.WaitMilliseconds ?? call.WaitMilliseconds
            ?? (long?)(call.AnsweredAt - call.StartedAt)?.TotalMilliseconds;
        call.TalkMilliseconds = row.TalkMilliseconds ?? call.TalkMilliseconds;
        call.HoldMilliseconds = row.HoldMilliseconds ?? call.HoldMilliseconds;
        call.WrapUpMilliseconds = row.WrapUpMilliseconds ?? call.WrapUpMilliseconds;
        call.PhoneNumber = row.PhoneNumber ?? call.PhoneNumber;
        call.Outcome = row.Outcome ?? call.Outcome;
        call.Resolved = row.IsResolved ?? call.Resolved;
        call.Rating = row.Rating ?? call.Rating;
        if (row.Properties is { Count: > 0 } properties && !JsonNode.DeepEquals(properties, call.Properties))
            call.Properties = (JsonObject)properties.DeepClone();
    }
}

/// <summary>What is wrong or odd with a row, and the words in it understood.</summary>
internal sealed record CallRowCheck(
    IReadOnlyList<FieldError> Errors, IReadOnlyList<FieldError> Warnings, CallDirection? Direction, CallStatus? Status)
{
    public static CallRowCheck Of(CallRow row, SuppressedNames erased)
    {
        var (errors, warnings) = (new List<FieldError>(), new List<FieldError>());
        // An old call, or one of their lead. A new call from the number is recorded like any other.
        if (erased.Has(NameKind.CallExternalId, row.ExternalId)
            || erased.Has(NameKind.LeadExternalId, row.Lead) || erased.HasEmail(row.Lead))
            errors.Add(new FieldError("external_id", SuppressedNames.Refusal.Message));
        if (row.StartedAt is null)
            errors.Add(new FieldError("started_at", "When the call started is missing."));
        foreach (var (name, value) in new[]
                 {
                     ("wait_seconds", row.WaitMilliseconds), ("talk_seconds", row.TalkMilliseconds),
                     ("hold_seconds", row.HoldMilliseconds), ("wrap_up_seconds", row.WrapUpMilliseconds),
                 })
            if (value is < 0 or > 1_000_000_000)
                errors.Add(new FieldError(name, "A duration is neither negative nor longer than eleven days."));
        if (row.Rating is < 1 or > 5)
            errors.Add(new FieldError("rating", "A rating is 1 to 5."));
        if (row.EndedAt < row.StartedAt)
            errors.Add(new FieldError("ended_at", "The call ends before it starts."));
        if (row.AnsweredAt < row.StartedAt)
            errors.Add(new FieldError("answered_at", "The call is answered before it starts."));
        RowWords.CheckLength(errors, ("external_id", row.ExternalId, 200), ("phone_number", row.PhoneNumber, 60),
            ("outcome", row.Outcome, 120), ("agent", row.Agent, 120), ("queue", row.Queue, 120), ("campaign", row.Campaign, 120),
            ("lead", row.Lead, 200));
        foreach (var (name, at) in new[]
                 {
                     ("started_at", row.StartedAt), ("answered_at", row.AnsweredAt), ("ended_at", row.EndedAt),
                 })
            if (at is { Year: < 1970 or > 2199 })
                errors.Add(new FieldError(name, "This lies before 1970 or after 2199."));
        var direction = RowWords.Read<CallDirection>(row.Direction, "direction", errors);
        var status = RowWords.Read<CallStatus>(row.Status, "status", errors);
        if (status is CallStatus.Queued or CallStatus.Ringing or CallStatus.InProgress)
            errors.Add(new FieldError("status", "Only finished calls can be imported."));
        status ??= row.AnsweredAt is not null || row.TalkMilliseconds > 0 ? CallStatus.Completed : null;
        if (status is null && row.Status is null && row.StartedAt is not null && row.ExternalId is null)
            errors.Add(new FieldError("status", "What became of the call is missing."));
        if (status is CallStatus.Completed && string.IsNullOrEmpty(row.Agent))
            warnings.Add(new FieldError("agent", "An answered call without an agent. It was kept."));
        return new CallRowCheck(errors, warnings, direction, status);
    }
}
