using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace Callsight.App.Http;

/// <summary>Free properties of a sensible size, with texts that every store can keep.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PropertiesAttribute : ValidationAttribute
{
    public const int MostProperties = 255;
    public const int MostNameCharacters = 100;
    public const int MostCharacters = 32 * 1024;

    internal static readonly string WrongNames =
        $"There are at most {MostProperties} properties, with names of 1 to {MostNameCharacters} characters.";

    internal const string NotUnicode = "A text is not valid Unicode, or a name stands there twice.";
    internal const string HoldsNul = "A text holds a NUL character.";

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is not JsonObject properties || Fault(properties) is not { } fault
            ? ValidationResult.Success
            : new ValidationResult(fault, [validationContext.MemberName!]);

    /// <summary>What is wrong with the properties; null when nothing is.</summary>
    public static string? Fault(JsonObject properties)
    {
        try
        {
            if (properties.Count > MostProperties || properties.Any(p => p.Key.Length is 0 or > MostNameCharacters))
                return WrongNames;
            var text = properties.ToJsonString();
            if (text.Length > MostCharacters)
                return $"Properties take at most {MostCharacters / 1024} KiB.";
            return text.Contains("\\u0000", StringComparison.Ordinal) ? HoldsNul : null;
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            return NotUnicode;
        }
    }
}

/// <summary>A list of texts of a sensible length, such as tags and skills.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShortTextsAttribute(int mostCharacters = 100)
    : ValidationAttribute($"Each is a text of 1 to {mostCharacters} characters.")
{
    public int MostCharacters => mostCharacters;

    public override bool IsValid(object? value) => value is not IEnumerable<string?> texts
        || texts.All(text => text is null || (text.Length > 0 && text.Length <= mostCharacters));
}
