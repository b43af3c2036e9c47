namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary><c>cp.async</c> from global to shared memory.</summary>
internal static unsafe class AsyncCopy
{
    /// <summary>Copies what is to be read (<paramref name="sizes"/>, null for all) and fills the rest with zeros; the write's site follows the read's.</summary>
    public static void Execute(Warp warp, int index, byte* target, byte* source, byte* sizes)
    {
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        var active = warp.Active;
        if (active == 0)
            return;
        var data = stackalloc byte[512];
        var whole = active;
        if (sizes != null)
        {
            new Span<byte>(data, 512).Clear();
            whole = 0;
            for (var lane = 0; lane < 32; lane++)
            {
                if ((active >> lane & 1) == 0)
                    continue;
                var size = ((uint*)sizes)[lane];
                if (size > (uint)site.Bytes)
                    throw worker.Fault(PtxFaultKind.InvalidCopy, warp, lane, site, $"{size} bytes are to be read of {site.Bytes}");
                if (size == (uint)site.Bytes)
                    whole |= 1u << lane;
                else if (size > 0)
                    GlobalAccess.CopyPart(warp, site, ((ulong*)source)[lane] + (ulong)site.Offset, lane, (int)size, data);
            }
        }
        if (whole != 0)
            GlobalAccess.Load(warp, index, (ulong*)source, whole, data, data + 128, data + 256, data + 384);
        SharedAccess.Store(warp, index + 1, (ulong*)target, active, data, data + 128, data + 256, data + 384);
    }

    public static void Commit(Warp warp)
    {
    }

    public static void Wait(Warp warp, int pending)
    {
    }
}
