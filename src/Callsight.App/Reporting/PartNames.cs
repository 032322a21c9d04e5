using Callsight.App.CallCentre;

namespace Callsight.App.Reporting;

/// <summary>Says what the parts of an answer are called, where they are told apart by the ids of agents, teams, queues or campaigns.</summary>
internal sealed class PartNames(INames names)
{
    /// <param name="dimension">What tells the parts apart; null for none.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="value">The value of one, an id where the dimension stands for an object.</param>
    /// <param name="called">One with its name.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<T>> AddAsync<T>(
        string? dimension, IReadOnlyList<T> parts, Func<T, string?> value, Func<T, string, T> called, CancellationToken ct)
    {
        if (dimension is null || !Questions.IsObject(dimension))
            return parts;
        var known = await names.OfAsync(dimension, [.. parts.Select(IdOf).OfType<Guid>().Distinct()], ct);
        return [.. parts.Select(part => IdOf(part) is { } id && known.TryGetValue(id, out var name) ? called(part, name) : part)];

        Guid? IdOf(T part) => Guid.TryParse(value(part), out var id) ? id : null;
    }
}
