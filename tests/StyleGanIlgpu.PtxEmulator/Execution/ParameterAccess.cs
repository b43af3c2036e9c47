using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary><c>ld.param</c>: every lane gets the same value.</summary>
internal static unsafe class ParameterAccess
{
    public static void Load(Warp warp, byte* d, int offset, int bytes, int registerBytes, int signExtends)
    {
        var from = warp.Worker.Launch.Parameters + offset;
        var value = bytes switch
        {
            1 => signExtends != 0 ? (ulong)(long)*(sbyte*)from : *from,
            2 => signExtends != 0 ? (ulong)(long)*(short*)from : *(ushort*)from,
            4 => signExtends != 0 ? (ulong)(long)*(int*)from : *(uint*)from,
            _ => *(ulong*)from,
        };
        for (var lane = 0; lane < 32; lane++)
            WordAccess.WriteLane(d, lane, registerBytes, value);
    }
}
