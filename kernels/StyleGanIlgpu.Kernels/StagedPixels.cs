using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// A thread's pieces of a block of pixels between global and shared memory: as many at a time as make the tile without its margins. Named fields,
/// since only those become registers.
/// </summary>
internal struct StagedPixels<TTile>
    where TTile : struct, ITensorTile
{
    private Float4 p0;
    private Float4 p1;
    private Float4 p2;
    private Float4 p3;
    private Float4 p4;
    private Float4 p5;
    private Float4 p6;
    private Float4 p7;

    /// <summary>Pixels from a piece of this thread's to its next.</summary>
    private static int Stride => TensorGroup<TTile>.Threads / TensorConvolutionArguments.BlockPieces;

    /// <summary>How many pieces a thread has of a tile without margins.</summary>
    private static int Count => TensorGroup<TTile>.Pixels / Stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(TensorConvolutionArguments a, ArrayView<int> places, long input, int pixel, int piece)
    {
        p0 = Load(a, places, input, pixel, piece, 0);
        p1 = Load(a, places, input, pixel, piece, 1);
        if (Count >= 4)
        {
            p2 = Load(a, places, input, pixel, piece, 2);
            p3 = Load(a, places, input, pixel, piece, 3);
        }
        if (Count >= 8)
        {
            p4 = Load(a, places, input, pixel, piece, 4);
            p5 = Load(a, places, input, pixel, piece, 5);
            p6 = Load(a, places, input, pixel, piece, 6);
            p7 = Load(a, places, input, pixel, piece, 7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(TensorConvolutionArguments a, uint target, int pixel)
    {
        Store(a, target, pixel, 0, p0);
        Store(a, target, pixel, 1, p1);
        if (Count >= 4)
        {
            Store(a, target, pixel, 2, p2);
            Store(a, target, pixel, 3, p3);
        }
        if (Count >= 8)
        {
            Store(a, target, pixel, 4, p4);
            Store(a, target, pixel, 5, p5);
            Store(a, target, pixel, 6, p6);
            Store(a, target, pixel, 7, p7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Load(TensorConvolutionArguments a, ArrayView<int> places, long input, int pixel, int piece, int i)
    {
        var own = pixel + (i * Stride);
        var place = places[IntrinsicMath.Min(own, a.Tiling.HaloPixels - 1)];
        var exists = own < a.Tiling.HaloPixels & place >= 0 & piece < a.InputPieces;
        return TensorCore.LoadPiece(input + ((exists ? place + piece : 0) * 16L), exists ? 1 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TensorConvolutionArguments a, uint target, int pixel, int i, Float4 value)
    {
        TensorCore.StorePiece(
            target + (uint)(i * Stride * TensorConvolutionArguments.BlockBytes), pixel + (i * Stride) < a.Tiling.HaloPixels ? 1 : 0, value);
    }
}
