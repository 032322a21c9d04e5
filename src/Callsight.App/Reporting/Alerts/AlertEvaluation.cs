using System.Text.Json;
using Callsight.App.Data;
using Callsight.App.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Callsight.App.Reporting.Alerts;

/// <summary>What an interval said when it was last looked at.</summary>
public sealed class AlertEvaluation : ITenantOwned
{
    /// <summary>Made of the interval's beginning, so that evaluations sort by their intervals.</summary>
    public required Id<AlertEvaluation> Id { get; init; }
    public TenantId TenantId { get; init; }
    public required Id<Alert> AlertId { get; init; }
    public required int Revision { get; init; }
    public required DateTimeOffset IntervalStart { get; init; }
    public required DateTimeOffset IntervalEnd { get; init; }
    public AlertVerdict Verdict { get; set; }
    public NoVerdict? Reason { get; set; }

    /// <summary>JSON of <see cref="AlertFigures"/>.</summary>
    public required string Figures { get; set; }

    /// <summary>How often data that came late has changed the figure.</summary>
    public int Restated { get; set; }
    public DateTimeOffset EvaluatedAt { get; set; }

    internal static AlertEvaluation Of(Alert alert, Judgement judged) => new()
    {
        Id = new Id<AlertEvaluation>(Guid.CreateVersion7(judged.Start)),
        AlertId = alert.Id,
        Revision = alert.Revision,
        IntervalStart = judged.Start,
        IntervalEnd = judged.End,
        Figures = AlertFigures.Of(judged).Write(),
    };

    internal Judgement ToJudgement(TenantZone zone)
    {
        var figures = AlertFigures.Read(Figures);
        var bucket = new TimeBucket(new TimeRange(IntervalStart, IntervalEnd), zone.ToLocal(IntervalStart));
        return new Judgement(
            new AlertReading(bucket, figures.Value, figures.Denominator), Verdict, Reason, figures.Expected, figures.Low, figures.High);
    }
}

/// <summary>The figure of an interval with what it was held against.</summary>
/// <param name="Denominator">Of how many things; null for a figure that is no ratio.</param>
/// <param name="Expected">What was usual, for an anomaly.</param>
/// <param name="Low">The lower threshold or the lower end of the band.</param>
/// <param name="High">The upper threshold or the upper end of the band.</param>
public sealed record AlertFigures(
    DateTimeOffset IntervalStart, decimal? Value, decimal? Denominator, decimal? Expected, decimal? Low, decimal? High)
{
    internal static AlertFigures Of(Judgement j) =>
        new(j.Reading.Bucket.LocalStart, j.Reading.Value, j.Reading.Denominator, j.Expected, j.Low, j.High);

    internal string Write() => JsonSerializer.Serialize(this, JsonShape.Api);

    internal static AlertFigures Read(string json) => JsonSerializer.Deserialize<AlertFigures>(json, JsonShape.Api)!;
}

internal sealed class AlertEvaluationConfiguration : IEntityTypeConfiguration<AlertEvaluation>
{
    public void Configure(EntityTypeBuilder<AlertEvaluation> evaluation)
    {
        evaluation.ToTable("alert_evaluations");
        evaluation.HasKey(e => e.Id);
        evaluation.Property(e => e.Verdict).HasConversion<string>().HasMaxLength(16);
        evaluation.Property(e => e.Reason).HasConversion<string>().HasMaxLength(24);
        // However often an interval is looked at, and by whom: it has one evaluation.
        evaluation.HasIndex(e => new { e.TenantId, e.AlertId, e.Revision, e.IntervalStart }).IsUnique();
    }
}

/// <summary>An evaluation as the API shows it.</summary>
/// <param name="IntervalStart">In the tenant's zone.</param>
/// <param name="Denominator">Of how many things; null for a figure that is no ratio.</param>
/// <param name="Expected">What was usual, for an anomaly.</param>
/// <param name="Low">The lower threshold or the lower end of the band; null where small values are not meant.</param>
/// <param name="High">The upper threshold or the upper end of the band; null where large values are not meant.</param>
/// <param name="Reason">Why there is no verdict.</param>
/// <param name="Restated">How often data that came late has changed the figure.</param>
public sealed record EvaluationView(
    DateTimeOffset IntervalStart, DateTimeOffset IntervalEnd, decimal? Value, decimal? Denominator, decimal? Expected, decimal? Low,
    decimal? High, AlertVerdict Verdict, NoVerdict? Reason, int Restated, DateTimeOffset? EvaluatedAt)
{
    internal static EvaluationView From(Judgement j, TenantZone zone, int restated, DateTimeOffset? at) => new(
        j.Reading.Bucket.LocalStart, zone.ToLocal(j.End), j.Reading.Value, j.Reading.Denominator, j.Expected, j.Low, j.High, j.Verdict,
        j.Reason, restated, at);

    internal static EvaluationView From(AlertEvaluation e, TenantZone zone) =>
        From(e.ToJudgement(zone), zone, e.Restated, e.EvaluatedAt);
}
