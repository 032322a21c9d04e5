namespace Callsight.Simulator;

/// <summary>Functions whose last bit is the same everywhere.</summary>
/// <remarks>
/// <see cref="Math.Exp"/> is the C library's and differs between systems in the last place; additions, multiplications and
/// divisions do not.
/// </remarks>
internal static class ExactMath
{
    private const double NaturalLogarithmOf2 = 0.693147180559945309417;

    public static double Exp(double x)
    {
        var halvings = Math.Round(x / NaturalLogarithmOf2);
        var rest = x - (halvings * NaturalLogarithmOf2);
        var (term, sum) = (1.0, 1.0);
        for (var i = 1; i <= 14; i++)
        {
            term *= rest / i;
            sum += term;
        }

        return Math.ScaleB(sum, (int)halvings);
    }
}
