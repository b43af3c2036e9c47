using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>
/// <c>ldmatrix</c>: 1, 2 or 4 matrices of 8 rows of 16 bytes, whose addresses lanes 8 i to 8 i + 7 hold; each matrix is served in one round
/// through the banks where its rows lie well. What a row holds goes to several lanes, so the warp reads it, not a lane.
/// </summary>
internal static unsafe class MatrixLoad
{
    private static readonly ulong* _firstLanes = MakeFirstLanes();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Execute(Warp warp, int index, byte* addresses, byte* d0, byte* d1, byte* d2, byte* d3)
    {
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        if (!WarpOperations.IsWhole(warp, worker.Program.SitePlaces[index]))
            return;
        var count = d3 != null ? 4 : d1 != null ? 2 : 1;
        var lanes = count == 4 ? uint.MaxValue : (1u << (8 * count)) - 1;
        var from = SharedAccess.Rows(warp, site, (ulong*)addresses, lanes, (byte*)(_firstLanes + (count == 1 ? 0 : 32)), out var pattern);
        for (var i = 0; i < count; i++)
        {
            var d = i switch { 0 => d0, 1 => d1, 2 => d2, _ => d3 };
            var rows = pattern->Deltas + (8 * i);
            if (site.IsTransposed)
                Transpose(from, rows, d);
            else
                Copy(from, rows, d);
        }
    }

    /// <summary>Lane 4 r + t gets the word t of row r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, long* rows, byte* d)
    {
        for (var row = 0; row < 8; row++)
            Vector128.Load(from + rows[row]).Store(d + (16 * row));
    }

    /// <summary>Lane 4 r + t gets the halves r of the rows 2 t and 2 t + 1.</summary>
    private static void Transpose(byte* from, long* rows, byte* d)
    {
        if (!Sse2.IsSupported)
        {
            for (var row = 0; row < 8; row++)
            {
                for (var column = 0; column < 8; column++)
                    ((ushort*)d)[(8 * column) + row] = ((ushort*)(from + rows[row]))[column];
            }
            return;
        }
        var (r0, r1) = (Vector128.Load((ushort*)(from + rows[0])), Vector128.Load((ushort*)(from + rows[1])));
        var (r2, r3) = (Vector128.Load((ushort*)(from + rows[2])), Vector128.Load((ushort*)(from + rows[3])));
        var (r4, r5) = (Vector128.Load((ushort*)(from + rows[4])), Vector128.Load((ushort*)(from + rows[5])));
        var (r6, r7) = (Vector128.Load((ushort*)(from + rows[6])), Vector128.Load((ushort*)(from + rows[7])));
        Columns(Sse2.UnpackLow(r0, r1), Sse2.UnpackLow(r2, r3), Sse2.UnpackLow(r4, r5), Sse2.UnpackLow(r6, r7), d);
        Columns(Sse2.UnpackHigh(r0, r1), Sse2.UnpackHigh(r2, r3), Sse2.UnpackHigh(r4, r5), Sse2.UnpackHigh(r6, r7), d + 64);
    }

    /// <summary>Words of 4 columns, of rows in pairs, to the columns one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(Vector128<ushort> rows01, Vector128<ushort> rows23, Vector128<ushort> rows45, Vector128<ushort> rows67, byte* d)
    {
        var (a, b) = (Sse2.UnpackLow(rows01.AsUInt32(), rows23.AsUInt32()).AsUInt64(), Sse2.UnpackHigh(rows01.AsUInt32(), rows23.AsUInt32()).AsUInt64());
        var (c, e) = (Sse2.UnpackLow(rows45.AsUInt32(), rows67.AsUInt32()).AsUInt64(), Sse2.UnpackHigh(rows45.AsUInt32(), rows67.AsUInt32()).AsUInt64());
        Sse2.UnpackLow(a, c).Store((ulong*)d);
        Sse2.UnpackHigh(a, c).Store((ulong*)(d + 16));
        Sse2.UnpackLow(b, e).Store((ulong*)(d + 32));
        Sse2.UnpackHigh(b, e).Store((ulong*)(d + 48));
    }

    /// <summary>The first 8, then the first 16 lanes as masks of 64 bits.</summary>
    private static ulong* MakeFirstLanes()
    {
        var masks = (ulong*)NativeMemory.AlignedAlloc(2 * 32 * sizeof(ulong), 64);
        for (var i = 0; i < 64; i++)
            masks[i] = i < 8 || i is >= 32 and < 48 ? ulong.MaxValue : 0;
        return masks;
    }
}
