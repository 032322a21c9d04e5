using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Callsight.Tests.Support;

/// <summary>A mail server on this machine that keeps what it is given, or refuses it.</summary>
internal sealed class LoopbackMail : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    public LoopbackMail()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var services = new ServiceProvider();
        services.Add(this);
        var options = new SmtpServerOptionsBuilder().ServerName("loopback")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))).Build();
        running = new SmtpServer.SmtpServer(options, services).StartAsync(stop.Token);
    }

    public int Port { get; }

    /// <summary>What it answers; the messages are kept when it says yes.</summary>
    public SmtpResponse Answer { get; set; } = SmtpResponse.Ok;

    public ConcurrentQueue<(string To, string Text)> Messages { get; } = new();

    public override Task<SmtpResponse> SaveAsync(
        ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (Answer == SmtpResponse.Ok)
            foreach (var to in transaction.To)
                Messages.Enqueue(($"{to.User}@{to.Host}", Encoding.UTF8.GetString(buffer.ToArray())));
        return Task.FromResult(Answer);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}
