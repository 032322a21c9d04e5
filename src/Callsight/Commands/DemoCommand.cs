using System.CommandLine;
using Callsight.Hosting;
using Callsight.Web.Session;

namespace Callsight.Commands;

/// <summary><c>demo</c>: serves a sample tenant with a year of history, to look around in.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var (data, urls) = (CommonOptions.Data(), CommonOptions.Urls());
        data.Description = "A folder to keep the demo in; without it everything is gone when the demo ends.";
        var command = new Command(
            "demo", "Run the product with a sample call centre: a year of calls, leads and campaigns, and life going on.")
        {
            data, urls,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data), parsed.GetValue(urls), parsed.UnmatchedTokens, ct));
        return command;
    }

    private static async Task<int> RunAsync(string? folder, string? urls, IReadOnlyList<string> settings, CancellationToken ct)
    {
        var temporary = folder is null ? Directory.CreateTempSubdirectory("callsight-demo-") : null;
        try
        {
            await using var app = CallsightHost.Build(
                // The demo talks to people; what the framework has to say only matters when it goes wrong.
                [.. CommonOptions.ToSettings(folder ?? temporary!.FullName, urls), "--Logging:LogLevel:Default=Warning", .. settings],
                services => services.AddSingleton<SampleSetup>().AddSingleton<SampleTenant>().AddHostedService<SignsOfLife>()
                    .AddSingleton(new DemoAccount(SampleTenant.Email, SampleTenant.Password)));
            await app.StartAsync(ct);
            var sample = app.Services.GetRequiredService<SampleTenant>();
            await sample.PrepareAsync(ct);
            var address = app.Urls.First();
            Console.WriteLine($"""

                Callsight is running at {address} (open it and choose "Look around the demo")

                  API reference   {address}/docs
                  Tenant          {SampleTenant.Slug}
                  Sign in as      {SampleTenant.Email}
                  Password        {SampleTenant.Password}

                Try:  curl -s {address}/api/v1/auth/login -H 'Content-Type: application/json' \
                        -d '{SampleTenant.CredentialsJson}'

                What happens now appears below. Ctrl+C ends the demo.

                """);
            await app.WaitForShutdownAsync(ct);
            return 0;
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }
    }
}
