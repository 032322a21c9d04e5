using Callsight.Core;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Callsight.Hosting;

/// <summary>The OpenAPI 3.1 document at <c>/openapi/v1.json</c> and a readable page of it at <c>/docs</c>.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Callsight",
                Version = "v1",
                Description = "Events, calls, leads and campaigns in; funnels, agent and campaign figures out.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "An access token from /auth/login, or an API key (cs_...).",
                },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(TenantId) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>)))
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = "uuid";
                schema.Properties?.Clear();
                schema.Required?.Clear();
            }

            return Task.CompletedTask;
        });
        options.CreateSchemaReferenceId = info =>
            info.Type.IsGenericType && info.Type.GetGenericTypeDefinition() == typeof(Id<>)
                ? null
                : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
    });

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/docs", options => options.WithTitle("Callsight API").WithOpenApiRoutePattern("/openapi/v1.json"))
            .AllowAnonymous();
    }
}
