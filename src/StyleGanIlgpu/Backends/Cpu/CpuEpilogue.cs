using System.Runtime.CompilerServices;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// An <see cref="Epilogue"/> ready for vectors: bias in blocks with its gain folded in; the three activations that are lines with a bend at
/// zero told apart by the slope below it; no clamp is a clamp at infinity.
/// </summary>
internal readonly unsafe struct CpuEpilogue
{
    private readonly float* bias;
    private readonly Activation activation;
    private readonly float slope;
    private readonly float gain;
    private readonly float limit;

    private CpuEpilogue(float* bias, Epilogue epilogue)
    {
        this.bias = bias;
        activation = epilogue.Activation;
        slope = (float)(activation switch
        {
            Activation.LeakyRelu => epilogue.Alpha,
            Activation.Relu => 0,
            _ => 1,
        });
        gain = (float)epilogue.Gain;
        limit = epilogue.Clamp is { } clamp ? (float)clamp : float.PositiveInfinity;
    }

    public static CpuEpilogue Of(Epilogue epilogue, CpuCompilation compilation)
    {
        if (epilogue.Bias is not { } parameter)
            return new CpuEpilogue(null, epilogue);
        var biasGain = epilogue.BiasGain;
        var prepared = compilation.Prepare(parameter, $"blocks*{biasGain:R}", CpuLayout.Blocks(parameter.Values.Length) * SimdLevel.Lanes, (stored, target) =>
        {
            for (var i = 0; i < stored.Length; i++)
                target[i] = (float)(stored[i] * biasGain);
        });
        return new CpuEpilogue(prepared.Values, epilogue);
    }

    /// <summary>The bias of a block of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Bias<TSimd, TVec>(int block)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged =>
        bias is null ? TSimd.Zero : TSimd.Load(bias + (long)block * TSimd.Lanes);

    /// <summary>Finishes a block of sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Apply<TSimd, TVec>(TVec sum, TVec biasOfBlock)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var x = TSimd.Add(sum, biasOfBlock);
        x = activation <= Activation.LeakyRelu
            ? TSimd.MultiplyAdd(TSimd.Min(TSimd.Zero, x), TSimd.Splat(slope), TSimd.Max(TSimd.Zero, x))
            : Bend<TSimd, TVec>(x, activation);
        x = TSimd.Multiply(x, TSimd.Splat(gain));
        return TSimd.Min(TSimd.Splat(limit), TSimd.Max(TSimd.Splat(-limit), x));
    }

    /// <summary>The activations that no network here uses in bulk: lane by lane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVec Bend<TSimd, TVec>(TVec x, Activation activation)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var lanes = stackalloc float[TSimd.Lanes];
        TSimd.Store(lanes, x);
        for (var i = 0; i < TSimd.Lanes; i++)
            lanes[i] = (float)SmoothActivations.Apply(activation, lanes[i]);
        return TSimd.Load(lanes);
    }
}
