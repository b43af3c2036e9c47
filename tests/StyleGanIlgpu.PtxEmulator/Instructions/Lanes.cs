using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

internal unsafe delegate void Primitive1(byte* d, byte* a);

internal unsafe delegate void Primitive2(byte* d, byte* a, byte* b);

internal unsafe delegate void Primitive3(byte* d, byte* a, byte* b, byte* c);

/// <summary>
/// Apply an operation to the 32 lanes of a warp. A register is 32 values in a row; a predicate register is 32 bits of a <c>uint</c>.
/// All lanes are computed: the translator merges the inactive ones back.
/// </summary>
internal static unsafe class Lanes
{
    public const int Count = 32;
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    [MethodImpl(Hot)]
    public static void Scalar1<TD, TA, TOp>(byte* d, byte* a)
        where TD : unmanaged where TA : unmanaged where TOp : ILane1<TD, TA>
    {
        for (var i = 0; i < Count; i++)
            ((TD*)d)[i] = TOp.Do(((TA*)a)[i]);
    }

    [MethodImpl(Hot)]
    public static void Scalar2<TD, TA, TB, TOp>(byte* d, byte* a, byte* b)
        where TD : unmanaged where TA : unmanaged where TB : unmanaged where TOp : ILane2<TD, TA, TB>
    {
        for (var i = 0; i < Count; i++)
            ((TD*)d)[i] = TOp.Do(((TA*)a)[i], ((TB*)b)[i]);
    }

    [MethodImpl(Hot)]
    public static void Scalar3<TD, TA, TB, TC, TOp>(byte* d, byte* a, byte* b, byte* c)
        where TD : unmanaged where TA : unmanaged where TB : unmanaged where TC : unmanaged where TOp : ILane3<TD, TA, TB, TC>
    {
        for (var i = 0; i < Count; i++)
            ((TD*)d)[i] = TOp.Do(((TA*)a)[i], ((TB*)b)[i], ((TC*)c)[i]);
    }

    [MethodImpl(Hot)]
    public static void Vector1<T, TOp>(byte* d, byte* a)
        where T : unmanaged where TOp : IVector1<T>
    {
        for (var i = 0; i < Count * sizeof(T); i += 32)
            TOp.Do(Vector256.Load((T*)(a + i))).Store((T*)(d + i));
    }

    [MethodImpl(Hot)]
    public static void Vector2<T, TOp>(byte* d, byte* a, byte* b)
        where T : unmanaged where TOp : IVector2<T>
    {
        for (var i = 0; i < Count * sizeof(T); i += 32)
            TOp.Do(Vector256.Load((T*)(a + i)), Vector256.Load((T*)(b + i))).Store((T*)(d + i));
    }

    [MethodImpl(Hot)]
    public static void Vector3<T, TOp>(byte* d, byte* a, byte* b, byte* c)
        where T : unmanaged where TOp : IVector3<T>
    {
        for (var i = 0; i < Count * sizeof(T); i += 32)
            TOp.Do(Vector256.Load((T*)(a + i)), Vector256.Load((T*)(b + i)), Vector256.Load((T*)(c + i))).Store((T*)(d + i));
    }

    [MethodImpl(Hot)]
    public static void Compare<T, TOp>(byte* d, byte* a, byte* b)
        where T : unmanaged where TOp : IVector2<T>
    {
        var mask = 0u;
        for (var i = 0; i < sizeof(T); i++)
        {
            var bits = TOp.Do(Vector256.Load((T*)(a + 32 * i)), Vector256.Load((T*)(b + 32 * i))).ExtractMostSignificantBits();
            mask |= bits << (i * Vector256<T>.Count);
        }
        *(uint*)d = mask;
    }

    [MethodImpl(Hot)]
    public static void Test<T, TOp>(byte* d, byte* a)
        where T : unmanaged where TOp : ITest<T>
    {
        var mask = 0u;
        for (var i = 0; i < Count; i++)
            mask |= TOp.Do(((T*)a)[i]) ? 1u << i : 0;
        *(uint*)d = mask;
    }

    public static void Predicate1<TOp>(byte* d, byte* a)
        where TOp : ILane1<uint, uint> => *(uint*)d = TOp.Do(*(uint*)a);

    public static void Predicate2<TOp>(byte* d, byte* a, byte* b)
        where TOp : ILane2<uint, uint, uint> => *(uint*)d = TOp.Do(*(uint*)a, *(uint*)b);

    /// <summary><c>selp</c>: a where the predicate c holds, elsewhere b.</summary>
    [MethodImpl(Hot)]
    public static void Select<T>(byte* d, byte* a, byte* b, byte* c)
        where T : unmanaged
    {
        var mask = *(uint*)c;
        for (var i = 0; i < Count; i++)
            ((T*)d)[i] = (mask >> i & 1) != 0 ? ((T*)a)[i] : ((T*)b)[i];
    }

    /// <summary>The same for 32-bit registers, eight lanes at a time.</summary>
    [MethodImpl(Hot)]
    public static void SelectWords(byte* d, byte* a, byte* b, byte* c)
    {
        var mask = *(uint*)c;
        var bits = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        for (var i = 0; i < Count; i += 8)
        {
            var isTaken = Vector256.Equals(Vector256.Create((int)(mask >> i)) & bits, bits);
            Vector256.ConditionalSelect(isTaken, Vector256.Load((int*)a + i), Vector256.Load((int*)b + i)).Store((int*)d + i);
        }
    }
}
