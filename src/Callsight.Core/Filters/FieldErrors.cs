using System.Collections;

namespace Callsight.Core;

/// <summary>Mistakes gathered on the way, up to as many as are worth reading at once.</summary>
internal sealed class FieldErrors : IReadOnlyList<FieldError>
{
    private readonly List<FieldError> errors = [];

    public int Count => errors.Count;

    public bool AreEnough => errors.Count >= FilterLimits.MostErrors;

    public FieldError this[int index] => errors[index];

    public void Add(string field, string message)
    {
        if (!AreEnough)
            errors.Add(new FieldError(field, message));
    }

    public IEnumerator<FieldError> GetEnumerator() => errors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
