namespace Callsight.Tests.Support;

/// <summary>Names the metric whose meaning a test shows by rows and a number worked out by hand.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProvesAttribute(string metric) : Attribute
{
    public string Metric { get; } = metric;
}
