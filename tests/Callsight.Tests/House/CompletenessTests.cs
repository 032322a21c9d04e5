using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Callsight.Analytics.Dialects;
using Callsight.Analytics.Metrics;
using Callsight.App;
using Callsight.App.CallCentre;
using Callsight.App.EventLog;
using Callsight.App.Http;
using Callsight.Core;
using Callsight.Hosting;
using Callsight.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Callsight.Tests.House;

/// <summary>Registration is an explicit line; forgetting it is a red test.</summary>
public sealed class CompletenessTests
{
    private static readonly Type[] Types =
    [
        .. new[] { typeof(CallsightHost), typeof(Modules), typeof(MetricCatalogue) }.SelectMany(t => t.Assembly.GetTypes())
            .Where(t => t is { IsAbstract: false, IsInterface: false }),
    ];

    [Fact]
    public async Task Each_subscriber_is_registered() => Missing<IEventSubscriber>(
        (await TestHost.SharedAsync()).Services.GetServices<IEventSubscriber>()).ShouldBeEmpty();

    [Fact]
    public async Task Each_background_worker_is_registered()
    {
        // Some work only for a command of their own, such as the demo.
        var commands = string.Join('\n', Repository.Sources("src/Callsight").Select(Repository.Read));
        Missing<IHostedService>((await TestHost.SharedAsync()).Services.GetServices<IHostedService>())
            .Where(t => !commands.Contains($"AddHostedService<{t.Name}>", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_target_of_rows_is_registered()
    {
        await using var scope = (await TestHost.SharedAsync()).Services.CreateAsyncScope();
        var targets = Types.SelectMany(t => t.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRowTarget<>)).Select(i => (Type: t, Interface: i))).ToList();
        targets.Count.ShouldBeGreaterThan(4);
        targets.Where(t => scope.ServiceProvider.GetService(t.Interface)?.GetType() != t.Type).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_options_type_is_a_registered_section()
    {
        var options = Types.Where(t => t.GetField("Section") is { IsLiteral: true }).ToList();
        options.Count.ShouldBeGreaterThan(3);
        options.Except((await TestHost.SharedAsync()).Services.GetServices<SettingsSection>().Select(s => s.Options)).ShouldBeEmpty();
    }

    [Fact]
    public void Each_metric_is_in_the_catalogue() => typeof(Metric).Assembly.GetTypes()
        .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(f => f.FieldType == typeof(Metric)).Select(f => (Metric)f.GetValue(null)!)
        .Except(MetricCatalogue.All).ShouldBeEmpty();

    [Fact]
    public void Each_catalogued_event_is_raised_somewhere()
    {
        var sources = string.Join('\n', Repository.Sources("src/Callsight.App").Select(Repository.Read));
        typeof(EventCatalogue).GetFields().Where(f => f.FieldType == typeof(EventType))
            .Where(f => !Regex.IsMatch(sources, $@"EventCatalogue\.{f.Name}\b")).Select(f => f.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Each_dialect_is_spoken_by_an_engine_under_test()
    {
        var engines = Repository.Sources("tests/Callsight.Tests/Support", "src/Callsight.Analytics/Store").Select(Repository.Read).ToList();
        Types.Where(t => t.IsSubclassOf(typeof(Dialect)))
            .Where(t => !engines.Exists(text => text.Contains($"Dialect Dialect {{ get; }} = new {t.Name}(", StringComparison.Ordinal)
                || text.Contains($"Dialect Dialect => new {t.Name}(", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Each_module_is_in_the_table_of_contents()
    {
        var contents = Repository.Read("src/Callsight.App/Modules.cs");
        var modules = Repository.Sources("src/Callsight.App").Where(file => file.EndsWith("Module.cs", StringComparison.Ordinal)).ToList();
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src/Callsight.App")).Select(d => Path.GetFileName(d)!)
            .Except(["bin", "obj"]);
        folders.Where(folder => !modules.Exists(m => m.StartsWith($"src/Callsight.App/{folder}/", StringComparison.Ordinal)))
            .ShouldBeEmpty("A module has a table of contents.");
        foreach (var file in modules)
        {
            var text = Repository.Read(file);
            var adds = Regex.Match(text, @"IServiceCollection (Add\w+)\(this").Groups[1].Value;
            contents.ShouldContain($".{adds}()", customMessage: file);
            if (text.Contains("public static void Map(RouteGroupBuilder", StringComparison.Ordinal))
                contents.ShouldContain($"{Path.GetFileNameWithoutExtension(file)}.Map(api)", customMessage: file);
        }
    }

    [Fact]
    public void Each_text_of_a_request_has_a_limit()
    {
        var requests = Types.Where(t => t.IsAssignableTo(typeof(IValidated))).ToList();
        requests.Count.ShouldBeGreaterThan(15);
        requests.SelectMany(t => t.GetProperties()).Where(p => !IsLimited(p))
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name}").ShouldBeEmpty();
    }

    private static bool IsLimited(PropertyInfo property)
    {
        var type = property.PropertyType;
        if (type == typeof(string))
            return property.GetCustomAttribute<MaxLengthAttribute>() is not null;
        if (type == typeof(JsonObject))
            return property.GetCustomAttribute<PropertiesAttribute>() is not null;
        if (type.IsAssignableTo(typeof(IEnumerable<string>)))
            return property.GetCustomAttribute<MaxLengthAttribute>() is not null && property.GetCustomAttribute<ShortTextsAttribute>() is not null;
        // Filters have a reader of their own, with limits of its own.
        return type != typeof(JsonElement?) || property.Name == "Filter";
    }

    private static IEnumerable<Type> Missing<T>(IEnumerable<T> registered)
    {
        var wanted = Types.Where(t => t.IsAssignableTo(typeof(T))).ToList();
        wanted.ShouldNotBeEmpty();
        return wanted.Except(registered.Select(r => r!.GetType()));
    }
}
