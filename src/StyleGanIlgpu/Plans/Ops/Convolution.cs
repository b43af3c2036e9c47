namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// A convolution with everything around it:
/// <list type="number">
/// <item>x[n, i] *= S[n, StyleOffset + i] where it is modulated;</item>
/// <item>without up-sampling: correlate with Weight [out, in, kh, kw] * WeightGain, Padding zeros on every side, so the size grows by
/// 2 * Padding - (k - 1);</item>
/// <item>with up-sampling by 2: put a zero after every sample, pad by (Padding + (t + 1) / 2, Padding + (t - 2) / 2) for a filter of t taps,
/// convolve with Filter * 4, then convolve (a true convolution: the kernel flipped) with Weight * WeightGain, unpadded.
/// For k = 3, Padding = 1 and 4 taps the size doubles;</item>
/// <item>*= D[n, DemodulationOffset + o] where it is demodulated;</item>
/// <item>+ noise, the same for all channels;</item>
/// <item>epilogue; then + Residual where there is one.</item>
/// </list>
/// </summary>
internal sealed record Convolution(
    TensorId Input,
    TensorId Output,
    Parameter Weight,
    int Padding,
    Epilogue Epilogue,
    double WeightGain = 1,
    Modulation? Modulation = null,
    Parameter? UpsamplingFilter = null,
    Noise? Noise = null,
    TensorId? Residual = null) : PlanOp
{
    public bool IsUpsampling => UpsamplingFilter is not null;

    public override IEnumerable<TensorId> Reads
    {
        get
        {
            yield return Input;
            if (Modulation is { } modulation)
            {
                yield return modulation.Styles;
                if (modulation.Demodulation is { } demodulation)
                    yield return demodulation;
            }
            if (Residual is { } residual)
                yield return residual;
        }
    }

    public override TensorId Writes => Output;
}

/// <summary>Where a convolution finds its styles and, unless it isn't demodulated, its coefficients.</summary>
internal sealed record Modulation(TensorId Styles, int StyleOffset, TensorId? Demodulation = null, int DemodulationOffset = 0);

/// <summary>
/// Noise of one layer, * Strength. With Constant [H, W] it is that; without, standard normal by Philox4x32-10
/// keyed by (noise seed of the run, Layer, y, x), the same on every engine (Numerics/PhiloxNoise.cs).
/// </summary>
internal sealed record Noise(double Strength, Parameter? Constant, int Layer)
{
    /// <summary>A layer's stored noise as a mode wants it: as it is, drawn, or none.</summary>
    public Noise? In(NoiseMode mode) => mode switch
    {
        NoiseMode.Const => this,
        NoiseMode.Random => this with { Constant = null },
        _ => null,
    };
}
