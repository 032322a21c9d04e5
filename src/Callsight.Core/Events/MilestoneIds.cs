using System.Security.Cryptography;
using System.Text;

namespace Callsight.Core;

/// <summary>Ids of events that can happen once to a thing: the same each time they are made.</summary>
/// <remarks>A call is answered once; when its import is corrected, the new answer takes the place of the old one.</remarks>
public static class MilestoneIds
{
    /// <summary>The id of the event of this type about this thing.</summary>
    public static Guid Of(Guid subject, EventType type)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData([.. subject.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(type.Name)], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // A UUID of version 8: made by us.
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
