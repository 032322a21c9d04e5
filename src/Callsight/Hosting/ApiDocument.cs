using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Callsight.App.Http;
using Callsight.App.Imports;
using Callsight.Core;
using Microsoft.AspNetCore.Authorization;
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
                schema.Description = null;
                schema.Properties?.Clear();
                schema.Required?.Clear();
            }
            else if (type == typeof(string))
            {
                // A converter of our own reads texts, so the framework does not see that they are texts.
                schema.Type = JsonSchemaType.String
                    | (context.JsonPropertyInfo?.IsGetNullable == true ? JsonSchemaType.Null : default);
            }
            else if (type == typeof(JsonObject))
            {
                schema.Type = JsonSchemaType.Object; // Free properties, which a converter of our own reads as well.
            }
            else if (type.IsAssignableTo(typeof(IEnumerable<JsonObject>)))
            {
                schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.Object };
            }
            else if (type.IsAssignableTo(typeof(IEnumerable<string>)))
            {
                schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.String };
            }
            else if (type.IsAssignableTo(typeof(IValidated)) || type == typeof(ImportForm) || type == typeof(ProblemBody))
            {
                // What may be null may be left out.
                schema.Required = context.JsonTypeInfo.Properties.Where(IsRequired).Select(p => p.Name).ToHashSet();
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
        options.CreateSchemaReferenceId = info =>
            info.Type.IsGenericType && info.Type.GetGenericTypeDefinition() == typeof(Id<>)
                ? null
                : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
    });

    /// <summary>Says of each operation who may call it, and what a failure looks like.</summary>
    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        context.Document!.AddComponent("Problem", await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, ct));
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A problem with a stable code.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemWriter.ContentType] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) },
            },
        };
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            operation.Security =
                [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
    }

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) == true;

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/docs", options => options
                .WithTitle("Callsight API").WithOpenApiRoutePattern("/openapi/v1.json")
                // The page is the product's own: it asks nobody else for anything and offers nobody else's services.
                .DisableTelemetry().DisableDefaultFonts().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton())
            .AllowAnonymous();
    }
}
