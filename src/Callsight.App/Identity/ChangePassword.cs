using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Callsight.App.Http;
using Microsoft.AspNetCore.Identity;

namespace Callsight.App.Identity;

public sealed record PasswordChange(
    [property: Required, MaxLength(200)] string CurrentPassword, [property: Required, MaxLength(200)] string NewPassword) : IValidated;

internal static class ChangePassword
{
    public static void Map(RouteGroupBuilder auth) => auth
        .MapPost("/change-password", HandleAsync).WithName("ChangePassword").WithSummary("Take a new password")
        .WithDescription("Ends all other sessions; get new tokens by signing in.")
        .WithMetadata(new AnswersAreNotKept()).RequireAuthorization();

    public static async Task<DoneAnswer> HandleAsync(
        PasswordChange request, ClaimsPrincipal caller, UserManager<User> users, TokenIssuer issuer, CancellationToken ct)
    {
        if (CallerClaims.UserIdOf(caller) is not { } id || await users.FindByIdAsync(id.ToString()) is not { } user)
            return Me.NotAPerson;
        if (await users.ChangePasswordAsync(user, request.CurrentPassword, request.NewPassword) is { Succeeded: false } refused)
            return refused.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch))
                ? Problem.InvalidField("current_password", "This is not your password.")
                : Problem.InvalidFields([.. refused.Errors.Select(e => new FieldError("new_password", e.Description))]);
        await issuer.RevokeAllAsync(user.Id, ct);
        return DoneAnswer.Done;
    }
}
