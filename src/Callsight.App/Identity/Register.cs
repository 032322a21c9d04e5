using System.ComponentModel.DataAnnotations;
using Callsight.App.Http;
using Microsoft.Extensions.Options;

namespace Callsight.App.Identity;

/// <summary>A new tenant and its owner.</summary>
public sealed record Registration(
    [property: Required, MaxLength(120)] string TenantName,
    [property: Required, EmailAddress, MaxLength(256)] string Email,
    [property: Required, MaxLength(200)] string Password,
    [property: MaxLength(120)] string? FirstName,
    [property: MaxLength(120)] string? LastName,
    [property: MaxLength(60)] string? TimeZone,
    [property: MaxLength(3)] string? Currency) : IValidated;

internal static class Register
{
    internal static readonly Problem Closed =
        new("auth.registration_closed", "New tenants are made by the administrator here.", ProblemKind.Forbidden);

    public static void Map(RouteGroupBuilder auth) => auth
        .MapPost("/register", HandleAsync).WithName("Register").WithSummary("Register a tenant and its owner").AllowAnonymous();

    public static async Task<CreatedAnswer<SessionView>> HandleAsync(
        Registration request, Sessions sessions, IOptions<IdentityOptions> options, CancellationToken ct)
    {
        if (!options.Value.AllowRegistration)
            return Closed;
        return (await sessions.RegisterAsync(request, ct)).TryGet(out var session, out var problem)
            ? CreatedAnswer<SessionView>.At("/api/v1/tenant", session)
            : problem;
    }
}
