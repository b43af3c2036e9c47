using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>What a filter does to a sum before it stores it.</summary>
internal interface IAfter<TVec>
    where TVec : unmanaged
{
    TVec Apply(TVec sum);
}

/// <summary>Stores the sum as it is.</summary>
internal readonly struct Nothing<TVec> : IAfter<TVec>
    where TVec : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Apply(TVec sum) => sum;
}

/// <summary>
/// Leaky ReLU and clamp, the larger of v and slope * v, which holds for slopes up to 1. <see cref="LeakyRelu"/> brings every gain and slope
/// into this form by factors on the taps before and after.
/// </summary>
internal readonly unsafe struct Rectifier<TSimd, TVec>(LeakyRelu relu) : IAfter<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly TVec slope = TSimd.Splat(relu.Slope);
    private readonly TVec upper = TSimd.Splat(relu.Clamp);
    private readonly TVec lower = TSimd.Splat(-relu.Clamp);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Apply(TVec sum) => TSimd.Max(TSimd.Min(TSimd.Max(sum, TSimd.Multiply(sum, slope)), upper), lower);

    /// <summary>Applies it to a row in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* row, nint count)
    {
        for (nint i = 0; i < count; i++)
            TSimd.Store(row + i * TSimd.Lanes, Apply(TSimd.Load(row + i * TSimd.Lanes)));
    }
}

/// <summary>
/// gain * leaky ReLU, then a clamp, as After * clamp(max(v', Slope * v')) with v' = Before * v. Gains are positively homogeneous, so they go
/// before; a negative gain or a slope above 1 turns the maximum into a minimum, which is a maximum between two changes of sign.
/// </summary>
internal sealed class LeakyRelu
{
    public LeakyRelu(double gain, double slope, double? clamp)
    {
        var isMaximum = slope <= 1 == gain >= 0;
        Before = isMaximum ? gain : -gain;
        After = isMaximum ? 1 : -1;
        Slope = (float)slope;
        Clamp = (float)(clamp ?? double.PositiveInfinity);
    }

    public double Before { get; }

    public double After { get; }

    public float Slope { get; }

    public float Clamp { get; }
}
