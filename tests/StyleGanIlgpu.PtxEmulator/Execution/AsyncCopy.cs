using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>
/// <c>cp.async</c> from global to shared memory. Until its thread waits for it a copy is in flight: shared memory holds what it held, and
/// whoever touches those bytes is at fault; then the bytes are as if the thread had just stored them. The bytes to be copied must not
/// change in between.
/// </summary>
internal static unsafe class AsyncCopy
{
    /// <summary>Issues a copy of what is to be read (<paramref name="sizes"/>, null for all), and zeros for the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Execute(Warp warp, int index, byte* target, byte* source, byte* sizes)
    {
        var active = warp.Active;
        if (active == 0)
            return;
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        var copy = warp.Copies.Add(index, active);
        var whole = active;
        if (sizes != null && !IsAll((uint*)sizes, (uint)site.Bytes))
            whole = CopyParts(warp, copy, source, (uint*)sizes);
        if (whole != 0)
            GlobalAccess.Sources(warp, index, (ulong*)source, whole, copy);
        SharedAccess.BeginCopy(warp, index + 1, (ulong*)target, active, copy);
    }

    public static void Commit(Warp warp) => warp.Copies.Commit(warp.Frame);

    public static void Wait(Warp warp, int last) => warp.Copies.Wait(warp, last);

    /// <summary>What some lanes copied comes to shared memory, for these threads alone until a barrier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Arrive(Warp warp, PendingCopy copy, uint lanes)
    {
        var worker = warp.Worker;
        var site = worker.Program.Sites[copy.Site + 1];
        var isChecked = worker.Launch.Options.CheckRaces;
        for (var lane = 0; lane < 32; lane++)
        {
            if ((lanes >> lane & 1) == 0)
                continue;
            var data = copy.Data + (16 * lane);
            if (isChecked && (copy.Sizes[lane] != 16 || Vector128.Load(copy.Sources[lane]) != Vector128.Load(data)))
                CheckSource(warp, copy, lane, data);
            var place = worker.Shared + copy.Targets[lane];
            if (site.Bytes == 16)
                Vector128.Load(data).Store(place);
            else if (site.Bytes == 8)
                *(ulong*)place = *(ulong*)data;
            else
                *(uint*)place = *(uint*)data;
        }
        SharedAccess.EndCopy(warp, site, copy, lanes);
    }

    private static bool IsAll(uint* sizes, uint bytes)
    {
        var difference = Vector256<uint>.Zero;
        for (var i = 0; i < 32; i += 8)
            difference |= Vector256.Load(sizes + i) ^ Vector256.Create(bytes);
        return difference == Vector256<uint>.Zero;
    }

    /// <summary>Zeros, and the copies of less than all; the result is the lanes that read all.</summary>
    private static uint CopyParts(Warp warp, PendingCopy copy, byte* source, uint* sizes)
    {
        var worker = warp.Worker;
        var site = worker.Program.Sites[copy.Site];
        var whole = 0u;
        for (var lane = 0; lane < 32; lane++)
        {
            if ((copy.Lanes >> lane & 1) == 0)
                continue;
            var size = sizes[lane];
            if (size > (uint)site.Bytes)
                throw worker.Fault(PtxFaultKind.InvalidCopy, warp, lane, site, $"{size} bytes are to be read of {site.Bytes}");
            if (size == (uint)site.Bytes)
            {
                whole |= 1u << lane;
                continue;
            }
            Vector128<byte>.Zero.Store(copy.Data + (16 * lane));
            copy.Sizes[lane] = (int)size;
            if (size > 0)
                GlobalAccess.SourcePart(warp, site, ((ulong*)source)[lane] + (ulong)site.Offset, lane, copy);
        }
        return whole;
    }

    private static void CheckSource(Warp warp, PendingCopy copy, int lane, byte* data)
    {
        var size = copy.Sizes[lane];
        if (new ReadOnlySpan<byte>(copy.Sources[lane], size).SequenceEqual(new ReadOnlySpan<byte>(data, size)))
            return;
        throw warp.Worker.Fault(
            PtxFaultKind.GlobalRace, warp, lane, warp.Worker.Program.Sites[copy.Site], "what is copied has changed while it was in flight");
    }
}
