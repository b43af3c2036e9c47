using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels;

/// <summary>A thread's pieces of a tap's weights between global and shared memory. Named fields, since only those become registers.</summary>
internal struct StagedWeights<TTile>
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

    /// <summary>Bytes from a piece of this thread's to its next.</summary>
    private static int Stride => TensorGroup<TTile>.Threads * 16;

    /// <summary>How many pieces a thread has of a tile's weights.</summary>
    private static int Count => TensorGroup<TTile>.Channels * TensorConvolutionArguments.BlockPieces / TensorGroup<TTile>.Threads;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(long source, int exists)
    {
        p0 = TensorCore.LoadPiece(source, exists);
        p1 = TensorCore.LoadPiece(source + Stride, exists);
        if (Count >= 4)
        {
            p2 = TensorCore.LoadPiece(source + (2 * Stride), exists);
            p3 = TensorCore.LoadPiece(source + (3 * Stride), exists);
        }
        if (Count >= 8)
        {
            p4 = TensorCore.LoadPiece(source + (4 * Stride), exists);
            p5 = TensorCore.LoadPiece(source + (5 * Stride), exists);
            p6 = TensorCore.LoadPiece(source + (6 * Stride), exists);
            p7 = TensorCore.LoadPiece(source + (7 * Stride), exists);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(uint target, int exists)
    {
        var stride = (uint)Stride;
        TensorCore.StorePiece(target, exists, p0);
        TensorCore.StorePiece(target + stride, exists, p1);
        if (Count >= 4)
        {
            TensorCore.StorePiece(target + (2 * stride), exists, p2);
            TensorCore.StorePiece(target + (3 * stride), exists, p3);
        }
        if (Count >= 8)
        {
            TensorCore.StorePiece(target + (4 * stride), exists, p4);
            TensorCore.StorePiece(target + (5 * stride), exists, p5);
            TensorCore.StorePiece(target + (6 * stride), exists, p6);
            TensorCore.StorePiece(target + (7 * stride), exists, p7);
        }
    }
}
