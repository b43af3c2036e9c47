using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>The active lanes of a warp, and keeping what the inactive ones hold.</summary>
internal static unsafe class Masking
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    [MethodImpl(Hot)]
    public static void SetActive(byte* frame, uint mask)
    {
        *(uint*)(frame + FrameLayout.Active) = mask;
        for (var i = 0; i < 32; i++)
        {
            var lane = -(int)(mask >> i & 1);
            ((short*)(frame + FrameLayout.Mask16))[i] = (short)lane;
            ((int*)(frame + FrameLayout.Mask32))[i] = lane;
            ((long*)(frame + FrameLayout.Mask64))[i] = lane;
        }
    }

    /// <summary>For one predicated instruction only the lanes where the predicate holds (or doesn't) are active.</summary>
    public static void Narrow(byte* frame, byte* predicate, int negated)
    {
        var active = *(uint*)(frame + FrameLayout.Active);
        *(uint*)(frame + FrameLayout.ActiveBefore) = active;
        SetActive(frame, active & (negated != 0 ? ~*(uint*)predicate : *(uint*)predicate));
    }

    public static void Restore(byte* frame) => SetActive(frame, *(uint*)(frame + FrameLayout.ActiveBefore));

    [MethodImpl(Hot)]
    public static void Merge16(byte* d, byte* s, byte* frame) => Merge(d, s, frame + FrameLayout.Mask16, 64);

    [MethodImpl(Hot)]
    public static void Merge32(byte* d, byte* s, byte* frame) => Merge(d, s, frame + FrameLayout.Mask32, 128);

    [MethodImpl(Hot)]
    public static void Merge64(byte* d, byte* s, byte* frame) => Merge(d, s, frame + FrameLayout.Mask64, 256);

    public static void MergePredicate(byte* d, byte* s, byte* frame)
    {
        var active = *(uint*)(frame + FrameLayout.Active);
        *(uint*)d = *(uint*)d & ~active | *(uint*)s & active;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(byte* d, byte* s, byte* mask, int bytes)
    {
        for (var i = 0; i < bytes; i += 32)
            Vector256.ConditionalSelect(Vector256.Load(mask + i), Vector256.Load(s + i), Vector256.Load(d + i)).Store(d + i);
    }
}
