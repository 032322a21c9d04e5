using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Privacy;

/// <summary>The rights of the people in the records.</summary>
internal static class PrivacyModule
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddSingleton<Suppressions>().AddScoped<ISuppressions, TenantSuppressions>();
        services.AddSingleton<EraseEverywhere>();
        return services.AddSingleton<ErasureRunner>().AddHostedService(provider => provider.GetRequiredService<ErasureRunner>());
    }

    public static void Map(RouteGroupBuilder api)
    {
        var erasures = api.MapGroup("/privacy/erasures").WithTags("Privacy");
        AskForErasure.Map(erasures);
        ShowErasures.Map(erasures);
        LetInAgain.Map(erasures);
    }
}
