using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// The activations to about 1e-7 relative, of fused multiply-adds and divisions that are rounded alike everywhere: no .approx instruction.
/// All smooth ones come from one e^-|x| - 1, which keeps its digits near zero and cannot overflow.
/// </summary>
internal static class ActivationFunctions
{
    private const float SeluScale = 1.05070099f;
    private const float SeluScaleAlpha = 1.75809933f;

    private const float Log2E = 1.44269502f;

    // ln 2 in two parts: the first has zeros at its end, so that its product with a small integer is exact.
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-6f;
    private const float Ln2 = 0.693147182f;
    private const float SqrtHalf = 0.707106769f;

    /// <summary>1.5 * 2^23: added to a small number, it leaves the number's integer part in the last bits.</summary>
    private const float Rounder = 12582912f;
    private const int RounderBits = 0x4b400000;

    /// <summary>Below it 2^n is no normal number.</summary>
    private const float Least = -87f;

    /// <summary>One activation of one number.</summary>
    /// <param name="kind">An <see cref="ActivationKind"/>; the same for all lanes, so the branches on it cost next to nothing.</param>
    /// <param name="x">The number.</param>
    /// <param name="alpha">Slope of the leaky ReLU below zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Apply(int kind, float x, float alpha) => kind <= (int)ActivationKind.LeakyRelu ? Bent(x, Slope(kind, alpha)) : Smooth(kind, x);

    /// <summary>The slope below zero of the activations that are two lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Slope(int kind, float alpha) => kind == (int)ActivationKind.LeakyRelu ? alpha : kind == (int)ActivationKind.Linear ? 1f : 0f;

    /// <summary>Linear, ReLU and leaky ReLU.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Bent(float x, float slope) => x >= 0f ? x : x * slope;

    /// <summary>All others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Smooth(int kind, float x)
    {
        var magnitude = MathF.Abs(x);
        var argument = kind == (int)ActivationKind.Tanh ? magnitude * -2f : -magnitude;
        argument = MathF.Max(argument, Least);

        // e^argument = 2^n * e^r with |r| <= ln 2 / 2, and e^r - 1 = r + r^2 * q(r).
        var shifted = MathF.FusedMultiplyAdd(argument, Log2E, Rounder);
        var n = shifted - Rounder;
        var r = MathF.FusedMultiplyAdd(n, -Ln2Low, MathF.FusedMultiplyAdd(n, -Ln2High, argument));
        var q = MathF.FusedMultiplyAdd(0.000198911803f, r, 0.00139338209f);
        q = MathF.FusedMultiplyAdd(q, r, 0.00833331048f);
        q = MathF.FusedMultiplyAdd(q, r, 0.041666463f);
        q = MathF.FusedMultiplyAdd(q, r, 0.166666672f);
        q = MathF.FusedMultiplyAdd(q, r, 0.5f);
        var below = MathF.FusedMultiplyAdd(q * r, r, r);
        var power = Interop.IntAsFloat((uint)((int)Interop.FloatAsInt(shifted) - RounderBits + 127) << 23);
        var exponential = MathF.FusedMultiplyAdd(power, below, power);
        var exponentialMinusOne = MathF.FusedMultiplyAdd(power, below, power - 1f);

        if (kind == (int)ActivationKind.Elu)
            return x >= 0f ? x : exponentialMinusOne;
        if (kind == (int)ActivationKind.Selu)
            return x >= 0f ? SeluScale * x : SeluScaleAlpha * exponentialMinusOne;
        if (kind == (int)ActivationKind.Softplus)
            return MathF.Max(x, 0f) + LogarithmOfOnePlus(exponential);
        if (kind == (int)ActivationKind.Tanh)
        {
            var tanh = -exponentialMinusOne / (2f + exponentialMinusOne);
            return x >= 0f ? tanh : -tanh;
        }
        var sigmoid = (x >= 0f ? 1f : exponential) / (1f + exponential);
        return kind == (int)ActivationKind.Swish ? x * sigmoid : sigmoid;
    }

    /// <summary>ln(1 + z) for z in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LogarithmOfOnePlus(float z)
    {
        // 1 + z = 2^k * (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); f is rounded at most once, and not at all for small z.
        var halved = z > (2f * SqrtHalf) - 1f;
        var f = halved ? MathF.FusedMultiplyAdd(z, 0.5f, -0.5f) : z;
        var q = MathF.FusedMultiplyAdd(-0.0767364129f, f, 0.127226725f);
        q = MathF.FusedMultiplyAdd(q, f, -0.13127555f);
        q = MathF.FusedMultiplyAdd(q, f, 0.142048553f);
        q = MathF.FusedMultiplyAdd(q, f, -0.166266456f);
        q = MathF.FusedMultiplyAdd(q, f, 0.200012341f);
        q = MathF.FusedMultiplyAdd(q, f, -0.250007808f);
        q = MathF.FusedMultiplyAdd(q, f, 0.333333313f);
        q = MathF.FusedMultiplyAdd(q, f, -0.49999997f);
        var logarithm = MathF.FusedMultiplyAdd(q * f, f, f);
        return halved ? logarithm + Ln2 : logarithm;
    }
}
