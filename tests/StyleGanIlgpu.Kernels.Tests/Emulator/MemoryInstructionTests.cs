using System.Globalization;
using System.Numerics;
using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Loads, stores and atomics of every form.</summary>
public class MemoryInstructionTests
{
    private static readonly string[] Types =
        ["b8", "u8", "s8", "b16", "u16", "s16", "f16", "b32", "u32", "s32", "f32", "b64", "u64", "s64", "f64"];

    private static readonly int[] Counts = [1, 2, 4];

    private static readonly int[] Widths = [16, 32, 64];

    public static TheoryData<string> Spaces => ["", .. SpecialForms.Spaces.Keys];

    /// <summary>Bytes go from x through a memory into y, in registers as wide as the type and wider, for all lanes and for odd ones.</summary>
    [Theory]
    [MemberData(nameof(Spaces))]
    public void Loads_and_stores(string space)
    {
        using var device = new EmulatedDevice();
        foreach (var type in Types)
        {
            var bits = PtxType.Parse(type).Bits;
            foreach (var count in Counts.Where(count => count * bits <= 128))
            {
                foreach (var width in Widths.Where(width => width >= bits && (type[0] != 'f' || width == bits)))
                {
                    CheckCopy(device, space, type, count, width, isPartial: false);
                    CheckCopy(device, space, type, count, width, isPartial: true);
                }
            }
        }
    }

    private static void CheckCopy(EmulatedDevice device, string space, string type, int count, int width, bool isPartial)
    {
        var bytes = count * PtxType.Parse(type).Bits / 8;
        var data = Enumerable.Range(0, 32 * bytes).Select(i => (byte)(i * 37 + 100)).ToArray();
        var (x, y) = (device.Upload<byte>(data), device.Upload<byte>(new byte[data.Length]));
        var wide = device.Upload<ulong>(new ulong[32]);
        var suffix = (count > 1 ? $".v{count}" : "") + "." + type;
        var registers = count == 1 ? "%a0" : $"{{{string.Join(", ", Enumerable.Range(0, count).Select(i => $"%a{i}"))}}}";
        var dotted = space.Length == 0 ? "" : "." + space;
        var place = space switch
        {
            "shared" => "mov.b64 %rd5, tile;",
            "local" => "mov.b64 %rd5, depot;\nmov.b64 %rd4, 0;",
            // Generic: the odd lanes' tile lies in shared memory, the even ones' in global.
            "" => "mov.b64 %rd5, tile;\ncvta.shared.u64 %rd5, %rd5;\nselp.b64 %rd5, %rd5, %rd2, %p1;",
            _ => "mov.b64 %rd5, %rd2;",
        };
        var ptx = $$"""
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test(.param .b64 x, .param .b64 y, .param .b64 wide)
            {
            .shared .align 16 .b8 tile[512];
            .local .align 16 .b8 depot[16];
            .reg .b{{width}} %a<4>;
            .reg .b64 %rd<9>;
            .reg .b32 %r<4>;
            .reg .pred %p<3>;
            ld.param.b64 %rd1, [x];
            ld.param.b64 %rd2, [y];
            ld.param.b64 %rd3, [wide];
            mov.b32 %r1, %tid.x;
            and.b32 %r2, %r1, 1;
            setp.eq.s32 %p1, %r2, 1;
            mul.wide.u32 %rd4, %r1, {{bytes}};
            add.u64 %rd6, %rd1, %rd4;
            add.u64 %rd7, %rd2, %rd4;
            {{place}}
            add.u64 %rd5, %rd5, %rd4;
            {{(isPartial ? "@!%p1 bra END;" : "")}}
            ld.global{{suffix}} {{registers}}, [%rd6];
            st{{dotted}}{{suffix}} [%rd5], {{registers}};
            ld{{dotted}}{{suffix}} {{registers}}, [%rd5];
            st.global{{suffix}} [%rd7], {{registers}};
            cvt.u64.u{{width}} %rd8, %a0;
            mul.wide.u32 %rd4, %r1, 8;
            add.u64 %rd3, %rd3, %rd4;
            st.global.b64 [%rd3], %rd8;
            END:
            ret;
            }
            """;
        if (space.Length == 0)
            device.Fill(y, 0, data.Length);
        device.Load(ptx).Kernel("test").Launch(new Dim3(1), new Dim3(32), 0, new KernelArguments().Add(x).Add(y).Add(wide).ToArray());
        var result = device.Download<byte>(y, data.Length);
        var extended = device.Download<ulong>(wide, 32);
        var size = PtxType.Parse(type).Bits / 8;
        for (var lane = 0; lane < 32; lane++)
        {
            var isActive = !isPartial || lane % 2 == 1;
            var mine = data.AsSpan(lane * bytes, bytes);
            Assert.Equal(isActive ? mine.ToArray() : new byte[bytes], result.AsSpan(lane * bytes, bytes).ToArray());
            // The first element as its register holds it: extended by the type's sign, floats and plain bits by zeros.
            var first = PtxType.Parse(type).Integer((ulong)new BigInteger(mine[..size], isUnsigned: true));
            Assert.Equal(isActive ? new PtxType('u', width).Register(first) : 0, extended[lane]);
        }
    }

