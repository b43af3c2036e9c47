using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>Maps whose storage is an argument (<see cref="MapStorage.Flag"/>), not a variant of the kernel: a branch that all lanes take alike.</summary>
internal static class StoredMaps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Load(ArrayView<Float4> maps, int isHalf, int quad)
    {
        Float4 value;
        if (isHalf != 0)
            value = HalfStorage.Load(maps, quad);
        else
            value = FloatStorage.Load(maps, quad);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ArrayView<Float4> maps, int isHalf, int quad, Float4 value)
    {
        if (isHalf != 0)
            HalfStorage.Store(maps, quad, value);
        else
            FloatStorage.Store(maps, quad, value);
    }
}
