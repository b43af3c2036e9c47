using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels;

/// <summary>Arithmetic on quads, channel by channel.</summary>
internal static class QuadMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Splat(float value) => new() { X = value, Y = value, Z = value, W = value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Add(Float4 a, Float4 b) => new() { X = a.X + b.X, Y = a.Y + b.Y, Z = a.Z + b.Z, W = a.W + b.W };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Multiply(Float4 a, Float4 b) => new() { X = a.X * b.X, Y = a.Y * b.Y, Z = a.Z * b.Z, W = a.W * b.W };

    /// <summary>a * b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 MultiplyAdd(Float4 a, float b, Float4 c) => new()
    {
        X = MathF.FusedMultiplyAdd(a.X, b, c.X),
        Y = MathF.FusedMultiplyAdd(a.Y, b, c.Y),
        Z = MathF.FusedMultiplyAdd(a.Z, b, c.Z),
        W = MathF.FusedMultiplyAdd(a.W, b, c.W),
    };

    /// <summary>a * b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 MultiplyAdd(Float4 a, Float4 b, Float4 c) => new()
    {
        X = MathF.FusedMultiplyAdd(a.X, b.X, c.X),
        Y = MathF.FusedMultiplyAdd(a.Y, b.Y, c.Y),
        Z = MathF.FusedMultiplyAdd(a.Z, b.Z, c.Z),
        W = MathF.FusedMultiplyAdd(a.W, b.W, c.W),
    };
}
