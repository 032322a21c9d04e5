using System.ComponentModel.DataAnnotations;
using Callsight.App.Http;

namespace Callsight.App.Reporting.Alerts;

/// <summary>How a value stands to a threshold: greater, greater or equal, less, less or equal.</summary>
public enum AlertOperator
{
    Gt, Gte, Lt, Lte,
}

/// <summary>How far from the usual is unusual, as the share of ordinary intervals that are taken for unusual all the same.</summary>
/// <remarks>Low: one of 1,000. Medium: one of 200. High: one of 50.</remarks>
public enum AnomalySensitivity
{
    Low, Medium, High,
}

/// <summary>On which side of the usual a value is unusual.</summary>
public enum AnomalySide
{
    Either, Above, Below,
}

/// <summary>What is usual is learnt from the same season before; see <see cref="AnomalyBand"/>.</summary>
/// <param name="Sensitivity"><c>medium</c> where neither this nor <paramref name="Deviations"/> is said.</param>
/// <param name="Deviations">How many standard deviations, as the median deviation makes them, instead of a sensitivity: 1 to 20.</param>
public sealed record AlertAnomaly(AnomalySensitivity? Sensitivity, [property: Range(1, 20)] decimal? Deviations, AnomalySide? Side)
    : IValidated;

/// <summary>When an alert begins and when it is over: a threshold (<c>op</c> and <c>value</c>), or <c>anomaly</c>.</summary>
/// <param name="ClearValue">Where the value must come back to before it is over; <paramref name="Value"/> where not said.</param>
/// <param name="ForIntervals">How many intervals in a row it must be so before it begins; 1 where not said.</param>
public sealed record AlertCondition(
    AlertOperator? Op, [property: Range(-1e15, 1e15)] decimal? Value, [property: Range(-1e15, 1e15)] decimal? ClearValue,
    [property: Range(1, AlertCondition.MostInARow)] int? ForIntervals, AlertAnomaly? Anomaly) : IValidated
{
    public const int MostInARow = 24;

    internal int InARow => ForIntervals ?? 1;

    /// <summary>What is wrong with it, with the field to mend; null when nothing is.</summary>
    internal Problem? Fault
    {
        get
        {
            if (Anomaly is not null)
                return Op is not null || Value is not null || ClearValue is not null
                    ? Problem.InvalidField("condition.anomaly", "A condition is a threshold or an anomaly. Leave one of them out.")
                    : Anomaly is { Sensitivity: not null, Deviations: not null }
                        ? Problem.InvalidField("condition.anomaly.deviations", "Say sensitivity or deviations, not both.")
                        : null;
            if (Op is null)
                return Problem.InvalidField("condition.op", "A condition needs op (gt, gte, lt, lte) and value, or anomaly.");
            if (Value is null)
                return Problem.InvalidField("condition.value", "A threshold needs a value.");
            return ClearValue is { } clear && (IsUpper ? clear > Value : clear < Value)
                ? Problem.InvalidField("condition.clear_value", IsUpper
                    ? "An alert that begins above a value is over at that value or below it. Take a smaller clear_value."
                    : "An alert that begins below a value is over at that value or above it. Take a larger clear_value.")
                : null;
        }
    }

    /// <summary>Whether it is large values that are meant.</summary>
    internal bool IsUpper => Op is AlertOperator.Gt or AlertOperator.Gte;

    /// <summary>Whether the alert begins at a value.</summary>
    internal bool IsBreach(decimal value) => Holds(value, Value!.Value);

    /// <summary>Whether an alert that has begun is over at a value.</summary>
    internal bool IsClear(decimal value) => !Holds(value, ClearValue ?? Value!.Value);

    private bool Holds(decimal value, decimal than) => Op switch
    {
        AlertOperator.Gt => value > than,
        AlertOperator.Gte => value >= than,
        AlertOperator.Lt => value < than,
        _ => value <= than,
    };
}
