using System.Globalization;
using System.Text;
using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.PtxEmulator.Instructions;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Every instruction of the table against its definition, over edge values, for full warps and for some of their lanes.</summary>
public class InstructionTests
{
    private const ulong Untouched = 0x5A5A_5A5A_5A5A_5A5A;

    public static TheoryData<string> Groups => [.. OpcodeTable.ByName.Keys.Select(name => name.Split('.')[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Computes_what_PTX_defines(string group)
    {
        using var device = new EmulatedDevice(new EmulatorOptions { AllowedApproximations = OpcodeTable.ByName.Keys.ToHashSet() });
        foreach (var opcode in OpcodeTable.ByName.Values.Where(opcode => opcode.Name.Split('.')[0] == group))
            Check(device, opcode);
    }

    private static void Check(EmulatedDevice device, Opcode opcode)
    {
        var cases = EdgeValues.Combinations(opcode.Sources);
        // Whole warps, so that the code for all lanes is the one that runs.
        var padded = (cases.Length + 31) / 32 * 32;
        var arguments = new KernelArguments();
        for (var i = 0; i < 3; i++)
        {
            var place = i;
            arguments.Add(device.Upload<ulong>([.. Enumerable.Range(0, padded).Select(n => Operand(cases[n % cases.Length], place))]));
        }
        var results = device.Upload<ulong>(new ulong[padded]);
        var partial = device.Upload<ulong>(new ulong[padded]);
        var kernel = device.Load(Ptx(opcode)).Kernel("test");
        kernel.Launch(new Dim3(padded / 32), new Dim3(32), 0, arguments.Add(results).Add(partial).ToArray());
        var (all, some) = (device.Download<ulong>(results, padded), device.Download<ulong>(partial, padded));
        for (var n = 0; n < padded; n++)
        {
            var operands = cases[n % cases.Length];
            Verify(opcode, operands, all[n]);
            if (n % 3 == 0)
                Verify(opcode, operands, some[n]);
            else
                Assert.Equal(opcode.Destination == RegisterKind.Predicate ? 1 : Untouched & Mask(opcode.Destination), some[n]);
        }
    }

    private static void Verify(Opcode opcode, ulong[] operands, ulong actual)
    {
        var expected = PtxDefinition.Evaluate(opcode.Name, operands[0], Operand(operands, 1), Operand(operands, 2));
        if (expected == actual)
            return;
        var parts = opcode.Name.Split('.');
        var type = parts[0] == "cvt" ? parts[^2] : parts[^1];
        if (type == "f16x2")
        {
            if (EqualHalves(expected, actual) && EqualHalves(expected >> 16, actual >> 16))
                return;
            Assert.Fail($"{opcode.Name} of {string.Join(", ", operands.Select(Hex))} is {Hex(actual)} instead of {Hex(expected)}.");
        }
        if (type == "tf32")
            type = "f32";
        if (type[0] == 'f' && opcode.Destination != RegisterKind.Predicate)
        {
            var (wanted, got) = (PtxType.Parse(type).Float(expected), PtxType.Parse(type).Float(actual));
            if (double.IsNaN(wanted) && double.IsNaN(got))
                return;
            if (PtxDefinition.Bound(opcode.Name, PtxType.Parse(type).Float(operands[0]), wanted) is { } bound && Math.Abs(wanted - got) <= bound + (Math.Abs(wanted) * Math.Pow(2, -24)))
                return;
        }
        Assert.Fail($"{opcode.Name} of {string.Join(", ", operands.Select(Hex))} is {Hex(actual)} instead of {Hex(expected)}.");
    }

    private static bool EqualHalves(ulong a, ulong b) =>
        (ushort)a == (ushort)b || (Half.IsNaN(BitConverter.UInt16BitsToHalf((ushort)a)) && Half.IsNaN(BitConverter.UInt16BitsToHalf((ushort)b)));

    private static ulong Operand(ulong[] operands, int index) => index < operands.Length ? operands[index] : 0;

    private static string Hex(ulong value) => $"0x{value.ToString("X", CultureInfo.InvariantCulture)}";

    private static ulong Mask(RegisterKind kind) =>
        kind switch { RegisterKind.Bits16 => ushort.MaxValue, RegisterKind.Bits32 => uint.MaxValue, _ => ulong.MaxValue };

    /// <summary>Loads the operands, executes for all lanes, then for every third into registers that hold a pattern.</summary>
    private static string Ptx(Opcode opcode)
    {
        var text = new StringBuilder("""
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test(.param .b64 x0, .param .b64 x1, .param .b64 x2, .param .b64 y, .param .b64 z)
            {
            .reg .pred %p<8>;
            .reg .b16 %h<8>;
            .reg .b32 %w<8>;
            .reg .b64 %l<8>;
            .reg .b32 %r<8>;
            .reg .b64 %rd<8>;
            mov.b32 %r1, %tid.x;
            mov.b32 %r2, %ctaid.x;
            mad.lo.s32 %r1, %r2, 32, %r1;
            mul.wide.u32 %rd1, %r1, 8;

            """);
        for (var i = 0; i < opcode.Sources.Length; i++)
        {
            var (kind, register) = (opcode.Sources[i], Register(opcode.Sources[i], i));
            text.AppendLine($"ld.param.b64 %rd2, [x{i}];\nadd.u64 %rd2, %rd2, %rd1;");
            text.AppendLine(kind == RegisterKind.Predicate ? $"ld.global.b32 %r3, [%rd2];\nsetp.ne.s32 {register}, %r3, 0;" : $"ld.global.{Type(kind)} {register}, [%rd2];");
        }
        var result = Register(opcode.Destination, 3);
        var instruction = $"{opcode.Name} {result}, {string.Join(", ", opcode.Sources.Select(Register))};";
        text.AppendLine(instruction);
        AppendStore(text, opcode.Destination, result, "y");
        text.AppendLine(opcode.Destination == RegisterKind.Predicate ? $"setp.eq.s32 {result}, 0, 0;" : $"mov.{Type(opcode.Destination)} {result}, {Untouched & Mask(opcode.Destination)};");
        text.AppendLine("rem.u32 %r4, %r1, 3;\nsetp.ne.s32 %p7, %r4, 0;\n@%p7 bra SKIP;");
        text.AppendLine(instruction);
        text.AppendLine("SKIP:");
        AppendStore(text, opcode.Destination, result, "z");
        return text.Append("ret;\n}\n").ToString();
    }

    private static void AppendStore(StringBuilder text, RegisterKind kind, string register, string parameter)
    {
        text.AppendLine($"ld.param.b64 %rd3, [{parameter}];\nadd.u64 %rd3, %rd3, %rd1;");
        text.AppendLine(kind == RegisterKind.Predicate ? $"selp.b32 %r5, 1, 0, {register};\nst.global.b32 [%rd3], %r5;" : $"st.global.{Type(kind)} [%rd3], {register};");
    }

    private static string Register(RegisterKind kind, int index) =>
        kind switch { RegisterKind.Predicate => "%p", RegisterKind.Bits16 => "%h", RegisterKind.Bits32 => "%w", _ => "%l" } + index;

    private static string Type(RegisterKind kind) => kind switch { RegisterKind.Bits16 => "b16", RegisterKind.Bits32 => "b32", _ => "b64" };
}
