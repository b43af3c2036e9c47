using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels;

/// <summary>A quad each of four neighbouring columns, in registers.</summary>
internal struct FourQuads
{
    public Float4 Q0;
    public Float4 Q1;
    public Float4 Q2;
    public Float4 Q3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourQuads Multiply(FourQuads a, float b) => new()
    {
        Q0 = QuadMath.Multiply(a.Q0, QuadMath.Splat(b)),
        Q1 = QuadMath.Multiply(a.Q1, QuadMath.Splat(b)),
        Q2 = QuadMath.Multiply(a.Q2, QuadMath.Splat(b)),
        Q3 = QuadMath.Multiply(a.Q3, QuadMath.Splat(b)),
    };

    /// <summary>a * b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourQuads MultiplyAdd(FourQuads a, float b, FourQuads c) => new()
    {
        Q0 = QuadMath.MultiplyAdd(a.Q0, b, c.Q0),
        Q1 = QuadMath.MultiplyAdd(a.Q1, b, c.Q1),
        Q2 = QuadMath.MultiplyAdd(a.Q2, b, c.Q2),
        Q3 = QuadMath.MultiplyAdd(a.Q3, b, c.Q3),
    };

    /// <summary>Brings the next column to the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance()
    {
        Q0 = Q1;
        Q1 = Q2;
        Q2 = Q3;
    }
}
