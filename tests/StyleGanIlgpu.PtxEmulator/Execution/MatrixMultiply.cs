using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using StyleGanIlgpu.PtxEmulator.Instructions;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>
/// <c>mma.sync</c> with sums of single precision. A tensor core truncates; the model: of one element of the result all products (exact)
/// and C are aligned to the greatest exponent among them, each is truncated to <see cref="ExtraBits"/> bits beyond the 24 of single
/// precision, the sum of what is left is exact, and it is rounded towards zero. So the order of the products doesn't matter. Cores of
/// some generations add fewer products at a time, which truncates more often, or keep one bit less. Sums below 2^-100 lose more.
/// </summary>
internal static unsafe class MatrixMultiply
{
    /// <summary>The most for which 17 operands add up in 32 bits.</summary>
    private const int ExtraBits = 2;

    private const int Significand = 23 + ExtraBits, LeastExponent = Significand + 1, Infinity = 0x7F80_0000;
    private const int Products = 0, PlaceOfA = 1024, PlaceOfB = PlaceOfA + 1024;

    /// <summary>What a worker keeps for it: two rows of 16 products by 8, A as 4 x 2 x 32 and B as 4 x 32 numbers.</summary>
    public const int ScratchBytes = PlaceOfB + 512;

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
        var slots = MmaShape.All[shape].Depth / 4;
        for (var slot = 0; slot < slots; slot++)
            Transpose(b + (32 * slot));
        Multiply(scratch, slots, (float*)c0, (float*)c1, (float*)c2, (float*)c3, (float*)d0, (float*)d1, (float*)d2, (float*)d3);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(
        byte* scratch, int slots, float* c0, float* c1, float* c2, float* c3, float* d0, float* d1, float* d2, float* d3)
    {
        var products = (float*)(scratch + Products);
        var b = (float*)(scratch + PlaceOfB);
        var size = Vector256.Create(0x7FFF_FFFF);
        for (var row = 0; row < 32; row += 4)
        {
            var c = Vector256.Create(Vector128.Load(c0 + row), Vector128.Load(c1 + row));
            var cBelow = Vector256.Create(Vector128.Load(c2 + row), Vector128.Load(c3 + row));
            var greatest = c.AsInt32() & size;
            var greatestBelow = cBelow.AsInt32() & size;
            var a = (float*)(scratch + PlaceOfA) + row;
            var to = products;
            for (var slot = 0; slot < slots; slot++, a += 64)
            {
                for (var k = 0; k < 4; k++, to += 16)
                {
                    var other = Vector256.Load(b + (32 * slot) + (8 * k));
                    var product = Vector256.Create(a[k]) * other;
                    var productBelow = Vector256.Create(a[32 + k]) * other;
                    product.Store(to);
                    productBelow.Store(to + 8);
                    greatest = Vector256.Max(greatest, product.AsInt32() & size);
                    greatestBelow = Vector256.Max(greatestBelow, productBelow.AsInt32() & size);
                }
            }
            var d = Sum(products, 4 * slots, c, greatest);
            var dBelow = Sum(products + 8, 4 * slots, cBelow, greatestBelow);
            d.GetLower().Store(d0 + row);
            d.GetUpper().Store(d1 + row);
            dBelow.GetLower().Store(d2 + row);
            dBelow.GetUpper().Store(d3 + row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sum(float* products, int count, Vector256<float> c, Vector256<int> greatest)
    {
        if (Vector256.GreaterThanOrEqualAny(greatest, Vector256.Create(Infinity)))
            return PlainSum(products, count, c);
        var exponent = Vector256.Max(greatest & Vector256.Create(Infinity), Vector256.Create(LeastExponent << 23)).AsUInt32();
        // From exponent e: 2^(Significand - e) and back, as the bits of their own exponents.
        var scale = (Vector256.Create((254u + Significand) << 23) - exponent).AsSingle();
        var back = (exponent - Vector256.Create((uint)Significand << 23)).AsSingle();
        var sum = Vector256.ConvertToInt32Native(c * scale);
        for (var k = 0; k < count; k++)
            sum += Vector256.ConvertToInt32Native(Vector256.Load(products + (16 * k)) * scale);
        var sign = sum >> 31;
        var size = (sum ^ sign) - sign;
        var rounded = Vector256.ConvertToSingle(size);
        // Where the conversion rounded up, one unit less: the comparison gives -1.
        var truncated = rounded.AsInt32() + Vector256.GreaterThan(Vector256.ConvertToInt32Native(rounded), size);
        return ((truncated.AsSingle() * back).AsInt32() | (sign & Vector256.Create(int.MinValue))).AsSingle();
    }

    /// <summary>With an infinity or NaN somewhere: what they make of it; digits matter less.</summary>
    private static Vector256<float> PlainSum(float* products, int count, Vector256<float> c)
    {
        var sum = c;
        for (var k = 0; k < count; k++)
            sum += Vector256.Load(products + (16 * k));
        return sum;
    }
}
