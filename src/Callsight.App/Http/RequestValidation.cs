using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Callsight.App.Http;

/// <summary>A request body or parameter set that says by attributes what is valid; everything wrong is reported at once.</summary>
public interface IValidated;

/// <summary>Checks each <see cref="IValidated"/> argument of a route before its use case runs.</summary>
internal sealed class RequestValidation : IEndpointFilter
{
    private const int MostErrors = 50;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var errors = new List<FieldError>();
        foreach (var argument in context.Arguments)
            if (argument is IValidated or PageRequest)
                Collect(argument, "", errors);
        if (errors.Count == 0)
            return await next(context);
        await ProblemWriter.WriteAsync(context.HttpContext, Problem.InvalidFields(errors));
        return Results.Empty;
    }

    internal static void Collect(object request, string path, List<FieldError> errors)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(request, new ValidationContext(request), found, validateAllProperties: true);
        foreach (var result in found)
            foreach (var member in result.MemberNames.DefaultIfEmpty(""))
                if (errors.Count < MostErrors)
                    errors.Add(new FieldError(path + Name(member), result.ErrorMessage ?? "Not valid."));

        foreach (var property in request.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            if (property.PropertyType.IsValueType || property.PropertyType == typeof(string))
                continue;
            var value = property.GetValue(request);
            if (value is IValidated child)
                Collect(child, $"{path}{Name(property.Name)}.", errors);
            else if (value is IEnumerable items and not string and not JsonNode)
            {
                var index = 0;
                foreach (var item in items)
                {
                    if (item is null && errors.Count < MostErrors)
                        errors.Add(new FieldError($"{path}{Name(property.Name)}[{index}]", "This must not be null."));
                    if (item is IValidated one)
                        Collect(one, $"{path}{Name(property.Name)}[{index}].", errors);
                    index++;
                }
            }
        }
    }

    internal static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
