namespace Callsight.Analytics.Following;

/// <summary>Who is followed through their events.</summary>
public enum FollowedEntity
{
    /// <summary>A lead.</summary>
    Lead,

    /// <summary>A user, by the id the client gave.</summary>
    User,

    /// <summary>A call.</summary>
    Call,

    /// <summary>A session.</summary>
    Session,
}
