using System.Numerics;
using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.PtxEmulator.Instructions;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary><c>mma</c> and <c>ldmatrix</c> against what the manual says of each lane.</summary>
public class MatrixInstructionTests
{
    public static TheoryData<string> Shapes => [.. MmaShape.All.Select(shape => shape.Name)];

    /// <summary>Random matrices, with numbers of like and of very different size, so that what is cut off counts.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_product_is_the_truncated_sum(string name)
    {
        var shape = MmaShape.All.Single(shape => shape.Name == name);
        var random = new Random(3);
        for (var spread = 0; spread < 12; spread++)
        {
            var (a, b) = (Words(random, 32 * shape.WordsOfA, shape.IsHalf, spread), Words(random, 32 * shape.WordsOfB, shape.IsHalf, spread));
            var c = Words(random, 128, isHalf: false, 2 * spread);
            var d = Multiply(shape, a, b, c);
            var expected = Expected(shape, a, b, c);
            for (var lane = 0; lane < 32; lane++)
            {
                for (var i = 0; i < 4; i++)
                {
                    var (row, column) = MatrixFragment.OfC(lane, i);
                    Assert.Equal(expected[row, column], BitConverter.UInt32BitsToSingle(d[(32 * i) + lane]));
                }
            }
        }
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 1f, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 1f, float.NegativeInfinity)]
    [InlineData(float.PositiveInfinity, 0f, float.NaN)]
    [InlineData(float.NaN, 1f, float.NaN)]
    public void Infinities_and_NaN_reach_their_row_only(float a, float b, float expected)
    {
        var shape = MmaShape.All[1];
        var bits = BitConverter.SingleToUInt32Bits;
        var words = new uint[128];
        words[0] = bits(a);
        var d = Multiply(shape, words, Enumerable.Repeat(bits(b), 64).ToArray(), Enumerable.Repeat(bits(2), 128).ToArray());
        for (var lane = 0; lane < 32; lane++)
        {
            for (var i = 0; i < 4; i++)
                Assert.Equal(MatrixFragment.OfC(lane, i).Row == 0 ? expected : 2, BitConverter.UInt32BitsToSingle(d[(32 * i) + lane]));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(4, true)]
    public void Matrices_are_loaded_from_the_rows_that_lanes_point_to(int count, bool isTransposed)
    {
        var random = new Random(5);
        var halves = new ushort[512];
        for (var i = 0; i < halves.Length; i++)
            halves[i] = (ushort)i;
        var rows = Enumerable.Range(0, 64).ToArray();
        random.Shuffle(rows);
        using var device = new EmulatedDevice();
        var x = device.Upload<ushort>(halves);
        var y = device.Upload<uint>(new uint[128]);
        var places = device.Upload<uint>([.. rows.Take(32).Select(row => 16u * (uint)row)]);
        var registers = string.Join(", ", Enumerable.Range(0, count).Select(i => $"%r{10 + i}"));
        var stores = string.Concat(Enumerable.Range(0, count).Select(i => $"st.global.b32 [%rd5+{128 * i}], %r{10 + i};\n"));
        device.Load($$"""
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test(.param .b64 x, .param .b64 y, .param .b64 z)
            {
            .shared .align 16 .b8 tile[1024];
            .reg .b32 %r<32>;
            .reg .b64 %rd<32>;
            ld.param.b64 %rd1, [x];
            ld.param.b64 %rd2, [y];
            ld.param.b64 %rd3, [z];
            mov.b32 %r1, %tid.x;
            mul.wide.u32 %rd4, %r1, 4;
            add.u64 %rd5, %rd2, %rd4;
            add.u64 %rd6, %rd3, %rd4;
            mul.wide.u32 %rd7, %r1, 32;
            add.u64 %rd8, %rd1, %rd7;
            mov.u32 %r2, tile;
            mad.lo.s32 %r3, %r1, 32, %r2;
            ld.global.v4.b32 {%r4, %r5, %r6, %r7}, [%rd8];
            st.shared.v4.b32 [%r3], {%r4, %r5, %r6, %r7};
            ld.global.v4.b32 {%r4, %r5, %r6, %r7}, [%rd8+16];
            st.shared.v4.b32 [%r3+16], {%r4, %r5, %r6, %r7};
            bar.sync 0;
            ld.global.b32 %r8, [%rd6];
            add.s32 %r8, %r8, %r2;
            ldmatrix.sync.aligned.m8n8.x{{count}}{{(isTransposed ? ".trans" : "")}}.shared.b16 { {{registers}} }, [%r8];
            {{stores}}
            ret;
            }
            """).Kernel("test").Launch(new Dim3(1), new Dim3(32), 0, new KernelArguments().Add(x).Add(y).Add(places).ToArray());
        var loaded = device.Download<uint>(y, 32 * count);
        for (var matrix = 0; matrix < count; matrix++)
        {
            for (var lane = 0; lane < 32; lane++)
            {
                for (var half = 0; half < 2; half++)
                {
                    var (row, column) = (lane / 4, (2 * (lane % 4)) + half);
                    if (isTransposed)
                        (row, column) = (column, row);
                    Assert.Equal(halves[(8 * rows[(8 * matrix) + row]) + column], (ushort)(loaded[(32 * matrix) + lane] >> (16 * half)));
                }
            }
        }
    }

    private static uint[] Words(Random random, int count, bool isHalf, int spread) => [.. Enumerable.Range(0, count).Select(_ => isHalf
        ? (uint)Half(random, spread) << 16 | Half(random, spread)
        : BitConverter.SingleToUInt32Bits((float)Number(random, spread)))];

    private static ushort Half(Random random, int spread) => BitConverter.HalfToUInt16Bits((Half)Number(random, Math.Min(spread, 6)));

    private static double Number(Random random, int spread) =>
        random.Next(9) == 0 ? 0 : ((2 * random.NextDouble()) - 1) * Math.Pow(2, random.Next(-spread, spread + 1));

    /// <summary>From registers to registers: 32 words of each after the other.</summary>
    private static uint[] Multiply(MmaShape shape, uint[] a, uint[] b, uint[] c)
    {
        using var device = new EmulatedDevice();
        var (x, y) = (device.Upload<uint>([.. a, .. b, .. c]), device.Allocate(512));
        string Load(int first, int count) =>
            string.Concat(Enumerable.Range(0, count).Select(i => $"ld.global.b32 %r{10 + first + i}, [%rd3+{128 * (first + i)}];\n"));
        string List(int first, int count) => "{" + string.Join(", ", Enumerable.Range(0, count).Select(i => $"%r{10 + first + i}")) + "}";
        var (inA, inB) = (shape.WordsOfA, shape.WordsOfB);
        var body = Load(0, inA + inB + 4)
            + $"{shape.Name} {{%r40, %r41, %r42, %r43}}, {List(0, inA)}, {List(inA, inB)}, {List(inA + inB, 4)};\n"
            + string.Concat(Enumerable.Range(0, 4).Select(i => $"st.global.b32 [%rd4+{128 * i}], %r{40 + i};\n")) + "ret;";
        HandwrittenKernel.Run(device, body, x, y);
        return device.Download<uint>(y, 128);
    }

    /// <summary>The model by exact integers.</summary>
    private static float[,] Expected(MmaShape shape, uint[] a, uint[] b, uint[] c)
    {
        var (left, right) = (new double[16, shape.Depth], new double[shape.Depth, 8]);
        var result = new float[16, 8];
        double Element(uint[] words, int lane, int element) => shape.IsHalf
            ? (double)BitConverter.UInt16BitsToHalf((ushort)(words[(32 * (element / 2)) + lane] >> (16 * (element & 1))))
            : BitConverter.UInt32BitsToSingle(words[(32 * element) + lane] & 0xFFFF_E000);
        var perWord = shape.IsHalf ? 2 : 1;
        for (var lane = 0; lane < 32; lane++)
        {
            for (var i = 0; i < shape.WordsOfA * perWord; i++)
            {
                var (row, column) = MatrixFragment.OfA(lane, i, shape.Depth, shape.IsHalf);
                left[row, column] = Element(a, lane, i);
            }
            for (var i = 0; i < shape.WordsOfB * perWord; i++)
            {
                var (row, column) = MatrixFragment.OfB(lane, i, shape.IsHalf);
                right[row, column] = Element(b, lane, i);
            }
            for (var i = 0; i < 4; i++)
            {
                var (row, column) = MatrixFragment.OfC(lane, i);
                result[row, column] = BitConverter.UInt32BitsToSingle(c[(32 * i) + lane]);
            }
        }
        for (var row = 0; row < 16; row++)
        {
            for (var column = 0; column < 8; column++)
            {
                foreach (var part in Enumerable.Range(0, shape.Depth).Chunk(8))
                    result[row, column] = Truncated([.. part.Select(k => left[row, k] * right[k, column]), result[row, column]]);
            }
        }
        return result;
    }

    private static float Truncated(double[] terms)
    {
        var greatest = terms.Max(Math.Abs);
        if (greatest == 0)
            return 0;
        var unit = Math.Pow(2, Math.ILogB(greatest) - 25);
        var sum = terms.Aggregate(BigInteger.Zero, (sum, term) => sum + new BigInteger(Math.Truncate(term / unit)));
        var excess = (int)Math.Max(0, BigInteger.Abs(sum).GetBitLength() - 24);
        return (float)((double)(BigInteger.Abs(sum) >> excess << excess) * sum.Sign * unit);
    }
}
