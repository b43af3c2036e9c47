using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using StyleGanIlgpu.PtxEmulator.Instructions;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>
/// <c>mma.sync</c> with sums of single precision. A tensor core truncates; the model: of one element of the result eight products (exact)
/// and C are aligned to the greatest exponent among them, each is truncated to <see cref="ExtraBits"/> bits beyond the 24 of single
/// precision, the sum of what is left is exact, and it is rounded towards zero; a depth of 16 is two such sums, one added to the other. So
/// the order of eight products doesn't matter. Cores of different generations add 4, 8 or 16 products at a time and keep 1 to 3 bits more.
/// Sums below 2^-100 lose more here.
/// </summary>
internal static unsafe class MatrixMultiply
{
    /// <summary>Nine operands then add up in 32 bits.</summary>
    private const int ExtraBits = 2;

    private const int Significand = 23 + ExtraBits, LeastExponent = Significand + 1, Infinity = 0x7F80_0000;
    private const int PlaceOfA = 0, PlaceOfB = PlaceOfA + 1024;

    /// <summary>What a worker keeps for it: A as 4 x 2 x 32 and B as 4 x 32 numbers.</summary>
    public const int ScratchBytes = PlaceOfB + 512;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Execute(
        Warp warp, int place, int shape, byte* d0, byte* d1, byte* d2, byte* d3, byte* a0, byte* a1, byte* a2, byte* a3, byte* b0, byte* b1,
        byte* c0, byte* c1, byte* c2, byte* c3)
    {
        if (!WarpOperations.IsWhole(warp, place))
            return;
        var scratch = warp.Worker.MatrixScratch;
        var a = (float*)(scratch + PlaceOfA);
        var b = (float*)(scratch + PlaceOfB);
        // The order along the depth is free, if A's and B's are the same.
        if (MmaShape.All[shape].IsHalf)
        {
            DecodeHalves(a0, a, 64);
            DecodeHalves(a1, a + 32, 64);
            DecodeHalves(b0, b, 32);
            if (b1 != null)
            {
                DecodeHalves(a2, a + 128, 64);
                DecodeHalves(a3, a + 160, 64);
                DecodeHalves(b1, b + 64, 32);
            }
        }
        else
        {
            DecodeTensorFloats(a0, a);
            DecodeTensorFloats(a1, a + 32);
            DecodeTensorFloats(b0, b);
            if (b1 != null)
            {
                DecodeTensorFloats(a2, a + 64);
                DecodeTensorFloats(a3, a + 96);
                DecodeTensorFloats(b1, b + 32);
            }
        }
        var depth = MmaShape.All[shape].Depth;
        if (depth == 4)
        {
            new Span<float>(a + 64, 64).Clear();
            new Span<float>(b + 32, 32).Clear();
        }
        for (var slot = 0; slot < depth / 4; slot++)
            Transpose(b + (32 * slot));
        Multiply(a, b, (float*)c0, (float*)c1, (float*)c2, (float*)c3, (float*)d0, (float*)d1, (float*)d2, (float*)d3);
        if (depth == 16)
            Multiply(a + 128, b + 64, (float*)d0, (float*)d1, (float*)d2, (float*)d3, (float*)d0, (float*)d1, (float*)d2, (float*)d3);
    }

    /// <summary>32 words of two halves: the low ones, and the high ones some numbers behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DecodeHalves(byte* from, float* to, int distance)
    {
        for (var i = 0; i < 32; i += 8)
        {
            var words = Vector256.Load((uint*)from + i);
            HalfVectors.Low(words).Store(to + i);
            HalfVectors.High(words).Store(to + distance + i);
        }
    }

    /// <summary>Of tf32 a core reads sign, exponent and 10 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DecodeTensorFloats(byte* from, float* to)
    {
        for (var i = 0; i < 32; i += 8)
            (Vector256.Load((uint*)from + i) & Vector256.Create(0xFFFF_E000u)).Store((uint*)to + i);
    }

    /// <summary>From columns of 4 numbers, of 8 columns, to 4 rows of the columns 0, 2, 4, 6, 1, 3, 5, 7: so lie the registers of C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* columns)
    {
        if (!Avx.IsSupported)
        {
            var copy = stackalloc float[32];
            new ReadOnlySpan<float>(columns, 32).CopyTo(new Span<float>(copy, 32));
            for (var n = 0; n < 8; n++)
            {
                for (var k = 0; k < 4; k++)
                    columns[(8 * k) + (n >> 1) + (4 * (n & 1))] = copy[(4 * n) + k];
            }
            return;
        }
        var (v0, v1, v2, v3) = (Vector256.Load(columns), Vector256.Load(columns + 8), Vector256.Load(columns + 16), Vector256.Load(columns + 24));
        var (low01, high01) = (Avx.UnpackLow(v0, v1).AsDouble(), Avx.UnpackHigh(v0, v1).AsDouble());
        var (low23, high23) = (Avx.UnpackLow(v2, v3).AsDouble(), Avx.UnpackHigh(v2, v3).AsDouble());
        Avx.UnpackLow(low01, low23).AsSingle().Store(columns);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(columns + 8);
        Avx.UnpackLow(high01, high23).AsSingle().Store(columns + 16);
        Avx.UnpackHigh(high01, high23).AsSingle().Store(columns + 24);
    }

