using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary><c>atom</c> and <c>red</c>: lane after lane, in order.</summary>
internal static unsafe class AtomicAccess
{
    /// <summary>New value from type, old value and operands, by <c>operation.type</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Func<ulong, ulong, ulong, ulong>> Operations =
        new Dictionary<string, Func<ulong, ulong, ulong, ulong>>
        {
            ["add.u32"] = (old, b, _) => (uint)(old + b),
            ["add.s32"] = (old, b, _) => (uint)(old + b),
            ["add.u64"] = (old, b, _) => old + b,
            ["add.f32"] = (old, b, _) => Bits(Single(old) + Single(b)),
            ["add.f64"] = (old, b, _) => BitConverter.DoubleToUInt64Bits(BitConverter.UInt64BitsToDouble(old) + BitConverter.UInt64BitsToDouble(b)),
            ["min.s32"] = (old, b, _) => (uint)Math.Min((int)old, (int)b),
            ["min.u32"] = (old, b, _) => Math.Min((uint)old, (uint)b),
            ["min.s64"] = (old, b, _) => (ulong)Math.Min((long)old, (long)b),
            ["min.u64"] = (old, b, _) => Math.Min(old, b),
            ["max.s32"] = (old, b, _) => (uint)Math.Max((int)old, (int)b),
            ["max.u32"] = (old, b, _) => Math.Max((uint)old, (uint)b),
            ["max.s64"] = (old, b, _) => (ulong)Math.Max((long)old, (long)b),
            ["max.u64"] = (old, b, _) => Math.Max(old, b),
            ["and.b32"] = (old, b, _) => old & b,
            ["and.b64"] = (old, b, _) => old & b,
            ["or.b32"] = (old, b, _) => old | b,
            ["or.b64"] = (old, b, _) => old | b,
            ["xor.b32"] = (old, b, _) => old ^ b,
            ["xor.b64"] = (old, b, _) => old ^ b,
            ["exch.b32"] = (_, b, _) => b,
            ["exch.b64"] = (_, b, _) => b,
            ["cas.b32"] = (old, b, c) => (uint)old == (uint)b ? c : old,
            ["cas.b64"] = (old, b, c) => old == b ? c : old,
            ["inc.u32"] = (old, b, _) => (uint)old >= (uint)b ? 0 : (uint)old + 1,
            ["dec.u32"] = (old, b, _) => (uint)old == 0 || (uint)old > (uint)b ? (uint)b : (uint)old - 1,
        };

    public static void Execute(Warp warp, int index, int operation, byte* addresses, byte* d, byte* b, byte* c)
    {
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        var compute = worker.Program.Atomics[operation];
        var active = warp.Active;
        if (active == 0)
            return;
        worker.Patterns[index].Requests++;
        for (var lane = 0; lane < 32; lane++)
        {
            if ((active >> lane & 1) == 0)
                continue;
            var address = ((ulong*)addresses)[lane] + (ulong)site.Offset;
            var window = address & AddressWindows.Mask;
            var isShared = site.Space == MemorySpace.Shared || (site.Space == MemorySpace.Generic && window == AddressWindows.Shared);
            if (site.Space == MemorySpace.Generic && window == AddressWindows.Shared)
                address ^= window;
            var place = isShared ? SharedAccess.Atomic(warp, site, address, lane) : GlobalAccess.Atomic(warp, site, address, lane);
            var old = site.Bytes == 4 ? *(uint*)place : *(ulong*)place;
            var value = compute(
                old, WordAccess.ReadLane(b, lane, site.Bytes), c == null ? 0 : WordAccess.ReadLane(c, lane, site.Bytes));
            if (site.Bytes == 4)
                *(uint*)place = (uint)value;
            else
                *(ulong*)place = value;
            if (d != null)
                WordAccess.WriteLane(d, lane, site.Bytes, old);
        }
    }

    private static float Single(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    private static ulong Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
