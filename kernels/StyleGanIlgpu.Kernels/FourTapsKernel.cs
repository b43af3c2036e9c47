using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// A separable filter of 4 x 4 taps without any change of rate, with an epilogue: what follows StyleGAN2's up-sampling convolution.
/// Tile: a warp streams down a strip of columns of one sector of quads, a row a step. A lane has four neighbouring columns of a quad and gets
/// the next three from the lane beside it; the row filtered, it is added into the four output rows under way, in registers. No shared memory
/// and no barrier; the next row is on its way meanwhile.
/// </summary>
/// <remarks>
/// Ladder, for each quad that comes out (16 bytes move at least in float16, 32 in float32):
/// <list type="number">
/// <item><see cref="UpFirDnKernel{TInput}"/>, which other filters still take: 64 multiply-adds, 320 bytes of shared memory read, which on an H100
/// take twice as long as the memory of float16 maps;</item>
/// <item>this one, noise read by every lane: about 40 multiply-adds, 4 shuffles, 1.36 times the least bytes (16 channels at 96 x 96, by the emulator);</item>
/// <item>noise read once by the lanes of a sector: 1.18 times the least bytes in float16, 1.23 in float32. About 165 instructions a quad, of which
/// 110 are the epilogue's: the time of these and that of float16's bytes are equal on an H100, elsewhere the memory takes longer.</item>
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
        // Beyond the strip a lane only reads for its neighbour.
        var columns = IntrinsicMath.Min(StripColumns - run, a.OutputWidth - strip - run);
        if (quad >= a.OutputQuads)
            columns = 0;

        var coefficients = QuadMath.Splat(1f);
        var bias = default(Float4);
        if (quad < a.OutputQuads)
        {
            coefficients = Epilogue.Coefficients(a.Epilogue, Grid.IdxZ, quad);
            bias = Epilogue.Bias(a.Epilogue, quad);
        }
        var column = strip + run - a.Left;
        var row = firstY - a.Top;
        var next = Load(a, row, column, quad);
        var sums0 = default(FourQuads);
        var sums1 = default(FourQuads);
        var sums2 = default(FourQuads);
        for (var y = firstY - (FourTapsArguments.Taps - 1); y < lastY; y++)
        {
            var filtered = Across(a, next);
            row++;
            if (y + 1 < lastY)
                next = Load(a, row, column, quad);
            var done = FourQuads.MultiplyAdd(filtered, a.Column3, sums2);
            sums2 = FourQuads.MultiplyAdd(filtered, a.Column2, sums1);
            sums1 = FourQuads.MultiplyAdd(filtered, a.Column1, sums0);
            sums0 = FourQuads.Multiply(filtered, a.Column0);
            if (y >= firstY)
            {
                var x = strip + run;
                var place = ((((Grid.IdxZ * a.OutputHeight) + y) * a.OutputWidth) + x) * a.OutputQuads + quad;
                // The lanes of a sector read the noise of their columns between them.
                var noise0 = Noise(a, y, x + side);
                var noise1 = 0f;
                if (TInput.SectorQuads < FourTapsArguments.LaneColumns)
                    noise1 = Noise(a, y, x + TInput.SectorQuads + side);
                // A loop needs the code of an epilogue once.
                for (var i = 0; i < FourTapsArguments.LaneColumns; i++)
                {
                    var noise = Warp.Shuffle(i < TInput.SectorQuads ? noise0 : noise1, lane - side + (i & (TInput.SectorQuads - 1)));
                    if (i < columns)
                        Epilogue.Store(a.Epilogue, a.Output, place, done.Q0, coefficients, bias, noise);
                    place += a.OutputQuads;
                    done.Advance();
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

    /// <summary>Four columns of a row; zeros beyond the border, where something inside is read all the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FourQuads Load(FourTapsArguments a, int row, int column, int quad)
    {
        var isRow = row >= 0 & row < a.InputHeight;
        var start = ((Grid.IdxZ * a.InputHeight) + Inside(row, a.InputHeight)) * a.InputWidth;
        quad = IntrinsicMath.Min(quad, a.InputQuads - 1);
        return new FourQuads
        {
            Q0 = Load(a, isRow, start, column, quad),
            Q1 = Load(a, isRow, start, column + 1, quad),
            Q2 = Load(a, isRow, start, column + 2, quad),
            Q3 = Load(a, isRow, start, column + 3, quad),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Load(FourTapsArguments a, bool isRow, int start, int column, int quad)
    {
        var value = TInput.Load(a.Input, ((start + Inside(column, a.InputWidth)) * a.InputQuads) + quad);
        var isInside = isRow & column >= 0 & column < a.InputWidth;
        return new Float4
        {
            X = isInside ? value.X : 0f,
            Y = isInside ? value.Y : 0f,
            Z = isInside ? value.Z : 0f,
            W = isInside ? value.W : 0f,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Inside(int place, int length) => IntrinsicMath.Min(IntrinsicMath.Max(place, 0), length - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FourQuads Across(FourTapsArguments a, FourQuads own)
    {
        var q4 = Beside(own.Q0);
        var q5 = Beside(own.Q1);
        var q6 = Beside(own.Q2);
        return new FourQuads
        {
            Q0 = Across(a, own.Q0, own.Q1, own.Q2, own.Q3),
            Q1 = Across(a, own.Q1, own.Q2, own.Q3, q4),
            Q2 = Across(a, own.Q2, own.Q3, q4, q5),
            Q3 = Across(a, own.Q3, q4, q5, q6),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Across(FourTapsArguments a, Float4 q0, Float4 q1, Float4 q2, Float4 q3) => QuadMath.MultiplyAdd(
        q3, a.Row3, QuadMath.MultiplyAdd(q2, a.Row2, QuadMath.MultiplyAdd(q1, a.Row1, QuadMath.Multiply(q0, QuadMath.Splat(a.Row0)))));

    /// <summary>What the lane with the next columns has; the last lanes get their own back, which nobody uses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Beside(Float4 value) => new()
    {
        X = Warp.ShuffleDown(value.X, TInput.SectorQuads),
        Y = Warp.ShuffleDown(value.Y, TInput.SectorQuads),
        Z = Warp.ShuffleDown(value.Z, TInput.SectorQuads),
        W = Warp.ShuffleDown(value.W, TInput.SectorQuads),
    };
}
