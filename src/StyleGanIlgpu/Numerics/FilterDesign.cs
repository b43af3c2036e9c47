namespace StyleGanIlgpu.Numerics;

/// <summary>
/// Low-pass filters as StyleGAN3 designs them (arXiv 2106.12423, appendix C): an ideal low-pass under a Kaiser window, of unit sum.
/// Frequencies and the sampling rate share a unit; the transition band of the given width lies around the cutoff.
/// Checkpoints hold their filters: those go before any designed here.
/// </summary>
internal static class FilterDesign
{
    /// <summary>A one-dimensional filter [taps].</summary>
    /// <param name="taps">Number of taps, at least 1.</param>
    /// <param name="cutoff">Cutoff frequency, above 0 and at most half of the sampling rate.</param>
    /// <param name="width">Width of the transition band.</param>
    /// <param name="samplingRate">Samples per unit.</param>
    public static double[] LowPass(int taps, double cutoff, double width, double samplingRate)
    {
        var filter = Window(taps, cutoff, width, samplingRate);
        for (var i = 0; i < taps; i++)
            filter[i] *= Sinc(2 * cutoff / samplingRate * (i - (taps - 1) / 2.0));
        return WithUnitSum(filter);
    }

    /// <summary>A radially symmetric two-dimensional filter [taps, taps]: the same response in every direction but for its square window.</summary>
    /// <param name="taps">Number of taps along a side, at least 1.</param>
    /// <param name="cutoff">Cutoff frequency, above 0 and at most half of the sampling rate.</param>
    /// <param name="width">Width of the transition band.</param>
    /// <param name="samplingRate">Samples per unit.</param>
    public static double[] RadialLowPass(int taps, double cutoff, double width, double samplingRate)
    {
        var window = Window(taps, cutoff, width, samplingRate);
        var filter = new double[taps * taps];
        for (var y = 0; y < taps; y++)
        {
            for (var x = 0; x < taps; x++)
            {
                var radius = double.Hypot(x - (taps - 1) / 2.0, y - (taps - 1) / 2.0) / samplingRate;
                filter[y * taps + x] = Jinc(cutoff, radius) * window[x] * window[y];
            }
        }
        return WithUnitSum(filter);
    }

    /// <summary>Kaiser's estimate of the attenuation, in dB, that so many taps reach with a transition band of this share of half the sampling rate.</summary>
    public static double KaiserAttenuation(int taps, double relativeWidth) => 2.285 * (taps - 1) * Math.PI * relativeWidth + 7.95;

    /// <summary>Kaiser's shape parameter for an attenuation in dB.</summary>
    public static double KaiserBeta(double attenuation) => attenuation switch
    {
        > 50 => 0.1102 * (attenuation - 8.7),
        > 21 => 0.5842 * Math.Pow(attenuation - 21, 0.4) + 0.07886 * (attenuation - 21),
        _ => 0,
    };

    /// <summary>Kaiser's window [taps], 1 in the middle.</summary>
    public static double[] KaiserWindow(int taps, double beta)
    {
        var window = new double[taps];
        var middle = (taps - 1) / 2.0;
        var scale = 1 / Bessel.I0(beta);
        for (var i = 0; i < taps; i++)
        {
            var place = middle == 0 ? 0 : (i - middle) / middle;
            window[i] = Bessel.I0(beta * Math.Sqrt(Math.Max(0, 1 - place * place))) * scale;
        }
        return window;
    }

    private static double[] Window(int taps, double cutoff, double width, double samplingRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(taps, 1);
        if (!(cutoff > 0 && cutoff <= samplingRate / 2))
            throw new ArgumentOutOfRangeException(nameof(cutoff), cutoff, $"The cutoff must be in 0..{samplingRate / 2}, half of the sampling rate.");
        if (!(width > 0))
            throw new ArgumentOutOfRangeException(nameof(width), width, "The width of the transition band must be positive.");
        return KaiserWindow(taps, KaiserBeta(KaiserAttenuation(taps, width / (samplingRate / 2))));
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    // The Fourier transform of a disc; at the centre it tends to pi * cutoff^2.
    private static double Jinc(double cutoff, double radius) =>
        radius == 0 ? Math.PI * cutoff * cutoff : cutoff * Bessel.J1(2 * Math.PI * cutoff * radius) / radius;

    private static double[] WithUnitSum(double[] filter)
    {
        var sum = filter.Sum();
        for (var i = 0; i < filter.Length; i++)
            filter[i] /= sum;
        return filter;
    }
}
