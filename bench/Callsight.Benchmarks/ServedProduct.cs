using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Callsight.Core;
using Callsight.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Callsight.Benchmarks;

/// <summary>The product, served on a free port from an empty folder, with a tenant to work in.</summary>
internal sealed class ServedProduct : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;

    private ServedProduct(WebApplication app, DirectoryInfo folder) => (this.app, this.folder) = (app, folder);

    public HttpClient Client { get; private set; } = null!;

    public const string Password = "a long password";

    /// <summary>Who owns the tenant of <see cref="Client"/>.</summary>
    public string Email { get; } = NewEmail();

    public IServiceProvider Services => app.Services;

    /// <summary>The tenant of <see cref="Client"/>.</summary>
    public TenantId Tenant { get; private set; }

    public static async Task<ServedProduct> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("callsight-bench-");
        var app = CallsightHost.Build(
            [$"--Store:DataFolder={folder.FullName}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", .. settings]);
        await app.StartAsync();
        var product = new ServedProduct(app, folder);
        product.Client = await product.RegisterAsync(product.Email);
        product.Tenant = new TenantId(JsonElement.Parse(await product.Client.GetStringAsync("tenant")).GetProperty("id").GetGuid());
        return product;
    }

    /// <summary>A client of a tenant of its own.</summary>
    public async Task<HttpClient> RegisterAsync(string? email = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/api/v1/") };
        var session = await PostAsync(client, "auth/register", JsonSerializer.Serialize(new
        {
            tenant_name = "Bench",
            email = email ?? NewEmail(),
            password = Password,
        }));
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", JsonElement.Parse(session).GetProperty("access_token").GetString());
        return client;
    }

    /// <summary>Posts as fast as it can from so many connections for a while; gives requests a second and their latencies in ms.</summary>
    public async Task<(double PerSecond, List<double> Milliseconds)> HammerAsync(
        string path, int connections, TimeSpan time, Func<int, string> body)
    {
        for (var i = 0; i < 20; i++)
            await PostAsync(Client, path, body(i));
        var started = Stopwatch.GetTimestamp();
        var number = 100;
        var latencies = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var text = body(Interlocked.Increment(ref number));
                var sent = Stopwatch.GetTimestamp();
                await PostAsync(Client, path, text);
                own.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return own;
        })));
        var all = latencies.SelectMany(l => l).ToList();
        return (all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, all);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static string NewEmail() => $"{Guid.CreateVersion7():n}@example.com";

    public static async Task<string> PostAsync(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
    }
}
