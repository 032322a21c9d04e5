using System.Collections.Concurrent;
using DuckDB.NET.Data;

namespace Callsight.Analytics.Store;

/// <summary>Connections that are used by turns, and can all be closed: the engine lets go of a file only when nobody has it open.</summary>
/// <param name="file">What they lead to.</param>
/// <param name="most">How many are used at the same time; others wait.</param>
/// <param name="gaveUp">Told when the engine gave the file up.</param>
internal sealed class ConnectionPool(DuckDbFile file, int most, Action gaveUp) : IAsyncDisposable
{
    private readonly SemaphoreSlim places = new(most);
    private readonly ConcurrentBag<DuckDBConnection> idle = [];
    private CancellationTokenSource closing = new();
    private bool isClosed;

    public async Task<T> UseAsync<T>(Func<DuckDBConnection, CancellationToken, Task<T>> use, CancellationToken ct)
    {
        var closed = closing.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, closed);
        try
        {
            await places.WaitAsync(either.Token);
            try
            {
                if (!idle.TryTake(out var connection))
                    connection = await file.ConnectAsync(either.Token);
                try
                {
                    return await Task.Run(() => use(connection, either.Token), either.Token);
                }
                finally
                {
                    idle.Add(connection);
                }
            }
            finally
            {
                places.Release();
            }
        }
        catch (Exception failure) when (closed.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new StoreException(StoreProblems.Unavailable(failure));
        }
        catch (Exception failure) when (StoreProblems.IsAway(failure))
        {
            if (StoreProblems.IsFatal(failure))
                gaveUp();
            throw new StoreException(StoreProblems.Unavailable(failure));
        }
    }

    /// <summary>Stops what runs, and closes all connections. Whoever asks from now on is told that the store is away. Safe to repeat.</summary>
    public async Task CloseAsync()
    {
        if (isClosed)
            return;
        await closing.CancelAsync();
        for (var place = 0; place < most; place++)
            await places.WaitAsync();
        while (idle.TryTake(out var connection))
            await connection.DisposeAsync();
        isClosed = true;
    }

    /// <summary>Goes on after <see cref="CloseAsync"/>.</summary>
    public void Open()
    {
        if (!isClosed)
            return;
        isClosed = false;
        closing = new CancellationTokenSource();
        places.Release(most);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        places.Dispose();
        closing.Dispose();
    }
}
