using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>Maps of float32.</summary>
internal readonly struct FloatStorage : IMapStorage
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Load(ArrayView<Float4> maps, int quad) => maps[quad];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ArrayView<Float4> maps, int quad, Float4 value) => maps[quad] = value;
}
