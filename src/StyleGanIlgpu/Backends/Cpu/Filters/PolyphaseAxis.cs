namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// One axis of up-sampling by zeros, padding, filtering and down-sampling, without ever touching a stuffed zero:
/// y[o] = sum over k of tap[Tap(o mod Period, k)] * x[First(o) + k], with x zero outside the image.
/// Outputs Period apart use the same taps, and their inputs lie Step apart.
/// </summary>
internal sealed class PolyphaseAxis
{
    private readonly int up;
    private readonly int length;
    private readonly int[] first;
    private readonly int[] firstTap;

    /// <param name="length">Taps of the filter.</param>
    /// <param name="up">Up-sampling factor.</param>
    /// <param name="down">Down-sampling factor.</param>
    /// <param name="padding">Samples put before the first, at the raised rate; negative to crop.</param>
    public PolyphaseAxis(int length, int up, int down, int padding)
    {
        this.length = length;
        this.up = up;
        var common = GreatestCommonDivisor(up, down);
        Period = up / common;
        Step = down / common;
        first = new int[Period];
        firstTap = new int[Period];
        Taps = 1;
        for (var phase = 0; phase < Period; phase++)
        {
            var origin = phase * down - padding;
            first[phase] = CeilingDivide(origin, up);
            firstTap[phase] = first[phase] * up - origin;
            Taps = Math.Max(Taps, CeilingDivide(length - firstTap[phase], up));
        }
    }

    /// <summary>Outputs after which the phases repeat.</summary>
    public int Period { get; }

    /// <summary>Inputs that one period advances by.</summary>
    public int Step { get; }

    /// <summary>Taps of a phase; shorter phases end in zeros.</summary>
    public int Taps { get; }

    /// <summary>The first input that an output reads; it may lie outside the image.</summary>
    public int First(int output) => first[output % Period] + output / Period * Step;

    /// <summary>Index of the tap that meets input First + k, or -1 where there is none.</summary>
    public int Tap(int phase, int k) => firstTap[phase] + k * up is var tap && tap < length ? tap : -1;

    /// <summary>The taps of all phases, [Period, Taps].</summary>
    public float[] Table(double[] taps) => Table(taps, this, new PolyphaseAxis(1, 1, 1, 0));

    /// <summary>The taps of all pairs of phases of a plane filter, [vertical Period, horizontal Period, vertical Taps, horizontal Taps].</summary>
    public static float[] Table(double[] plane, PolyphaseAxis horizontal, PolyphaseAxis vertical)
    {
        var table = GC.AllocateArray<float>(vertical.Period * horizontal.Period * vertical.Taps * horizontal.Taps, pinned: true);
        var next = 0;
        for (var y = 0; y < vertical.Period; y++)
        {
            for (var x = 0; x < horizontal.Period; x++)
            {
                for (var j = 0; j < vertical.Taps; j++)
                {
                    for (var k = 0; k < horizontal.Taps; k++)
                    {
                        var (row, column) = (vertical.Tap(y, j), horizontal.Tap(x, k));
                        table[next++] = row < 0 || column < 0 ? 0 : (float)plane[row * horizontal.length + column];
                    }
                }
            }
        }
        return table;
    }

    private static int CeilingDivide(int a, int b) => a >= 0 ? (a + b - 1) / b : -(-a / b);

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
