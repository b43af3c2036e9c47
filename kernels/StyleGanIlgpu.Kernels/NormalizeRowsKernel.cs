using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Pieces of rows brought to a mean square of one: the second-moment normalisation, and that of styles in place.
/// Tile: a piece of one sample a group, read twice; the second time it comes from the cache.
/// </summary>
internal static class NormalizeRowsKernel
{
    private const int Warps = NormalizeRowsArguments.Threads / WarpSums.Lanes;

    public static void Run(NormalizeRowsArguments a)
    {
        var partial = SharedMemory.Allocate<float>(Warps);
        var thread = Group.IdxX;
        var piece = Grid.IdxX * NormalizeRowsArguments.PieceLength;
        var input = (Grid.IdxY * a.InputStride) + a.Pieces[piece];
        var output = (Grid.IdxY * a.OutputStride) + a.Pieces[piece + 1];
        var length = a.Pieces[piece + 2];

        var squares = 0f;
        for (var i = thread; i < length; i += NormalizeRowsArguments.Threads)
        {
            var x = a.Input[input + i];
            squares = MathF.FusedMultiplyAdd(x, x, squares);
        }
        squares = WarpSums.Sum(squares);
        if ((thread & (WarpSums.Lanes - 1)) == 0)
            partial[thread / WarpSums.Lanes] = squares;
        Group.Barrier();

        var total = partial[0] + partial[1] + (partial[2] + partial[3]) + (partial[4] + partial[5] + (partial[6] + partial[7]));
        var scale = 1f / MathF.Sqrt((total / length) + a.Epsilon);
        for (var i = thread; i < length; i += NormalizeRowsArguments.Threads)
            a.Output[output + i] = a.Input[input + i] * scale;
    }
}
