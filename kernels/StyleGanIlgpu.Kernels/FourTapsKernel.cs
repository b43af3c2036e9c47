using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// A separable filter of 4 x 4 taps without any change of rate, with an epilogue: what follows StyleGAN2's up-sampling convolution, and with zeros
/// in the place of the last taps StyleGAN1's 2 x 2 and 3 x 3.
/// Tile: a warp streams down a strip of columns of one sector of quads, a row a step: at most 32 rows, fewer where a map has fewer warps than fill a
/// GPU. A lane has four neighbouring columns of a quad and gets the next three from the lane beside it, the strip's last from memory; the row filtered,
/// it is added into the four output rows under way, in registers. No shared memory and no barrier; the next row and its noise are on their way
/// meanwhile.
/// </summary>
/// <remarks>
/// Ladder, for each quad that comes out (16 bytes move at least in float16, 32 in float32):
/// <list type="number">
/// <item><see cref="UpFirDnKernel{TInput}"/>, which other filters still take: 64 multiply-adds, 320 bytes of shared memory read, which on an H100
/// take twice as long as the memory of float16 maps;</item>
/// <item>this one, noise read by every lane: about 40 multiply-adds, 4 shuffles, 1.36 times the least bytes (16 channels at 96 x 96, by the emulator);</item>
/// <item>noise read once by the lanes of a sector: 1.18 times the least bytes in float16, 1.23 in float32. About 165 instructions a quad, of which
/// 110 are the epilogue's. On an H100 in float16 148 us for 32 x 1024 x 1024, whose bytes take 45 at 3 TB/s (a fifth of the warps that fit, half of the
/// issue slots), and 14 to 31 us from 512 x 8 x 8 to 512 x 64 x 64, where a run of 8 to 16 rows is one chain;</item>
/// <item>runs by the number of warps, whole strips of 32 columns in float16 (29 before), words shuffled before they are widened, borders asked for only
/// there, <see cref="BentEpilogue"/>: about 100 instructions a quad, 127 registers in float16 and 146 in float32 on sm_90. On an H100 120 us
/// for 32 x 1024 x 1024, and 7 to 14 up to 512 x 64 x 64; it waits for memory with a sixth of the warps that fit. Of fewer taps 195 to 257
/// instructions of PTX a quad and 1.22 to 1.29 times the least bytes (16 x 1024 x 512 and 32 x 1024 x 256, by the emulator), where
/// <see cref="UpFirDnKernel{TInput}"/> has 545 to 572 (2 taps 435) and 1.10 to 1.22.</item>
/// </list>
/// </remarks>
internal static class FourTapsKernel<TInput>
    where TInput : struct, IMapStorage
{
    private static int StripColumns => FourTapsArguments.StripColumns(TInput.SectorQuads);

    public static void Run(FourTapsArguments a)
    {
        var lane = Group.IdxX & (WarpSums.Lanes - 1);
        var tile = (Grid.IdxX * FourTapsArguments.Warps) + (Group.IdxX / WarpSums.Lanes);
        var side = lane % TInput.SectorQuads;
        var quad = (tile % a.Sectors * TInput.SectorQuads) + side;
        var strip = tile / a.Sectors * StripColumns;
        var run = lane / TInput.SectorQuads * FourTapsArguments.LaneColumns;
        var firstY = Grid.IdxY * a.RunRows;
        var lastY = IntrinsicMath.Min(firstY + a.RunRows, a.OutputHeight);
        var x = strip + run;
        var columns = quad < a.OutputQuads ? a.OutputWidth - x : 0;

        var coefficients = QuadMath.Splat(1f);
        var bias = default(Float4);
        if (quad < a.OutputQuads)
        {
            coefficients = Epilogue.Coefficients(a.Epilogue, Grid.IdxZ, quad);
            bias = Epilogue.Bias(a.Epilogue, quad);
        }
        var isBent = BentEpilogue.Fits(a.Epilogue);
        var noiseGain = BentEpilogue.TakeGain(a.Epilogue, isBent, ref coefficients, ref bias);
        var limit = BentEpilogue.Limit(a.Epilogue);

        var columnsRead = FourTapsColumns.Of(a, x - a.Left, IntrinsicMath.Min(quad, a.InputQuads - 1));
        var isBorder = strip < a.Left | strip - a.Left + StripColumns + FourTapsArguments.Taps - 1 > a.InputWidth;
        var isLast = run + FourTapsArguments.LaneColumns == StripColumns;
        var row = firstY - a.Top;
        var next = FourTapsRow<TInput>.Load(a, columnsRead, row, isBorder, isLast);
        var nextNoise0 = 0f;
        var nextNoise1 = 0f;
        var sums0 = default(FourQuads);
        var sums1 = default(FourQuads);
        var sums2 = default(FourQuads);
        for (var y = firstY - (FourTapsArguments.Taps - 1); y < lastY; y++)
        {
            var filtered = next.Across(a, isLast);
            var noise0 = nextNoise0;
            var noise1 = nextNoise1;
            row++;
            if (y + 1 < lastY)
                next = FourTapsRow<TInput>.Load(a, columnsRead, row, isBorder, isLast);
            if (y + 1 >= firstY & y + 1 < lastY)
            {
                // The lanes of a sector read the noise of their columns between them.
                nextNoise0 = Noise(a, y + 1, x + side) * noiseGain;
                if (TInput.SectorQuads < FourTapsArguments.LaneColumns)
                    nextNoise1 = Noise(a, y + 1, x + TInput.SectorQuads + side) * noiseGain;
            }
            var done = FourQuads.MultiplyAdd(filtered, a.Column3, sums2);
            sums2 = FourQuads.MultiplyAdd(filtered, a.Column2, sums1);
            sums1 = FourQuads.MultiplyAdd(filtered, a.Column1, sums0);
            sums0 = FourQuads.Multiply(filtered, a.Column0);
            if (y >= firstY)
            {
                var place = ((((Grid.IdxZ * a.OutputHeight) + y) * a.OutputWidth) + x) * a.OutputQuads + quad;
                var first = lane - side;
                var n0 = Warp.Shuffle(noise0, first);
                var n1 = Warp.Shuffle(noise0, first + 1);
                var n2 = Warp.Shuffle(TInput.SectorQuads > 2 ? noise0 : noise1, first + (2 % TInput.SectorQuads));
                var n3 = Warp.Shuffle(TInput.SectorQuads > 2 ? noise0 : noise1, first + (3 % TInput.SectorQuads));
                if (isBent)
                {
                    done.Q0 = BentEpilogue.Finish(a.Epilogue, done.Q0, coefficients, bias, n0, limit);
                    done.Q1 = BentEpilogue.Finish(a.Epilogue, done.Q1, coefficients, bias, n1, limit);
                    done.Q2 = BentEpilogue.Finish(a.Epilogue, done.Q2, coefficients, bias, n2, limit);
                    done.Q3 = BentEpilogue.Finish(a.Epilogue, done.Q3, coefficients, bias, n3, limit);
                    if (a.Epilogue.IsHalf != 0)
                        StoreHalves(a, place, columns, done);
                    else
                        StoreFloats(a, place, columns, done);
                }
                else
                {
                    // A loop needs the code of an epilogue once.
                    for (var i = 0; i < FourTapsArguments.LaneColumns; i++)
                    {
                        if (i < columns)
                            Epilogue.Store(a.Epilogue, a.Output, place, done.Q0, coefficients, bias, n0);
                        place += a.OutputQuads;
                        done.Advance();
                        n0 = n1;
                        n1 = n2;
                        n2 = n3;
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Noise(FourTapsArguments a, int y, int x)
    {
        var noise = 0f;
        if (a.Epilogue.Noise.Length > 0 & x < a.OutputWidth)
            noise = a.Epilogue.Noise[(y * a.Epilogue.NoiseStride) + x];
        return noise;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalves(FourTapsArguments a, int place, int columns, FourQuads done)
    {
        if (columns > 0)
            HalfStorage.StoreFitting(a.Output, place, done.Q0);
        if (columns > 1)
            HalfStorage.StoreFitting(a.Output, place + a.OutputQuads, done.Q1);
        if (columns > 2)
            HalfStorage.StoreFitting(a.Output, place + (2 * a.OutputQuads), done.Q2);
        if (columns > 3)
            HalfStorage.StoreFitting(a.Output, place + (3 * a.OutputQuads), done.Q3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFloats(FourTapsArguments a, int place, int columns, FourQuads done)
    {
        if (columns > 0)
            FloatStorage.Store(a.Output, place, done.Q0);
        if (columns > 1)
            FloatStorage.Store(a.Output, place + a.OutputQuads, done.Q1);
        if (columns > 2)
            FloatStorage.Store(a.Output, place + (2 * a.OutputQuads), done.Q2);
        if (columns > 3)
            FloatStorage.Store(a.Output, place + (3 * a.OutputQuads), done.Q3);
    }
}
