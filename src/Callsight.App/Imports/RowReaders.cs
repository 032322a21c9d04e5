using Callsight.App.CallCentre;

namespace Callsight.App.Imports;

/// <summary>Fills the rows of each kind.</summary>
internal static class RowReaders
{
    public static LeadRow Lead(RowValues v) => new()
    {
        ExternalId = v.Text("external_id"),
        FirstName = v.Text("first_name"),
        LastName = v.Text("last_name"),
        Email = v.Text("email"),
        Phone = v.Text("phone"),
        Company = v.Text("company"),
        Source = v.Text("source"),
        Status = v.Text("status"),
        Stage = v.Text("stage"),
        Priority = v.Text("priority"),
        Campaign = v.Text("campaign"),
        Agent = v.Text("agent"),
        Value = v.Number("value"),
        Tags = v.Text("tags")?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        CreatedAt = v.Instant("created_at"),
        ContactedAt = v.Instant("contacted_at"),
        QualifiedAt = v.Instant("qualified_at"),
        ConvertedAt = v.Instant("converted_at"),
        LostAt = v.Instant("lost_at"),
        Properties = v.Properties(),
    };

    public static CallRow Call(RowValues v) => new()
    {
        ExternalId = v.Text("external_id"),
        Direction = v.Text("direction"),
        Status = v.Text("status"),
        Queue = v.Text("queue"),
        Agent = v.Text("agent"),
        Lead = v.Text("lead"),
        Campaign = v.Text("campaign"),
        PhoneNumber = v.Text("phone_number"),
        StartedAt = v.Instant("started_at"),
        AnsweredAt = v.Instant("answered_at"),
        EndedAt = v.Instant("ended_at"),
        WaitMilliseconds = v.Milliseconds("wait_seconds"),
        TalkMilliseconds = v.Milliseconds("talk_seconds"),
        HoldMilliseconds = v.Milliseconds("hold_seconds"),
        WrapUpMilliseconds = v.Milliseconds("wrap_up_seconds"),
        Outcome = v.Text("outcome"),
        IsResolved = v.Truth("resolved"),
        Rating = Rating(v),
        Properties = v.Properties(),
    };

    public static SpendRow Spend(RowValues v) => new()
    {
        Campaign = v.Text("campaign"),
        Day = v.Day("date"),
        Amount = v.Number("amount"),
        Note = v.Text("note"),
    };

    public static CampaignRow Campaign(RowValues v) => new()
    {
        ExternalId = v.Text("external_id"),
        Name = v.Text("name"),
        Channel = v.Text("channel"),
        Status = v.Text("status"),
        Budget = v.Number("budget"),
        StartsAt = v.Instant("starts_at"),
        EndsAt = v.Instant("ends_at"),
    };

    public static EventRow Event(RowValues v) => new()
    {
        EventId = v.Text("event_id"),
        Type = v.Text("type"),
        OccurredAt = v.Instant("occurred_at"),
        UserId = v.Text("user_id"),
        SessionId = v.Text("session_id"),
        Agent = v.Text("agent"),
        Lead = v.Text("lead"),
        Campaign = v.Text("campaign"),
        Value = v.Number("value"),
        DurationMilliseconds = v.Milliseconds("duration_seconds"),
        Amount = v.Number("amount"),
        Properties = v.Properties(),
    };

    private static int? Rating(RowValues v)
    {
        if (v.Number("rating") is not { } rating)
            return null;
        if (rating == Math.Truncate(rating) && rating is >= 1 and <= 5)
            return (int)rating;
        v.Errors.Add(new FieldError("rating", "A rating is 1 to 5."));
        return null;
    }
}
