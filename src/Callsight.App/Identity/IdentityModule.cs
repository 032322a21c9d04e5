using Callsight.App.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Callsight.App.Identity;

/// <summary>Who may come in, and what they may do there.</summary>
internal static class IdentityModule
{
    private const string AnyScheme = "Any";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddIdentityModule(this IServiceCollection services)
    {
        services.AddSettings<IdentityOptions>(IdentityOptions.Section);
        services.AddScoped<IUserStore<User>>(provider =>
            new UserOnlyStore<User, AppDb, Guid>(provider.GetRequiredService<AppDb>()));
        services.AddIdentityCore<User>();
        services.AddOptions<Microsoft.AspNetCore.Identity.IdentityOptions>().Configure<IOptions<IdentityOptions>>((identity, own) =>
        {
            identity.User.RequireUniqueEmail = true;
            // The user name is the e-mail address, whose letters are checked as those of an address.
            identity.User.AllowedUserNameCharacters = "";
            // Length beats riddles.
            identity.Password = new PasswordOptions
            {
                RequiredLength = 10,
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
                RequiredUniqueChars = 4,
            };
            identity.Lockout.MaxFailedAccessAttempts = own.Value.MostFailedSignIns;
        });
        services.AddSingleton<SigningKeys>().AddSingleton<IAfterMigration>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddSingleton<CallerCache>().AddSingleton<CheckedTokens>().AddSingleton<ICallers, Callers>();
        services.AddScoped<TokenIssuer>().AddScoped<Sessions>().AddScoped<IMembers, FindMembers>();
        services.AddScoped<IRegistration>(provider => provider.GetRequiredService<Sessions>());

        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, options => options.ForwardDefaultSelector = context =>
                ApiKeyHandler.KeyOf(context.Request) is null ? JwtBearerDefaults.AuthenticationScheme : ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<SigningKeys, CheckedTokens, TimeProvider>(
            (jwt, keys, known, clock) =>
            {
                jwt.MapInboundClaims = false;
                jwt.Events = known.Events;
                jwt.TimeProvider = clock;
                jwt.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = TokenIssuer.Issuer,
                    ValidAudience = TokenIssuer.Issuer,
                    ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                    IssuerSigningKeyResolver = (_, _, _, _) => [keys.Current],
                    // The framework's own check asks the system's clock instead of the product's.
                    LifetimeValidator = (from, until, _, _) =>
                        from <= clock.GetUtcNow().UtcDateTime + ClockSkew && until > clock.GetUtcNow().UtcDateTime - ClockSkew,
                    NameClaimType = CallerClaims.Subject,
                    RoleClaimType = CallerClaims.Role,
                };
            });
        services.AddAuthorization(options =>
        {
            foreach (var permission in Permissions.All)
                options.AddPolicy(permission, policy => policy.RequireClaim(CallerClaims.Permission, permission));
            // A route that says nothing is closed, not open.
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        });
        return services;
    }

    public static void UseIdentity(this WebApplication app)
    {
        app.UseMiddleware<WriteKeyInBody>();
        app.UseAuthentication();
        app.UseMiddleware<EnterTenant>();
        app.UseAuthorization();
    }

    public static void Map(RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Authentication");
        Register.Map(auth);
        Login.Map(auth);
        RefreshSession.Map(auth);
        ChangePassword.Map(auth);
        Me.Map(api);
        CreateTenant.Map(api);
        ManageMembers.Map(api.MapGroup("/tenant/members").WithTags("Members"));
        ManageApiKeys.Map(api.MapGroup("/api-keys").WithTags("API keys"));
    }
}
