using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>The leaky ReLU between the filters; its gain is in the taps before it.</summary>
internal static class Bend
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(FilteredLeakyReluArguments a, float x) => MathF.Min(MathF.Max(MathF.Max(x, x * a.Slope), -a.Limit), a.Limit);
}
