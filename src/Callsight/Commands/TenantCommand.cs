using System.CommandLine;
using Callsight.App.Identity;

namespace Callsight.Commands;

/// <summary><c>tenant create</c>: makes a tenant and its owner.</summary>
internal static class TenantCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var name = new Argument<string>("name") { Description = "What the tenant is called." };
        var email = new Option<string>("--email") { Description = "The owner's e-mail address.", Required = true };
        var password = new Option<string>("--password") { Description = "The owner's password, at least 10 characters.", Required = true };
        var zone = new Option<string?>("--time-zone") { Description = "IANA time zone (default: UTC)." };
        var create = new Command("create", "Make a tenant and its owner.") { name, email, password, zone, data };
        create.TreatUnmatchedTokensAsErrors = false;
        create.SetAction(async (parsed, ct) =>
        {
            await using var app = await OfflineHost.OpenAsync(
                [.. CommonOptions.ToSettings(parsed.GetValue(data)), .. parsed.UnmatchedTokens], ct);
            await using var scope = app.Services.CreateAsyncScope();
            var made = await scope.ServiceProvider.GetRequiredService<IRegistration>().RegisterAsync(
                parsed.GetValue(name)!, parsed.GetValue(email)!, parsed.GetValue(password)!, parsed.GetValue(zone), null, ct);
            if (!made.TryGet(out var tenant, out var problem))
            {
                await Console.Error.WriteLineAsync(problem.Message);
                foreach (var error in problem.Errors)
                    await Console.Error.WriteLineAsync($"  {error.Field}: {error.Message}");
                return 1;
            }

            Console.WriteLine($"Made tenant {tenant}.");
            return 0;
        });
        return new Command("tenant", "Manage tenants.") { create };
    }
}
