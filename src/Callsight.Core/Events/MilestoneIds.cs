using System.Text;

namespace Callsight.Core;

/// <summary>Ids of events that can happen once to a thing: the same each time they are made.</summary>
/// <remarks>A call is answered once; when its import is corrected, the new answer takes the place of the old one.</remarks>
public static class MilestoneIds
{
    /// <summary>The id of the event of this type about this thing.</summary>
    public static Guid Of(Guid subject, EventType type) =>
        NamedId.Of([.. subject.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(type.Name)]);
}
