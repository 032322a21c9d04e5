using System.Security.Cryptography;
using System.Text;

namespace Callsight.Core;

/// <summary>Ids made from names: the same name is the same id each time, so that saying a thing twice says it once.</summary>
public static class NamedId
{
    /// <summary>The id of a name: a UUID of version 8, from its hash.</summary>
    public static Guid Of(string name) => Of(Encoding.UTF8.GetBytes(name));

    /// <summary>The id of a name in bytes.</summary>
    public static Guid Of(ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
