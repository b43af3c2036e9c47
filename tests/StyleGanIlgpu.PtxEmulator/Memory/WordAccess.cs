using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Memory;

/// <summary>Moves the lanes' values between host memory and registers, whose checks have passed.</summary>
internal static unsafe class WordAccess
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(AccessSite site, in AccessPattern pattern, byte* origin, byte* d0, byte* d1, byte* d2, byte* d3)
    {
        if (pattern.Mask == uint.MaxValue && site.RegisterBytes == 4 && site.ElementBytes == 4)
        {
            if (site.Count == 4)
            {
                LoadQuads(pattern, origin, (float*)d0, (float*)d1, (float*)d2, (float*)d3);
                return;
            }
            if (site.Count == 2)
            {
                LoadPairs(pattern, origin, (float*)d0, (float*)d1);
                return;
            }
            if (site.Count == 1)
            {
                if (pattern.IsContiguous)
                {
                    for (var i = 0; i < 128; i += 32)
                        Vector256.Load(origin + i).Store(d0 + i);
                    return;
                }
                for (var lane = 0; lane < 32; lane++)
                    ((int*)d0)[lane] = *(int*)(origin + pattern.Deltas[lane]);
                return;
            }
        }
        for (var lane = 0; lane < 32; lane++)
        {
            if ((pattern.Mask >> lane & 1) == 0)
                continue;
            var from = origin + pattern.Deltas[lane];
            LoadElement(site, from, d0, lane);
            if (site.Count > 1)
                LoadElement(site, from + site.ElementBytes, d1, lane);
            if (site.Count > 2)
            {
                LoadElement(site, from + 2 * site.ElementBytes, d2, lane);
                LoadElement(site, from + 3 * site.ElementBytes, d3, lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(AccessSite site, in AccessPattern pattern, byte* origin, byte* s0, byte* s1, byte* s2, byte* s3)
    {
        if (pattern.IsContiguous && site.RegisterBytes == 4 && site.ElementBytes == 4 && site.Count == 1)
        {
            for (var i = 0; i < 128; i += 32)
                Vector256.Load(s0 + i).Store(origin + i);
            return;
        }
        if (pattern.Mask == uint.MaxValue && site.RegisterBytes == 4 && site.ElementBytes == 4 && site.Count == 2)
        {
            for (var lane = 0; lane < 32; lane++)
                *(ulong*)(origin + pattern.Deltas[lane]) = ((uint*)s0)[lane] | (ulong)((uint*)s1)[lane] << 32;
            return;
        }
        if (pattern.Mask == uint.MaxValue && site.RegisterBytes == 4 && site.ElementBytes == 4 && site.Count == 4)
        {
            for (var lane = 0; lane < 32; lane++)
                Vector128.Create(((int*)s0)[lane], ((int*)s1)[lane], ((int*)s2)[lane], ((int*)s3)[lane]).Store((int*)(origin + pattern.Deltas[lane]));
            return;
        }
        for (var lane = 0; lane < 32; lane++)
        {
            if ((pattern.Mask >> lane & 1) == 0)
                continue;
            var to = origin + pattern.Deltas[lane];
            StoreElement(site, to, s0, lane);
            if (site.Count > 1)
                StoreElement(site, to + site.ElementBytes, s1, lane);
            if (site.Count > 2)
            {
                StoreElement(site, to + 2 * site.ElementBytes, s2, lane);
                StoreElement(site, to + 3 * site.ElementBytes, s3, lane);
            }
        }
    }

    /// <summary>32 quads, four lanes at a time, turned so that each register gets its component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadQuads(in AccessPattern pattern, byte* origin, float* x, float* y, float* z, float* w)
    {
        for (var lane = 0; lane < 32; lane += 4)
        {
            var a = Vector128.Load((float*)(origin + pattern.Deltas[lane]));
            var b = Vector128.Load((float*)(origin + pattern.Deltas[lane + 1]));
            var c = Vector128.Load((float*)(origin + pattern.Deltas[lane + 2]));
            var d = Vector128.Load((float*)(origin + pattern.Deltas[lane + 3]));
            var (ab, cd) = (Interleave(a, b, false), Interleave(c, d, false));
            Pairs(ab, cd, false).Store(x + lane);
            Pairs(ab, cd, true).Store(y + lane);
            (ab, cd) = (Interleave(a, b, true), Interleave(c, d, true));
            Pairs(ab, cd, false).Store(z + lane);
            Pairs(ab, cd, true).Store(w + lane);
        }
    }

    /// <summary>32 pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadPairs(in AccessPattern pattern, byte* origin, float* x, float* y)
    {
        for (var lane = 0; lane < 32; lane++)
        {
            var from = (float*)(origin + pattern.Deltas[lane]);
            (x[lane], y[lane]) = (from[0], from[1]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Interleave(Vector128<float> a, Vector128<float> b, bool upper) =>
        System.Runtime.Intrinsics.X86.Sse.IsSupported
            ? upper ? System.Runtime.Intrinsics.X86.Sse.UnpackHigh(a, b) : System.Runtime.Intrinsics.X86.Sse.UnpackLow(a, b)
            : upper ? Vector128.Create(a[2], b[2], a[3], b[3]) : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Pairs(Vector128<float> a, Vector128<float> b, bool upper)
    {
        var (left, right) = (a.AsDouble(), b.AsDouble());
        return (upper ? Vector128.Create(left[1], right[1]) : Vector128.Create(left[0], right[0])).AsSingle();
    }

    public static void LoadElement(AccessSite site, byte* from, byte* d, int lane)
    {
        var value = site.ElementBytes switch
        {
            1 => site.SignExtends ? (ulong)(long)*(sbyte*)from : *from,
            2 => site.SignExtends ? (ulong)(long)*(short*)from : *(ushort*)from,
            4 => site.SignExtends ? (ulong)(long)*(int*)from : *(uint*)from,
            _ => *(ulong*)from,
        };
        WriteLane(d, lane, site.RegisterBytes, value);
    }

    public static void StoreElement(AccessSite site, byte* to, byte* s, int lane)
    {
        var value = ReadLane(s, lane, site.RegisterBytes);
        switch (site.ElementBytes)
        {
            case 1:
                *to = (byte)value;
                break;
            case 2:
                *(ushort*)to = (ushort)value;
                break;
            case 4:
                *(uint*)to = (uint)value;
                break;
            default:
                *(ulong*)to = value;
                break;
        }
    }

    public static ulong ReadLane(byte* register, int lane, int bytes) => bytes switch
    {
        2 => ((ushort*)register)[lane],
        4 => ((uint*)register)[lane],
        _ => ((ulong*)register)[lane],
    };

    public static void WriteLane(byte* register, int lane, int bytes, ulong value)
    {
        switch (bytes)
        {
            case 2:
                ((ushort*)register)[lane] = (ushort)value;
                break;
            case 4:
                ((uint*)register)[lane] = (uint)value;
                break;
            default:
                ((ulong*)register)[lane] = value;
                break;
        }
    }
}