    public static TheoryData<string> Operations => [.. AtomicAccess.Operations.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Atomics(string operation)
    {
        var type = PtxType.Parse(operation.Split('.')[1]);
        var name = operation.Split('.')[0];
        var values = type.IsFloat
            ? new[] { 0, 1.5, -2, 1e30, 3 }.Select(value => type.Register(value)).ToArray()
            : EdgeValues.Of(type.Bits == 32 ? PtxEmulator.Syntax.RegisterKind.Bits32 : PtxEmulator.Syntax.RegisterKind.Bits64, 10);
        foreach (var space in new[] { "global", "shared", "" })
        {
            CheckAtomic(name, type, space, values, returns: true);
            if (name is not ("exch" or "cas"))
                CheckAtomic(name, type, space, values, returns: false);
        }
    }

    /// <summary>40 threads of three warps' worth work on one word, every fourth on another.</summary>
    private static void CheckAtomic(string name, PtxType type, string space, ulong[] values, bool returns)
    {
        using var device = new EmulatedDevice();
        var kernel = device.Load(AtomicPtx(name, type, space, returns)).Kernel("test");
        foreach (var start in values.Take(12))
            CheckAtomic(device, kernel, name, type, start, values, returns);
    }

    private static void CheckAtomic(
        EmulatedDevice device, EmulatedKernel kernel, string name, PtxType type, ulong start, ulong[] values, bool returns)
    {
        var (b, c) = (values, values.Reverse().ToArray());
        ulong[] operands = [.. Enumerable.Range(0, 40).SelectMany(i => new[] { b[i % b.Length], c[i % c.Length] })];
        var x = device.Upload<ulong>(operands);
        var y = device.Upload<ulong>([start, start]);
        var old = device.Upload<ulong>(new ulong[40]);
        kernel.Launch(new Dim3(1), new Dim3(40), 0, new KernelArguments().Add(x).Add(y).Add(old).ToArray());
        var (words, olds) = (device.Download<ulong>(y, 2), device.Download<ulong>(old, 40));
        var mask = type.Bits == 32 ? uint.MaxValue : ulong.MaxValue;
        ulong[] expected = [start & mask, start & mask];
        for (var i = 0; i < 40; i++)
        {
            ref var word = ref expected[i % 4 == 0 ? 1 : 0];
            Assert.Equal(returns ? word : 0, olds[i] & mask);
            word = Define(name, type, word, operands[2 * i], operands[(2 * i) + 1]);
        }
        Assert.Equal(expected, words.Select(word => word & mask));
    }

    private static string AtomicPtx(string name, PtxType type, string space, bool returns)
    {
        var dotted = space.Length == 0 ? "" : "." + space;
        var typed = $"{type.Letter}{type.Bits}";
        var swap = name == "cas" ? ", %c" : "";
        var place = space == "global" ? "%rd2" : "%rd9";
        return $$"""
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test(.param .b64 x, .param .b64 y, .param .b64 old)
            {
            .shared .align 16 .b8 tile[16];
            .reg .b{{type.Bits}} %d;
            .reg .b{{type.Bits}} %b;
            .reg .b{{type.Bits}} %c;
            .reg .b64 %rd<12>;
            .reg .b32 %r<4>;
            .reg .pred %p<3>;
            ld.param.b64 %rd1, [x];
            ld.param.b64 %rd2, [y];
            ld.param.b64 %rd3, [old];
            mov.b32 %r1, %tid.x;
            and.b32 %r2, %r1, 3;
            setp.eq.s32 %p1, %r2, 0;
            mov.b64 %rd9, tile;
            setp.lt.s32 %p2, %r1, 2;
            mul.wide.u32 %rd4, %r1, 8;
            @!%p2 bra READY;
            add.u64 %rd5, %rd2, %rd4;
            ld.global.b64 %rd6, [%rd5];
            add.u64 %rd5, %rd9, %rd4;
            st.shared.b64 [%rd5], %rd6;
            READY:
            bar.sync 0;
            {{(space.Length == 0 ? "cvta.shared.u64 %rd9, %rd9;" : "")}}
            add.u64 %rd10, {{place}}, 8;
            selp.b64 %rd10, %rd10, {{place}}, %p1;
            mul.wide.u32 %rd5, %r1, 16;
            add.u64 %rd5, %rd5, %rd1;
            ld.global.b{{type.Bits}} %b, [%rd5];
            ld.global.b{{type.Bits}} %c, [%rd5+8];
            mov.b{{type.Bits}} %d, 0;
            {{(returns ? $"atom.{name}{dotted}.{typed} %d, [%rd10], %b{swap};" : $"red{dotted}.{name}.{typed} [%rd10], %b;")}}
            add.u64 %rd3, %rd3, %rd4;
            st.global.b{{type.Bits}} [%rd3], %d;
            bar.sync 0;
            @!%p2 bra DONE;
            add.u64 %rd5, {{place}}, %rd4;
            ld{{dotted}}.b{{type.Bits}} %d, [%rd5];
            add.u64 %rd5, %rd2, %rd4;
            bar.warp.sync 3;
            st.global.b{{type.Bits}} [%rd5], %d;
            DONE:
            ret;
            }
            """;
    }

    private static ulong Define(string name, PtxType type, ulong old, ulong b, ulong c)
    {
        if (type.IsFloat)
            return type.Register(type.Float(old) + type.Float(b));
        var (x, y) = (type.Integer(old), type.Integer(b));
        return type.Register(name switch
        {
            "add" => x + y,
            "min" => BigInteger.Min(x, y),
            "max" => BigInteger.Max(x, y),
            "and" => x & y,
            "or" => x | y,
            "xor" => x ^ y,
            "exch" => y,
            "cas" => x == y ? type.Integer(c) : x,
            "inc" => x >= y ? 0 : x + 1,
            "dec" => x == 0 || x > y ? y : x - 1,
            _ => throw new NotSupportedException(name),
        });
    }

    [Fact]
    public void Parameters_of_every_width()
    {
        using var device = new EmulatedDevice();
        var y = device.Allocate(64);
        const string ptx = """
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test(.param .b8 a, .param .align 8 .b8 s[24], .param .b16 b, .param .f64 d, .param .b64 y)
            {
            .reg .b16 %rs<4>;
            .reg .b32 %r<4>;
            .reg .b64 %rd<4>;
            .reg .f32 %f<4>;
            .reg .f64 %fd<4>;
            ld.param.b64 %rd1, [y];
            ld.param.s8 %rs1, [a];
            cvt.s32.s16 %r1, %rs1;
            st.global.b32 [%rd1], %r1;
            ld.param.u8 %rs1, [a];
            cvt.s32.s16 %r1, %rs1;
            st.global.b32 [%rd1+4], %r1;
            ld.param.b64 %rd2, [s];
            st.global.b64 [%rd1+8], %rd2;
            ld.param.v2.f32 {%f1, %f2}, [s+8];
            st.global.v2.f32 [%rd1+16], {%f2, %f1};
            ld.param.b32 %r1, [s+20];
            st.global.b32 [%rd1+24], %r1;
            ld.param.u16 %r2, [b];
            st.global.b32 [%rd1+28], %r2;
            ld.param.f64 %fd1, [d];
            st.global.f64 [%rd1+32], %fd1;
            ret;
            }
            """;
        var kernel = device.Load(ptx).Kernel("test");
        Assert.Equal([(0, 1), (8, 24), (32, 2), (40, 8), (48, 8)], kernel.Parameters.Select(p => (p.Offset, p.Size)));
        var arguments = new KernelArguments().Add((byte)0xF0).Add(0x1122334455667788).Add(1f).Add(2f).Add(0).Add(77).Add((ushort)65000).Add(0.1).Add(y);
        kernel.Launch(new Dim3(1), new Dim3(1), 0, arguments.ToArray());
        Assert.Equal([-16, 240, 0x55667788, 0x11223344], device.Download<int>(y, 4));
        Assert.Equal([2f, 1f], device.Download<float>(y + 16, 2));
        Assert.Equal([77, 65000], device.Download<int>(y + 24, 2));
        Assert.Equal([0.1], device.Download<double>(y + 32, 1));
        var error = Assert.Throws<PtxSyntaxException>(() => device.Load(ptx.Replace("[s+20]", "[s+22]", StringComparison.Ordinal)));
        Assert.Contains("line", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lanes_in_several_allocations()
    {
        using var device = new EmulatedDevice();
        var first = device.Upload<float>([1, 2, 3, 4]);
        var second = device.Upload<float>([10, 20, 30, 40]);
        var y = device.Upload<float>(new float[32]);
        HandwrittenKernel.Run(
            device,
            string.Create(CultureInfo.InvariantCulture, $"""
            and.b32 %r6, %r2, 3;
            mul.wide.u32 %rd5, %r6, 4;
            mov.b64 %rd6, {second};
            and.b32 %r7, %r2, 16;
            setp.ne.s32 %p1, %r7, 0;
            selp.b64 %rd7, %rd6, %rd1, %p1;
            add.u64 %rd7, %rd7, %rd5;
            ld.global.f32 %f1, [%rd7];
            st.global.f32 [%rd4], %f1;
            ret;
            """),
            first, y);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => ((i % 4) + 1) * (i >= 16 ? 10f : 1f)), device.Download<float>(y, 32));
    }
}
