using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Instructions that ILGPU has no method for. It compiles these as calls of foreign functions, and <c>PtxInstructions</c> turns each call into the
/// instruction. They exist on the device alone: kernels that call them run in the emulator and on GPUs, not on ILGPU's CPU accelerator.
/// All lanes of a warp call together; a fragment is what a lane holds of a matrix, in the order of the PTX manual.
/// </summary>
internal static class TensorCore
{
    /// <summary>Where an element of shared memory lies, for the methods below.</summary>
    public static uint SharedAddress(ref Float4 element) => (uint)SharedAddressOf(ref element);

    /// <summary>The same number, computed here: ILGPU moves what it can to where it is used, divisions into loops, too.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Here(int value);

    /// <summary>Where an element of global memory lies.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern long GlobalAddress(ref Float4 element);

    /// <summary>
    /// Four matrices of 8 rows of 16 bytes from shared memory; lane l names row l % 8 of matrix l / 8 and gets bytes 4 * (l % 4) of row l / 4 of
    /// each: of 8 x 8 numbers of 16 bits or 8 x 4 of 32 what a product wants of its operands, both with their sum's index running along the row.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern Words4 LoadMatrix4(uint address);

    /// <summary>
    /// The same of numbers of 16 bits, transposed: lane l gets numbers l / 4 of rows 2 * (l % 4) and the one after, so that the index of the sum
    /// may run from row to row.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern Words4 LoadMatrix4Transposed(uint address);

    /// <summary>Two of them; lanes 16 on name nothing.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern Words2 LoadMatrix2Transposed(uint address);

    /// <summary>a (16 x 8) times b (8 x 8) plus c, a and b in tf32. The tensor cores truncate as they add.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern Float4 MultiplyTf32(Words4 a, uint b0, uint b1, Float4 c);

    /// <summary>a (16 x 16) times b (16 x 8) plus c, a and b in float16, the sums in float32.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern Float4 MultiplyHalf(Words4 a, uint b0, uint b1, Float4 c);

    /// <summary>a (16 x 8) times b (8 x 8) plus c, a and b in float16, the sums in float32: half the work.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern Float4 MultiplyHalf8(Words2 a, uint b, Float4 c);

    /// <summary>To the nearest number of 11 bits, ties away from zero.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint RoundToTf32(float x);

    /// <summary>Two numbers as float16, the first in the lower half of the word.</summary>
    public static uint PackHalf2(float lower, float upper) => ConvertHalf2(upper, lower);

    /// <summary>Products of two float16 each, rounded.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint MultiplyHalf2(uint a, uint b);

    /// <summary>a * b + c of two float16 each, rounded once.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint MultiplyAddHalf2(uint a, uint b, uint c);

    /// <summary>The larger ones of two float16 each.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint GreatestHalf2(uint a, uint b);

    /// <summary>The smaller ones of two float16 each.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint LeastHalf2(uint a, uint b);

    /// <summary>
    /// Sends 16 bytes from global to shared memory on their way, past the registers: so many of them from there, zeros for the rest.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void CopyAsync16(uint target, long source, int bytes);

    /// <summary>Ends a group of copies; groups arrive in order.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void CommitGroup();

    /// <summary>Waits for all of this thread's groups.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void WaitForAllGroups();

    /// <summary>Waits for all groups but the last.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void WaitForAllGroupsButOne();

    /// <summary>Waits for all groups but the last two.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void WaitForAllGroupsButTwo();

    /// <summary>16 bytes of global memory through registers, where there are no copies past them; zeros where <paramref name="exists"/> is 0: nothing is read then.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern Float4 LoadPiece(long source, int exists);

    /// <summary>16 bytes to shared memory, unless <paramref name="exists"/> is 0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void StorePiece(uint target, int exists, Float4 piece);

    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long SharedAddressOf(ref Float4 element);

    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern uint ConvertHalf2(float upper, float lower);
}

/// <summary>Four registers of a fragment: four numbers in tf32, or eight in float16.</summary>
internal struct Words4
{
    public uint X;
    public uint Y;
    public uint Z;
    public uint W;
}

/// <summary>Two registers of a fragment, or four neighbouring numbers in float16.</summary>
internal struct Words2
{
    public uint X;
    public uint Y;
}
