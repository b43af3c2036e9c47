using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>Loads from and stores to local memory, with bounds and uninitialised bytes checked: each lane has its own.</summary>
internal static unsafe class LocalAccess
{
    public static void Load(Warp warp, int site, byte* addresses, byte* d0, byte* d1, byte* d2, byte* d3) =>
        Load(warp, site, (ulong*)addresses, warp.Active, d0, d1, d2, d3);

    public static void Store(Warp warp, int site, byte* addresses, byte* s0, byte* s1, byte* s2, byte* s3) =>
        Store(warp, site, (ulong*)addresses, warp.Active, s0, s1, s2, s3);

    public static void Load(Warp warp, int index, ulong* addresses, uint mask, byte* d0, byte* d1, byte* d2, byte* d3)
    {
        var site = warp.Worker.Program.Sites[index];
        var places = stackalloc byte*[32];
        Locate(warp, site, addresses, mask, places);
        for (var lane = 0; lane < 32; lane++)
        {
            if ((mask >> lane & 1) == 0)
                continue;
            if (warp.Worker.Launch.Options.CheckInitialised)
                CheckWritten(warp, site, places[lane] - warp.Local, lane);
            for (var i = 0; i < site.Count; i++)
            {
                var d = i switch { 0 => d0, 1 => d1, 2 => d2, _ => d3 };
                WordAccess.LoadElement(site, places[lane] + i * site.ElementBytes, d, lane);
            }
        }
    }

    public static void Store(Warp warp, int index, ulong* addresses, uint mask, byte* s0, byte* s1, byte* s2, byte* s3)
    {
        var site = warp.Worker.Program.Sites[index];
        var places = stackalloc byte*[32];
        Locate(warp, site, addresses, mask, places);
        for (var lane = 0; lane < 32; lane++)
        {
            if ((mask >> lane & 1) == 0)
                continue;
            new Span<bool>(warp.LocalWritten + (places[lane] - warp.Local), site.Bytes).Fill(true);
            for (var i = 0; i < site.Count; i++)
            {
                var s = i switch { 0 => s0, 1 => s1, 2 => s2, _ => s3 };
                WordAccess.StoreElement(site, places[lane] + i * site.ElementBytes, s, lane);
            }
        }
    }

    private static void CheckWritten(Warp warp, AccessSite site, long place, int lane)
    {
        var first = new ReadOnlySpan<bool>(warp.LocalWritten + place, site.Bytes).IndexOf(false);
        if (first < 0)
            return;
        var address = place - ((long)lane * warp.Worker.Program.LocalBytes) + first;
        throw warp.Worker.Fault(
            PtxFaultKind.UninitialisedLocal, warp, lane, site, $"local memory at {address} was never written", (ulong)address, "local memory");
    }

    private static void Locate(Warp warp, AccessSite site, ulong* addresses, uint mask, byte** places)
    {
        if (mask == 0)
            return;
        var worker = warp.Worker;
        var bytes = worker.Program.LocalBytes;
        worker.Patterns[site.Index].Requests++;
        worker.Patterns[site.Index].TotalBytes += (long)System.Numerics.BitOperations.PopCount(mask) * site.Bytes;
        for (var lane = 0; lane < 32; lane++)
        {
            if ((mask >> lane & 1) == 0)
                continue;
            var address = addresses[lane] + (ulong)site.Offset;
            if (address > (ulong)bytes || address + (ulong)site.Bytes > (ulong)bytes)
            {
                throw worker.Fault(
                    PtxFaultKind.OutOfBounds, warp, lane, site, $"{site.Bytes} bytes at {(long)address} of {bytes} bytes of local memory",
                    address, "local memory");
            }
            if ((address & (ulong)(site.Bytes - 1)) != 0)
                throw worker.Fault(PtxFaultKind.Misaligned, warp, lane, site, $"{address} is no multiple of {site.Bytes}", address);
            places[lane] = warp.Local + lane * bytes + address;
        }
    }
}
