using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>Reads a stretch of an image row, zeros where it leaves the image.</summary>
internal static unsafe class ZeroPadding<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>target[i] = row[first + i] + bias inside the row, 0 outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* row, int width, int first, float* target, int count, TVec bias)
    {
        var begin = Math.Clamp(-first, 0, count);
        var end = Math.Clamp(width - first, begin, count);
        Clear(target, begin);
        for (var i = begin; i < end; i++)
            TSimd.Store(target + (nint)i * TSimd.Lanes, TSimd.Add(TSimd.Load(row + (nint)(first + i) * TSimd.Lanes), bias));
        Clear(target + (nint)end * TSimd.Lanes, count - end);
    }

    /// <summary>Zeros in <paramref name="count"/> vectors.</summary>
    public static void Clear(float* target, int count) => new Span<float>(target, count * TSimd.Lanes).Clear();
}
