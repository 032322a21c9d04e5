using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Callsight.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Callsight.BrowserTests.PageFixture))]

namespace Callsight.BrowserTests;

/// <summary>The product on a free port, and a browser of this machine.</summary>
public sealed class PageFixture : IAsyncLifetime
{
    public const string Password = "correct horse battery";

    private static int people;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("callsight-pages-");
    private WebApplication app = null!;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public string Address => app.Urls.First();

    /// <summary>The browser named by CALLSIGHT_TEST_CHROMIUM, or one on the path; null where there is none.</summary>
    public static string? Chromium { get; } = Environment.GetEnvironmentVariable("CALLSIGHT_TEST_CHROMIUM")
        ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(place => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(place, name)))
            .FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null)
            return;
        app = CallsightHost.Build(
            [$"--Store:DataFolder={folder.FullName}", "--urls=http://127.0.0.1:0", "--EventStore:MemoryLimit=256MB"],
            services =>
            {
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
                services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 100);
            });
        await app.StartAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    /// <summary>A browser of somebody who was never here.</summary>
    public async Task<Visitor> VisitAsync(ColorScheme scheme = ColorScheme.Light, bool letsScriptsIn = false, int width = 1_440)
    {
        Assert.SkipWhen(Chromium is null, "There is no Chromium on this machine (set CALLSIGHT_TEST_CHROMIUM).");
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = Address,
            ColorScheme = scheme,
            BypassCSP = letsScriptsIn,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        return new Visitor(context, await context.NewPageAsync());
    }

    public static string NewEmail() =>
        string.Create(CultureInfo.InvariantCulture, $"visitor{Interlocked.Increment(ref people)}@example.test");

    /// <summary>A tenant with calls and leads of the last days, made by the API; the owner's address.</summary>
    public async Task<string> FilledTenantAsync()
    {
        var email = NewEmail();
        using var http = new HttpClient { BaseAddress = new Uri(Address + "/api/v1/") };
        var session = await PostAsync("auth/register", new { tenant_name = $"Filled {email}", email, password = Password });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)session["access_token"]);
        var agent = (string?)(await PostAsync("agents", new { name = "Ada Lovelace" }))["id"];
        var campaign = (string?)(await PostAsync("campaigns", new { name = "Autumn", channel = "search", status = "running" }))["id"];
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 1; i <= 12; i++)
            await PostAsync("calls", new
            {
                external_id = $"c{i}",
                direction = "inbound",
                status = i % 4 == 0 ? "abandoned" : "completed",
                agent_id = i % 4 == 0 ? null : agent,
                started_at = now.AddDays(-i).AddMinutes(-30),
                wait_seconds = 5 * i,
                talk_seconds = i % 4 == 0 ? (int?)null : 60 * i,
            });
        for (var i = 1; i <= 5; i++)
            await PostAsync("leads", new { first_name = "Lead", last_name = $"Number {i}", source = "search", campaign_id = campaign, assigned_agent_id = agent, value = 100 * i });
        return email;

        Task<JsonObject> PostAsync(string path, object body) => PageFixture.PostAsync(http, path, body);
    }

    /// <summary>Somebody calls the tenant of an owner now, and nobody answers.</summary>
    public async Task RecordCallAsync(string email)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Address + "/api/v1/") };
        var session = await PostAsync(http, "auth/login", new { email, password = Password });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)session["access_token"]);
        await PostAsync(http, "calls", new { direction = "inbound", status = "missed", started_at = TimeProvider.System.GetUtcNow() });
    }

    private static async Task<JsonObject> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }
}