    /// <summary>Row after row, and the row eight below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(
        float* a, float* b, float* c0, float* c1, float* c2, float* c3, float* d0, float* d1, float* d2, float* d3)
    {
        for (var row = 0; row < 32; row += 4, a += 4)
        {
            var d = Row(a, b, Vector256.Create(Vector128.Load(c0 + row), Vector128.Load(c1 + row)));
            var dBelow = Row(a + 32, b, Vector256.Create(Vector128.Load(c2 + row), Vector128.Load(c3 + row)));
            d.GetLower().Store(d0 + row);
            d.GetUpper().Store(d1 + row);
            dBelow.GetLower().Store(d2 + row);
            dBelow.GetUpper().Store(d3 + row);
        }
    }

    /// <summary>A row of eight products, which stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Row(float* a, float* b, Vector256<float> c)
    {
        var p0 = Vector256.Create(a[0]) * Vector256.Load(b);
        var p1 = Vector256.Create(a[1]) * Vector256.Load(b + 8);
        var p2 = Vector256.Create(a[2]) * Vector256.Load(b + 16);
        var p3 = Vector256.Create(a[3]) * Vector256.Load(b + 24);
        var p4 = Vector256.Create(a[64]) * Vector256.Load(b + 32);
        var p5 = Vector256.Create(a[65]) * Vector256.Load(b + 40);
        var p6 = Vector256.Create(a[66]) * Vector256.Load(b + 48);
        var p7 = Vector256.Create(a[67]) * Vector256.Load(b + 56);
        var greatest = Greatest(Greatest(Greatest(p0, p1), Greatest(p2, p3)), Greatest(Greatest(p4, p5), Greatest(p6, p7)));
        if (!TryScale(Vector256.Max(greatest, Size(c)), out var scale, out var back))
            return p0 + p1 + p2 + p3 + p4 + p5 + p6 + p7 + c;
        var (low, high) = (Cut(p0, scale) + Cut(p1, scale), Cut(p2, scale) + Cut(p3, scale));
        low += Cut(p4, scale) + Cut(p5, scale);
        high += Cut(p6, scale) + Cut(p7, scale);
        return Round(low + high + Cut(c, scale), back);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Size(Vector256<float> a) => a.AsInt32() & Vector256.Create(0x7FFF_FFFF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Greatest(Vector256<float> a, Vector256<float> b) => Vector256.Max(Size(a), Size(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Greatest(Vector256<int> a, Vector256<int> b) => Vector256.Max(a, b);

    /// <summary>
    /// From the greatest exponent e: 2^(Significand - e) and back, as the bits of their own exponents. False where there is an infinity or NaN:
    /// then a plain sum gives what they make of it, and digits matter less.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryScale(Vector256<int> greatest, out Vector256<float> scale, out Vector256<float> back)
    {
        var exponent = Vector256.Max(greatest & Vector256.Create(Infinity), Vector256.Create(LeastExponent << 23)).AsUInt32();
        scale = (Vector256.Create((254u + Significand) << 23) - exponent).AsSingle();
        back = (exponent - Vector256.Create((uint)Significand << 23)).AsSingle();
        return !Vector256.GreaterThanOrEqualAny(greatest, Vector256.Create(Infinity));
    }

    /// <summary>In units of the last digit that is kept, without what lies behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Cut(Vector256<float> a, Vector256<float> scale) => Vector256.ConvertToInt32Native(a * scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Round(Vector256<int> sum, Vector256<float> back)
    {
        var sign = sum >> 31;
        var size = (sum ^ sign) - sign;
        var rounded = Vector256.ConvertToSingle(size);
        // Where the conversion rounded up, one unit less: the comparison gives -1.
        var truncated = rounded.AsInt32() + Vector256.GreaterThan(Vector256.ConvertToInt32Native(rounded), size);
        return ((truncated.AsSingle() * back).AsInt32() | (sign & Vector256.Create(int.MinValue))).AsSingle();
    }
}
