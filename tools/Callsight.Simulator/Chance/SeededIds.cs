using System.Buffers.Binary;

namespace Callsight.Simulator;

/// <summary>Ids like those the product makes (UUIDs of version 7), from the simulated time and seeded bits.</summary>
internal static class SeededIds
{
    public static Guid At(DateTimeOffset instant, ulong bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)instant.ToUnixTimeMilliseconds() << 16) | (bits & 0xFFFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], SeededRandom.Mix(bits));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The id of something that belongs to something else and happened then: the same each time it is asked for.</summary>
    public static Guid Of(Guid subject, Chance purpose, DateTimeOffset instant)
    {
        Span<byte> bytes = stackalloc byte[16];
        subject.TryWriteBytes(bytes, bigEndian: true, out _);
        var bits = BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ SeededRandom.Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return At(instant, SeededRandom.Mix(bits + (ulong)purpose + SeededRandom.Mix((ulong)instant.UtcTicks)));
    }
}
