using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App;

/// <summary>A section of the configuration, and the type whose properties are its settings.</summary>
public sealed record SettingsSection(string Name, Type Options);

/// <summary>What is wrong with the configuration. Each fault begins with the path of the setting.</summary>
public sealed class SettingsException(params IReadOnlyList<string> faults)
    : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults => faults;
}

/// <summary>Settings: typed, with defaults, and refused at the start when they are wrong.</summary>
public static class Settings
{
    /// <summary>Binds a section to its options, and has it checked before anything runs.</summary>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton(new SettingsSection(section, typeof(T)));
    }

    /// <summary>Refuses wrong values and unknown names, all at once. Other programs' sections are none of our business.</summary>
    public static void Check(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var faults = services.GetServices<SettingsSection>().SelectMany(section => Faults(section, configuration)).ToList();
        if (faults.Count > 0)
            throw new SettingsException(faults);
    }

    private static List<string> Faults(SettingsSection section, IConfiguration configuration)
    {
        var properties = section.Options.GetProperties().Where(p => p.SetMethod is { IsPublic: true }).ToList();
        var faults = new List<string>();
        var options = Activator.CreateInstance(section.Options)!;
        foreach (var setting in configuration.GetSection(section.Name).GetChildren())
        {
            var property = properties.Find(p => p.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                faults.Add($"{section.Name}:{setting.Key}: There is no such setting. " + Instead(setting.Key, properties));
            else if (setting.Value is null)
                continue;
            else if (Converted(setting.Value, property.PropertyType, out var value) is { } fault)
                faults.Add($"{section.Name}:{property.Name}: {fault}");
            else
                property.SetValue(options, value);
        }

        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        return [.. faults, .. found.Select(f => $"{section.Name}:{f.MemberNames.First()}: {f.ErrorMessage}")];
    }

    private static string? Converted(string text, Type type, out object? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return null;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or NotSupportedException)
        {
            value = null;
            return type == typeof(bool) ? "This is true or false." : "This is no number, or too large.";
        }
    }

    private static string Instead(string key, IReadOnlyList<PropertyInfo> known) =>
        NearMatches.Nearest(key, known.Select(p => p.Name)) is { } near
            ? $"Did you mean {near}?"
            : $"Known are {string.Join(", ", known.Select(p => p.Name))}.";
}
