namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Where the elements of the matrices of <c>mma</c> lie, as the PTX manual's figures give it: of a lane's element i its row and column.</summary>
internal static class MatrixFragment
{
    /// <summary>A is 16 x depth.</summary>
    public static (int Row, int Column) OfA(int lane, int element, int depth, bool isHalf)
    {
        var (group, thread) = (lane >> 2, lane % 4);
        if (isHalf)
            return (group + (element / 2 % 2 == 0 ? 0 : 8), (thread * 2) + (element & 1) + (depth == 16 && element >= 4 ? 8 : 0));
        return (group + (element % 2 == 0 ? 0 : 8), thread + (element >= 2 ? 4 : 0));
    }

    /// <summary>B is depth x 8.</summary>
    public static (int Row, int Column) OfB(int lane, int element, bool isHalf)
    {
        var (group, thread) = (lane >> 2, lane % 4);
        return (isHalf ? (thread * 2) + (element & 1) + (element >= 2 ? 8 : 0) : thread + (4 * element), group);
    }

    /// <summary>C and D are 16 x 8.</summary>
    public static (int Row, int Column) OfC(int lane, int element) =>
        ((lane >> 2) + (element < 2 ? 0 : 8), (lane % 4 * 2) + (element & 1));
}
