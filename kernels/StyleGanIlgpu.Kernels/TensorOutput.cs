using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>The sums of a group's tile on their way from shared memory to where they belong.</summary>
internal static class TensorOutput<TTile>
    where TTile : struct, ITensorTile
{
    private static int Threads => TensorGroup<TTile>.Threads;

    private static int Pixels => TensorGroup<TTile>.Pixels;

    private static int Channels => TensorGroup<TTile>.Channels;

    private static int SumPitch => TensorGroup<TTile>.SumPitch;

    /// <summary>Pixels whose sums are finished at a time, a quad a thread.</summary>
    private static int PixelsAtOnce => Threads * Float4.Length / Channels;

    /// <summary>Quads of the sums, neighbouring threads' beside one another, to where they belong: finished, or where there are slices as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(TensorConvolutionArguments a, ArrayView<Float4> sums, int slice, int sample, int phase, int firstPlace, int tileY, int tileX)
    {
        var inTile = Group.IdxX & ((Channels / Float4.Length) - 1);
        var quad = (Grid.IdxY * Channels / Float4.Length) + inTile;
        if (quad < a.OutputQuads)
        {
            var offsetY = a.Phases[phase + 2];
            var offsetX = a.Phases[phase + 3];
            var rows = a.Phases[phase + 4];
            var columns = a.Phases[phase + 5];
            var coefficients = Epilogue.Coefficients(a.Epilogue, sample, quad);
            var bias = Epilogue.Bias(a.Epilogue, quad);
            var isScaleOnly = Epilogue.IsScaleOnly(a.Epilogue);
            var isBent = BentEpilogue.Fits(a.Epilogue);
            var limit = BentEpilogue.Limit(a.Epilogue);
            _ = BentEpilogue.TakeGain(a.Epilogue, isBent, ref coefficients, ref bias);
            var sliceStart = slice * a.Batch * a.OutputHeight * a.OutputWidth * a.OutputQuads;
            var pixel = (int)((uint)Group.IdxX / (uint)(Channels / Float4.Length));
            var place = firstPlace + pixel;
            var placeRow = (int)((uint)place / (uint)a.Tiling.Width);
            var placeY = tileY + placeRow;
            var placeX = tileX + place - (placeRow * a.Tiling.Width);
            var nextRows = (int)((uint)PixelsAtOnce / (uint)a.Tiling.Width);
            var nextColumns = PixelsAtOnce - (nextRows * a.Tiling.Width);
            for (; pixel < Pixels; pixel += PixelsAtOnce)
            {
                if (placeY < rows & placeX < columns)
                {
                    var y = (placeY * a.Step) + offsetY;
                    var x = (placeX * a.Step) + offsetX;
                    var target = (((((sample * a.OutputHeight) + y) * a.OutputWidth) + x) * a.OutputQuads) + quad;
                    var sum = sums[(pixel * SumPitch / Float4.Length) + inTile];
                    if (a.Tiling.Slices > 1)
                        a.Output[sliceStart + target] = sum;
                    else if (isScaleOnly)
                        StoredMaps.Store(a.Output, a.Epilogue.IsHalf, target, QuadMath.Multiply(sum, coefficients));
                    else if (isBent)
                        BentEpilogue.Store(a.Epilogue, a.Output, target, sum, coefficients, bias, Epilogue.Noise(a.Epilogue, y, x) * a.Epilogue.Gain, limit);
                    else
                        Epilogue.Store(a.Epilogue, a.Output, target, sum, coefficients, bias, Epilogue.Noise(a.Epilogue, y, x));
                }
                placeY += nextRows;
                placeX += nextColumns;
                if (placeX >= tileX + a.Tiling.Width)
                {
                    placeX -= a.Tiling.Width;
                    placeY++;
                }
            }
        }
    }
}
