namespace StyleGanIlgpu.Numerics;

/// <summary>
/// The two Bessel functions that filter design needs, from their integrals over a period of the angle. The trapezoid rule converges
/// geometrically on a periodic function: past |x| points, the error falls faster than any power, so a few dozen more give full precision.
/// </summary>
internal static class Bessel
{
    /// <summary>The largest |x|; filters stay far below it.</summary>
    public const double Largest = 700;

    private const int MorePoints = 40;

    /// <summary>Modified Bessel function of order 0: the mean of exp(x cos t). Relative error below 1e-13.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|x| is above <see cref="Largest"/>, or x is NaN.</exception>
    public static double I0(double x)
    {
        var points = Points(x);
        double sum = 0;
        for (var k = 0; k < points; k++)
            sum += Math.Exp(x * Math.Cos(2 * Math.PI * k / points));
        return sum / points;
    }

    /// <summary>Bessel function of order 1: the mean of cos(t - x sin t). Absolute error below 1e-14.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|x| is above <see cref="Largest"/>, or x is NaN.</exception>
    public static double J1(double x)
    {
        var points = Points(x);
        double sum = 0;
        for (var k = 0; k < points; k++)
        {
            var angle = 2 * Math.PI * k / points;
            sum += Math.Cos(angle - x * Math.Sin(angle));
        }
        return sum / points;
    }

    private static int Points(double x) =>
        Math.Abs(x) <= Largest
            ? 2 * (int)Math.Ceiling(Math.Abs(x)) + MorePoints
            : throw new ArgumentOutOfRangeException(nameof(x), x, $"Bessel functions are computed up to |x| = {Largest}.");
}
