using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.Dashboards;

/// <summary>A board of widgets about the same days.</summary>
public sealed class Dashboard : ITenantOwned, IVersioned, IRemovable
{
    public const int MostWidgets = 50;
    public const int MaxNameLength = 120;
    public const string DefaultPeriod = "last_30_days";

    public required Id<Dashboard> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required string Name { get; set => field = value.Trim(); }
    public string? Description { get; set; }

    /// <summary>The name of a range of days, such as <c>last_7_days</c>: what widgets show where nobody asks for other days.</summary>
    public string Period { get; set; } = DefaultPeriod;

    /// <summary>JSON of a filter that narrows every widget; null for none.</summary>
    public string? Filter { get; set; }

    /// <summary>The member who made it; null for a program with a key.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Roles whose members see it beside its owner. Owners and administrators of the tenant see all.</summary>
    public List<string> SharedWith { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
    public long Version { get; init; } = 1;

    /// <summary>Its widgets, where they were read with it.</summary>
    public List<Widget> Widgets { get; init; } = [];

    internal JsonElement? ReadFilter() => Filter is null ? null : JsonElement.Parse(Filter);
}

internal sealed class DashboardConfiguration : IEntityTypeConfiguration<Dashboard>
{
    public void Configure(EntityTypeBuilder<Dashboard> dashboard)
    {
        dashboard.ToTable("dashboards");
        dashboard.HasKey(d => d.Id);
        dashboard.Property(d => d.Name).HasMaxLength(Dashboard.MaxNameLength);
        dashboard.Property(d => d.Description).HasMaxLength(1_000);
        dashboard.Property(d => d.Period).HasMaxLength(40);
        dashboard.HasIndex(d => d.TenantId);
        // Known by its id, as everything is: a key that the store follows would reach over tenants.
        dashboard.Ignore(d => d.Widgets);
    }
}

/// <summary>A board to make, or what to change of one: a field left out stays as it is.</summary>
/// <param name="Period">A range of days: <c>today</c>, <c>last_7_days</c>, <c>this_month</c>.</param>
/// <param name="Filter">Narrows every widget; an empty object for no filter.</param>
/// <param name="SharedWith">Roles: <c>supervisor</c>, <c>analyst</c>, <c>agent</c>.</param>
public sealed record DashboardRequest(
    [property: MaxLength(Dashboard.MaxNameLength)] string? Name, [property: MaxLength(1_000)] string? Description,
    [property: MaxLength(40)] string? Period, JsonElement? Filter,
    [property: MaxLength(5), ShortTexts(20)] IReadOnlyList<string>? SharedWith) : IValidated;

/// <summary>A board as the API shows it.</summary>
/// <param name="MayChange">Whether whoever asks may change it.</param>
public sealed record BoardView(
    Id<Dashboard> Id, string Name, string? Description, string Period, JsonElement? Filter, IReadOnlyList<string> SharedWith,
    Guid? OwnerId, bool MayChange, IReadOnlyList<WidgetView> Widgets, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
    : IVersionedView
{
    internal static BoardView From(Dashboard d, BoardRights rights) => new(
        d.Id, d.Name, d.Description, d.Period, d.ReadFilter(), d.SharedWith, d.OwnerId, rights.MayChange(d),
        [.. d.Widgets.OrderBy(w => w.Y).ThenBy(w => w.X).ThenBy(w => w.Id).Select(WidgetView.From)], d.CreatedAt, d.UpdatedAt, d.Version);
}
