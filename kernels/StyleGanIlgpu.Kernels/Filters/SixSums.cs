using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>Sums of products with six taps.</summary>
internal static class SixSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(SixTaps t, float x0, float x1, float x2, float x3, float x4, float x5) => Add(t.T0 * x0, t, x1, x2, x3, x4, x5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float sum, SixTaps t, float x0, float x1, float x2, float x3, float x4, float x5) =>
        Add(MathF.FusedMultiplyAdd(t.T0, x0, sum), t, x1, x2, x3, x4, x5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Add(float sum, SixTaps t, float x1, float x2, float x3, float x4, float x5)
    {
        sum = MathF.FusedMultiplyAdd(t.T1, x1, sum);
        sum = MathF.FusedMultiplyAdd(t.T2, x2, sum);
        sum = MathF.FusedMultiplyAdd(t.T3, x3, sum);
        sum = MathF.FusedMultiplyAdd(t.T4, x4, sum);
        return MathF.FusedMultiplyAdd(t.T5, x5, sum);
    }
}
