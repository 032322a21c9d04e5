using Callsight.App.Data;
using Callsight.App.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Http;

/// <summary>What all routes share: strict JSON, validation, problems, idempotency.</summary>
internal static class HttpModule
{
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => JsonShape.Apply(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddScoped<Errors>();
        services.AddScoped<IPersonalData, EraseKeptAnswers>();
        services.AddScoped<IExpiring, ExpireKeptAnswers>();
        return services;
    }

    /// <summary>Before routing decides: failures become problems, bodies can be read twice where needed.</summary>
    public static void UseHttpConventions(this WebApplication app)
    {
        app.Use(static async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
            {
                await context.RequestServices.GetRequiredService<Errors>().WriteAsync(context, failure);
            }
        });
        app.UseStatusCodePages(static status => EmptyAnswers.WriteAsync(status.HttpContext));
        app.UseMiddleware<IdempotencyBuffering>();
        app.UseRouting();
    }

    /// <summary>After sign-in, so that strangers learn nothing of our routes.</summary>
    public static void UseStrictQuery(this WebApplication app) => app.UseMiddleware<StrictQuery>();

    /// <summary>The group under which every route of the API stands.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app) => app
        .MapGroup("/api/v1")
        .WithMetadata(new ApiRoute())
        .AddEndpointFilter<RequestValidation>()
        .AddEndpointFilter<Idempotency>();
}

/// <summary>Gives the framework's own bare refusals (no such route, wrong method, wrong media type) the shape of a problem.</summary>
internal static class EmptyAnswers
{
    public static Task WriteAsync(HttpContext context)
    {
        var (code, title, detail) = context.Response.StatusCode switch
        {
            401 => ("auth.required", "Sign in first", "Send a bearer token or an API key that is still valid."),
            403 => ("auth.forbidden", "Not allowed", "Your role or key does not include what this route needs."),
            404 => ("route.not_found", "Not found", "There is nothing at this address."),
            405 => ("route.method_not_allowed", "Method not allowed", "This address does not take this method."),
            413 => ("request.too_large", "Too large", "The body is larger than allowed."),
            415 => ("request.media_type", "Wrong media type", "Send the body as application/json."),
            var other => ($"http.{other}", "The request failed", "The request could not be carried out."),
        };
        return ProblemWriter.WriteAsync(context, context.Response.StatusCode, title, code, detail);
    }
}
