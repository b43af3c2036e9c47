using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>Reads a stretch of an image row, zeros where it leaves the image.</summary>
internal static unsafe class ZeroPadding<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>target[i] = row[first + i] + bias inside the row, 0 outside.</summary>
    /// <param name="row">The image row.</param>
    /// <param name="width">Vectors in the row.</param>
    /// <param name="first">First vector to read; it may lie outside.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="count">Vectors to read.</param>
    /// <param name="bias">One vector. By address: the JIT stores and reloads a vector parameter in every round of the loop.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* row, int width, int first, float* target, int count, float* bias)
    {
        var begin = Math.Clamp(-first, 0, count);
        var end = Math.Clamp(width - first, begin, count);
        Clear(target, begin);
        Clear(target + (nint)end * TSimd.Lanes, count - end);
        var offset = TSimd.Load(bias);
        for (var i = begin; i < end; i++)
            TSimd.Store(target + (nint)i * TSimd.Lanes, TSimd.Add(TSimd.Load(row + (nint)(first + i) * TSimd.Lanes), offset));
    }

    /// <summary>Zeros in <paramref name="count"/> vectors.</summary>
    public static void Clear(float* target, int count) => new Span<float>(target, count * TSimd.Lanes).Clear();
}
