using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>How a widget shows its figures.</summary>
public enum WidgetType
{
    /// <summary>One figure with comparison and sparkline.</summary>
    Metric,

    /// <summary>Figures over time.</summary>
    Line,

    /// <summary>One figure for each value of a dimension, or of each interval.</summary>
    Bar,

    /// <summary>Shares of an additive figure.</summary>
    Pie,

    /// <summary>Any answer, row by row.</summary>
    Table,

    /// <summary>Steps that leads, users, calls or sessions go through.</summary>
    Funnel,

    /// <summary>A figure by weekday and hour of the day.</summary>
    Heatmap,

    /// <summary>The first of agents, teams, queues, campaigns or sources.</summary>
    Leaderboard,

    /// <summary>Words.</summary>
    Text,
}

/// <summary>A part of a board.</summary>
public sealed class Widget : ITenantOwned, IVersioned
{
    public required Id<Widget> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required Id<Dashboard> DashboardId { get; init; }
    public required string Title { get; set => field = value.Trim(); }
    public required WidgetType Type { get; set; }

    /// <summary>JSON of a <see cref="WidgetConfig"/>.</summary>
    public required string Config { get; set; }
    public required int X { get; set; }
    public required int Y { get; set; }
    public required int W { get; set; }
    public required int H { get; set; }
    public bool Enabled { get; set; } = true;
    public long Version { get; init; } = 1;

    internal WidgetConfig Read() => JsonSerializer.Deserialize<WidgetConfig>(Config, JsonShape.Api)!;

    internal static string Write(WidgetConfig config) => JsonSerializer.Serialize(config, JsonShape.Api);
}

internal sealed class WidgetConfiguration : IEntityTypeConfiguration<Widget>
{
    public void Configure(EntityTypeBuilder<Widget> widget)
    {
        widget.ToTable("widgets");
        widget.HasKey(w => w.Id);
        widget.Property(w => w.Title).HasMaxLength(120);
        widget.Property(w => w.Type).HasColumnName("widget_type").HasConversion<string>().HasMaxLength(16);
        widget.HasIndex(w => new { w.TenantId, w.DashboardId });
    }
}

/// <summary>Where a widget stands, on a grid of twelve columns.</summary>
public sealed record WidgetPosition(
    [property: Range(0, 11)] int X, [property: Range(0, 1_000)] int Y, [property: Range(1, 12)] int W, [property: Range(1, 20)] int H)
    : IValidated
{
    public const int Columns = 12;

    internal bool Fits => X + W <= Columns;
}

/// <summary>A widget to make, or what to change of one: a field left out stays as it is.</summary>
public sealed record WidgetRequest(
    [property: MaxLength(120)] string? Title, WidgetType? WidgetType, WidgetConfig? Config, WidgetPosition? Position, bool? Enabled)
    : IValidated;

/// <summary>A widget as the API shows it.</summary>
public sealed record WidgetView(
    Id<Widget> Id, Id<Dashboard> DashboardId, string Title, WidgetType WidgetType, WidgetConfig Config, WidgetPosition Position,
    bool Enabled, long Version) : IVersionedView
{
    internal static WidgetView From(Widget w) =>
        new(w.Id, w.DashboardId, w.Title, w.Type, w.Read(), new WidgetPosition(w.X, w.Y, w.W, w.H), w.Enabled, w.Version);
}
