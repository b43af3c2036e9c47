using System.Runtime.CompilerServices;
using ILGPU;
using Half = ILGPU.Half;

namespace StyleGanIlgpu.Kernels;

/// <summary>Maps of float16, rounded to nearest when they are stored.</summary>
internal readonly struct HalfStorage : IMapStorage, IMapElement<Half>
{
    private const float Largest = 65504f;

    public static int SectorQuads => 4;

    public static int SectorChannels => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Load(ArrayView<Float4> maps, int quad)
    {
        var half = maps.Cast<Half4>()[quad];
        return new Float4 { X = Low(half.XY), Y = High(half.XY), Z = Low(half.ZW), W = High(half.ZW) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ArrayView<Float4> maps, int quad, Float4 value) =>
        maps.Cast<Half4>()[quad] = new Half4 { XY = Pair(value.X, value.Y), ZW = Pair(value.Z, value.W) };

    /// <summary>Stores numbers that fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFitting(ArrayView<Float4> maps, int quad, Float4 value) =>
        maps.Cast<Half4>()[quad] = new Half4 { XY = FittingPair(value.X, value.Y), ZW = FittingPair(value.Z, value.W) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 LoadWords(ArrayView<Float4> maps, int quad)
    {
        var half = maps.Cast<Half4>()[quad];
        return new Float4 { X = Interop.IntAsFloat(half.XY), Y = Interop.IntAsFloat(half.ZW) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Widen(Float4 words)
    {
        var (xy, zw) = (Interop.FloatAsInt(words.X), Interop.FloatAsInt(words.Y));
        return new Float4 { X = Low(xy), Y = High(xy), Z = Low(zw), W = High(zw) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 ShuffleDown(Float4 words, int lanes) =>
        new() { X = Warp.ShuffleDown(words.X, lanes), Y = Warp.ShuffleDown(words.Y, lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Widen(Half element) => element;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half Narrow(float value) => (Half)MathF.Min(MathF.Max(value, -Largest), Largest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Low(uint pair) => Interop.IntAsFloat((ushort)pair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float High(uint pair) => Interop.IntAsFloat((ushort)(pair >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Pair(float low, float high) => Bits(low) | ((uint)Bits(high) << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FittingPair(float low, float high) => Interop.FloatAsInt((Half)low) | ((uint)Interop.FloatAsInt((Half)high) << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Bits(float x) => Interop.FloatAsInt(Narrow(x));
}
