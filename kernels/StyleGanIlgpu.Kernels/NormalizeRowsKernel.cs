using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Pieces of rows brought to a mean square of one: the second-moment normalisation, of one input or of two as one row, and that of styles in place.
/// Tile: a piece of one sample a group. The first 512 numbers stay in registers between the sum and the product; longer pieces are read twice.
/// Ladder (bytes over the least, of 512 numbers, by the emulator): all read twice 1.7; the first 512 kept in registers 1.18, with 22 registers and no
/// bank conflict.
/// </summary>
internal static class NormalizeRowsKernel
{
    private const int Threads = NormalizeRowsArguments.Threads;
    private const int Warps = Threads / WarpSums.Lanes;

    public static void Run(NormalizeRowsArguments a)
    {
        var partial = SharedMemory.Allocate<float>(Warps);
        var thread = Group.IdxX;
        var piece = Grid.IdxX * NormalizeRowsArguments.PieceLength;
        var start = a.Pieces[piece];
        var output = (Grid.IdxY * a.OutputStride) + a.Pieces[piece + 1];
        var length = a.Pieces[piece + 2];

        var first = 0f;
        var second = 0f;
        if (thread < length)
            first = Load(a, start + thread);
        if (thread + Threads < length)
            second = Load(a, start + thread + Threads);
        var squares = MathF.FusedMultiplyAdd(second, second, first * first);
        for (var i = thread + (2 * Threads); i < length; i += Threads)
        {
            var x = Load(a, start + i);
            squares = MathF.FusedMultiplyAdd(x, x, squares);
        }
        squares = WarpSums.Sum(squares);
        if ((thread & (WarpSums.Lanes - 1)) == 0)
            partial[thread / WarpSums.Lanes] = squares;
        Group.Barrier();

        var total = partial[0] + partial[1] + (partial[2] + partial[3]) + (partial[4] + partial[5] + (partial[6] + partial[7]));
        var scale = 1f / MathF.Sqrt((total / length) + a.Epsilon);
        if (thread < length)
            a.Output[output + thread] = first * scale;
        if (thread + Threads < length)
            a.Output[output + thread + Threads] = second * scale;
        for (var i = thread + (2 * Threads); i < length; i += Threads)
            a.Output[output + i] = Load(a, start + i) * scale;
    }

    /// <summary>A number of the row that the two inputs make.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Load(NormalizeRowsArguments a, int place)
    {
        float x;
        if (place < a.InputStride)
            x = a.Input[(Grid.IdxY * a.InputStride) + place];
        else
            x = a.Second[(Grid.IdxY * a.SecondStride) + place - a.InputStride];
        return x;
    }
}
