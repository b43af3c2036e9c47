using System.Runtime.Intrinsics;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>
/// The filter kernels at 16, 8 and 4 lanes on the same 16 channels, to the last bit: lanes know nothing of each other. Widths that this
/// machine lacks are emulated by the runtime, so the kernels for AVX-512 run everywhere.
/// </summary>
public unsafe class FilterKernelWidthTests
{
    private const int Channels = 16;
    private const int Rows = 14;
    private const int Columns = 60;

    /// <summary>Room for the largest output: 4 x 4 phases.</summary>
    private const int Positions = Rows * Columns * 4;

    private static readonly float[] Taps = RandomValues.Uniform(1, 144);
    private static readonly float[] Bend = [0.2f, 0.5f, -0.5f];

    /// <summary>1 output, fewer than a register tile, whole tiles, tiles and a rest.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(23)]
    public void All_widths_give_the_same_bits(int count)
    {
        var expected = RunAll<Simd128, Vector128<float>>(count);
        Assert.Contains(expected, value => value != 0);
        Comparison.AssertSameBits("8 lanes", RunAll<Simd256, Vector256<float>>(count), expected);
        Comparison.AssertSameBits("16 lanes", RunAll<Simd512, Vector512<float>>(count), expected);
    }

    private static float[] RunAll<TSimd, TVec>(int count)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged =>
    [
        .. Blocks<TSimd, TVec>((source, taps, _, target) => FirKernel<TSimd, TVec>.Run(source, 1, Columns * TSimd.Lanes, TSimd.Lanes, taps, 3, 5, target, 2, count)),
        .. Blocks<TSimd, TVec>((source, taps, _, target) => FirKernel<TSimd, TVec>.Run(source, 2, 0, TSimd.Lanes, taps, 1, 12, target, 1, count)),
        .. Blocks<TSimd, TVec>((source, taps, _, target) => FirKernel<TSimd, TVec>.Run(source, 2, 0, TSimd.Lanes, taps, 1, 3, target, 3, count)),
        .. Blocks<TSimd, TVec>((source, taps, bend, target) => UpFirKernel<TSimd, TVec>.Run<Bent>(2, source, Columns * TSimd.Lanes, taps, 6, target, TSimd.Lanes, Columns * TSimd.Lanes, count, bend)),
        .. Blocks<TSimd, TVec>((source, taps, bend, target) => UpFirKernel<TSimd, TVec>.Run<Straight>(4, source, TSimd.Lanes, taps, 6, target, 4 * TSimd.Lanes, TSimd.Lanes, count, bend)),
        .. Blocks<TSimd, TVec>((source, taps, _, target) => MirroredDownKernel<TSimd, TVec>.Run(source, Columns * TSimd.Lanes, taps, 6, target, count)),
        .. Blocks<TSimd, TVec>((source, _, bend, target) => ZeroPadding<TSimd, TVec>.Copy(source, 20, -3, target, count + 3, bend)),
        .. Blocks<TSimd, TVec>((_, _, bend, target) => Bend<TSimd, TVec>.Row(target, count, bend)),
    ];

    /// <summary>Runs a kernel on each block of channels, over targets that hold something, and gives its whole target as [position, channel].</summary>
    private static float[] Blocks<TSimd, TVec>(Kernel kernel)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var values = RandomValues.Uniform(2, Positions * Channels);
        var results = new float[Positions * Channels];
        var (source, target, bend) = (new float[Positions * TSimd.Lanes], new float[Positions * TSimd.Lanes], new float[3 * TSimd.Lanes]);
        for (var i = 0; i < bend.Length; i++)
            bend[i] = Bend[i / TSimd.Lanes];
        for (var block = 0; block < Channels; block += TSimd.Lanes)
        {
            for (var i = 0; i < source.Length; i++)
            {
                source[i] = values[i / TSimd.Lanes * Channels + block + i % TSimd.Lanes];
                target[i] = -source[i];
            }
            fixed (float* from = source, to = target, taps = Taps, constants = bend)
                kernel(from, taps, constants, to);
            for (var i = 0; i < target.Length; i++)
                results[i / TSimd.Lanes * Channels + block + i % TSimd.Lanes] = target[i];
        }
        return results;
    }

    private delegate void Kernel(float* source, float* taps, float* bend, float* target);
}
