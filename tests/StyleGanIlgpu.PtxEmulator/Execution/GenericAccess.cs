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

    /// <summary>From generic addresses (<c>cvta.to</c>) or to them (<c>cvta</c>); an address is moved, not checked.</summary>
    public static void ConvertShared(byte* d, byte* a) => Convert((ulong*)d, (ulong*)a, AddressWindows.Shared);

    public static void ConvertLocal(byte* d, byte* a) => Convert((ulong*)d, (ulong*)a, AddressWindows.Local);

    private static void Convert(ulong* d, ulong* a, ulong window)
    {
        for (var lane = 0; lane < 32; lane++)
            d[lane] = a[lane] ^ window;
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
