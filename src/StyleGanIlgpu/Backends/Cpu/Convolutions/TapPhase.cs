namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>A kernel element and the input sample that it meets, counted from the sum's own place.</summary>
/// <param name="Dy">Rows from the sum to the sample.</param>
/// <param name="Dx">Columns from the sum to the sample.</param>
/// <param name="Element">Index in the kernel [kh, kw].</param>
internal readonly record struct Tap(int Dy, int Dx, int Element);

/// <summary>
/// The sums at rows Y + step * m and columns X + step * n, and the taps that they are made of: sum[m, n] = sum of w[tap] * x[m + dy, n + dx].
/// A plain convolution is one phase of step 1. One that up-samples by 2 has four, none of which meets a stuffed zero.
/// </summary>
internal sealed record TapPhase(int Y, int X, Tap[] Taps)
{
    /// <summary>Correlation with zeros around the input.</summary>
    public static TapPhase[] Plain(int height, int width, int padding)
    {
        var taps = new Tap[height * width];
        for (var i = 0; i < taps.Length; i++)
            taps[i] = new Tap(i / width - padding, i % width - padding, i);
        return [new TapPhase(0, 0, taps)];
    }

    /// <summary>
    /// The kernel set down at every second sample of a raised grid (a true convolution with the zero-stuffed input):
    /// raised[u] = sum over b of w[b] * stuffed[u - b], so even u take the even b and odd u the odd ones.
    /// </summary>
    public static TapPhase[] Raised(int height, int width)
    {
        var phases = new TapPhase[4];
        for (var phase = 0; phase < 4; phase++)
        {
            var (y, x) = (phase / 2, phase % 2);
            var taps = new List<Tap>();
            for (var by = y; by < height; by += 2)
            {
                for (var bx = x; bx < width; bx += 2)
                    taps.Add(new Tap(-(by / 2), -(bx / 2), by * width + bx));
            }
            phases[phase] = new TapPhase(y, x, [.. taps]);
        }
        return phases;
    }
}
