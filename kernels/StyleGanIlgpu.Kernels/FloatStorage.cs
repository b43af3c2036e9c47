using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>Maps of float32.</summary>
internal readonly struct FloatStorage : IMapStorage, IMapElement<float>
{
    public static int SectorQuads => 2;

    public static int SectorChannels => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Load(ArrayView<Float4> maps, int quad) => maps[quad];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ArrayView<Float4> maps, int quad, Float4 value) => maps[quad] = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 LoadWords(ArrayView<Float4> maps, int quad) => maps[quad];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Widen(Float4 words) => words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 ShuffleDown(Float4 words, int lanes) => new()
    {
        X = Warp.ShuffleDown(words.X, lanes),
        Y = Warp.ShuffleDown(words.Y, lanes),
        Z = Warp.ShuffleDown(words.Z, lanes),
        W = Warp.ShuffleDown(words.W, lanes),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Widen(float element) => element;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Narrow(float value) => value;
}
