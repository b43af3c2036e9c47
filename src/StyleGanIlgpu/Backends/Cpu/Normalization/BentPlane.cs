using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Normalization;

/// <summary>A part of a channel block of <see cref="BentMaps"/>, computed pixel by pixel as it is asked for.</summary>
/// <param name="from">The stored pixels.</param>
/// <param name="noise">A number a pixel; null where there is none.</param>
/// <param name="strength">What the noise is multiplied by, channel by channel.</param>
/// <param name="bias">The block's bias.</param>
/// <param name="epilogue">What follows.</param>
internal readonly unsafe struct BentPlane<TSimd, TVec>(float* from, float* noise, TVec strength, TVec bias, CpuEpilogue epilogue)
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec At(nint pixel)
    {
        var x = TSimd.Load(from + pixel * TSimd.Lanes);
        if (noise is not null)
            x = TSimd.MultiplyAdd(TSimd.Splat(noise[pixel]), strength, x);
        return epilogue.Apply<TSimd, TVec>(x, bias);
    }
}
