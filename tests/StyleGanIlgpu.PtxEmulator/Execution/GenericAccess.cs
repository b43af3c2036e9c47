using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>Loads and stores through generic addresses: lanes are sent on to the memory that each address belongs to.</summary>
internal static unsafe class GenericAccess
{
    public static void Load(Warp warp, int site, byte* addresses, byte* d0, byte* d1, byte* d2, byte* d3)
    {
        var plain = stackalloc ulong[32];
        Split((ulong*)addresses, warp.Active, plain, out var global, out var shared, out var local);
        if (global != 0)
            GlobalAccess.Load(warp, site, plain, global, d0, d1, d2, d3);
        if (shared != 0)
            SharedAccess.Load(warp, site, plain, shared, d0, d1, d2, d3);
        if (local != 0)
            LocalAccess.Load(warp, site, plain, local, d0, d1, d2, d3);
    }

    public static void Store(Warp warp, int site, byte* addresses, byte* s0, byte* s1, byte* s2, byte* s3)
    {
        var plain = stackalloc ulong[32];
        Split((ulong*)addresses, warp.Active, plain, out var global, out var shared, out var local);
        if (global != 0)
            GlobalAccess.Store(warp, site, plain, global, s0, s1, s2, s3);
        if (shared != 0)
            SharedAccess.Store(warp, site, plain, shared, s0, s1, s2, s3);
        if (local != 0)
            LocalAccess.Store(warp, site, plain, local, s0, s1, s2, s3);
    }

    /// <summary>From generic addresses (<c>cvta.to</c>) or to them (<c>cvta</c>); an address must lie in the window of its memory, not in what is allocated there.</summary>
    public static void ToGeneric(Warp warp, int place, byte* d, byte* a, ulong window) =>
        Convert(warp, place, (ulong*)d, (ulong*)a, from: 0, to: window);

    public static void FromGeneric(Warp warp, int place, byte* d, byte* a, ulong window) =>
        Convert(warp, place, (ulong*)d, (ulong*)a, from: window, to: 0);

    private static void Convert(Warp warp, int place, ulong* d, ulong* a, ulong from, ulong to)
    {
        for (var lane = 0; lane < 32; lane++)
        {
            if ((warp.Active >> lane & 1) == 0)
                continue;
            if (a[lane] - from >= AddressWindows.Bytes)
            {
                throw warp.Worker.Fault(
                    PtxFaultKind.InvalidAddress, warp, lane, warp.Worker.Program.Places[place],
                    $"0x{a[lane]:X} lies in another memory than the one it is converted from");
            }
            d[lane] = a[lane] - from + to;
        }
    }

    private static void Split(ulong* addresses, uint mask, ulong* plain, out uint global, out uint shared, out uint local)
    {
        (global, shared, local) = (0, 0, 0);
        for (var lane = 0; lane < 32; lane++)
        {
            plain[lane] = addresses[lane];
            if ((mask >> lane & 1) == 0)
                continue;
            var window = addresses[lane] & AddressWindows.Mask;
            if (window is AddressWindows.Shared or AddressWindows.Local)
                plain[lane] = addresses[lane] ^ window;
            if (window == AddressWindows.Shared)
                shared |= 1u << lane;
            else if (window == AddressWindows.Local)
                local |= 1u << lane;
            else
                global |= 1u << lane;
        }
    }
}
