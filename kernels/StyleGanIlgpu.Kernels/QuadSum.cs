using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels;

/// <summary>A running sum of products of quads: four sums side by side, so that one doesn't wait for the other.</summary>
internal struct QuadSum
{
    private float x;
    private float y;
    private float z;
    private float w;

    /// <summary>All four together.</summary>
    public readonly float Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => x + y + (z + w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Float4 a, Float4 b)
    {
        x = MathF.FusedMultiplyAdd(a.X, b.X, x);
        y = MathF.FusedMultiplyAdd(a.Y, b.Y, y);
        z = MathF.FusedMultiplyAdd(a.Z, b.Z, z);
        w = MathF.FusedMultiplyAdd(a.W, b.W, w);
    }
}
