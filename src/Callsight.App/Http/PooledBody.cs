using System.Buffers;

namespace Callsight.App.Http;

/// <summary>A request's body in one piece, in memory that is lent and given back.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int LeastBytes = 4 * 1024;
    private byte[] buffer;
    private int length;

    private PooledBody(int bytes) => buffer = ArrayPool<byte>.Shared.Rent(bytes);

    /// <summary>What came in, without the mark that some programs put before UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsSpan(0, length).StartsWith("\uFEFF"u8)
        ? buffer.AsMemory(3, length - 3)
        : buffer.AsMemory(0, length);

    /// <summary>Reads the body; null when it is larger than allowed.</summary>
    public static async Task<PooledBody?> ReadAsync(HttpRequest request, int mostBytes, CancellationToken ct)
    {
        if (request.ContentLength > mostBytes)
            return null;
        // One byte more than announced, so that its end is seen without growing.
        var body = new PooledBody((int)(request.ContentLength + 1 ?? LeastBytes));
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body.buffer.AsMemory(body.length), ct)) > 0)
            {
                body.length += read;
                if (body.length > mostBytes)
                {
                    body.Dispose();
                    return null;
                }

                if (body.length == body.buffer.Length)
                    body.Grow();
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
