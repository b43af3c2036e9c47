using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>Whether a filter bends its sums by a <see cref="LeakyRelu"/> before it stores them.</summary>
internal interface IBend
{
    static abstract bool Bends { get; }
}

/// <summary>Stores the sums as they are.</summary>
internal readonly struct Straight : IBend
{
    public static bool Bends => false;
}

/// <summary>Bends the sums.</summary>
internal readonly struct Bent : IBend
{
    public static bool Bends => true;
}

/// <summary>What a <see cref="LeakyRelu"/> does to a vector: the larger of v and slope * v, clamped.</summary>
internal static unsafe class Bend<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>The bent value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Of(TVec value, TVec slope, TVec upper, TVec lower) =>
        TSimd.Max(TSimd.Min(TSimd.Max(value, TSimd.Multiply(value, slope)), upper), lower);

    /// <summary>Bends a row in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(float* row, nint count, float* constants)
    {
        var slope = TSimd.Load(constants);
        var upper = TSimd.Load(constants + TSimd.Lanes);
        var lower = TSimd.Load(constants + 2 * TSimd.Lanes);
        for (nint i = 0; i < count * TSimd.Lanes; i += TSimd.Lanes)
            TSimd.Store(row + i, Of(TSimd.Load(row + i), slope, upper, lower));
    }
}
