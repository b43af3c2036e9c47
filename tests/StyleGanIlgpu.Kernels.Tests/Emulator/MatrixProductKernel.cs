using System.Globalization;
using System.Text;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>
/// C (16 x 8) = A (16 x K) B (K x 8) by one warp, of float32 in tf32: two stages of 32 columns by <c>cp.async</c>, rows of 128 bytes whose
/// 16-byte pieces are swizzled by the row, fragments by <c>ldmatrix</c>. B is stored by its columns.
/// </summary>
internal sealed record MatrixProductKernel
{
    private const int StageBytes = (16 + 8) * 128, Steps = 4;

    /// <summary>Three products of split operands instead of one of rounded ones.</summary>
    public bool IsSplit { get; init; }

    /// <summary>After so many steps of 8 columns the tensor core's sums are added to others of float32; 0 for never.</summary>
    public int DrainEvery { get; init; }

    /// <summary>Which bits of the row turn the pieces as they are written, and as they are read.</summary>
    public int WrittenSwizzle { get; init; } = 7;

    public int ReadSwizzle { get; init; } = 7;

    /// <summary>A mistake: the lanes that B's rows come from are changed by this.</summary>
    public int SwappedLanes { get; init; }

    public float[] Run(float[] a, float[] b, out LaunchReport report)
    {
        using var device = new EmulatedDevice();
        var depth = a.Length / 16;
        var arguments = new KernelArguments().Add(device.Upload<float>(a)).Add(device.Upload<float>(b));
        var c = device.Allocate(512, "c");
        report = device.Load(Ptx(depth)).Kernel("test").Launch(new Dim3(1), new Dim3(32), 0, arguments.Add(c).ToArray());
        return device.Download<float>(c, 128);
    }

    private string Ptx(int depth)
    {
        var stages = depth / 32;
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $$"""
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test(.param .b64 a, .param .b64 b, .param .b64 c)
            {
            .shared .align 128 .b8 tile[{{2 * StageBytes}}];
            .reg .pred %p<4>;
            .reg .b32 %r<64>;
            .reg .f32 %f<64>;
            .reg .b32 %h<16>;
            .reg .b32 %l<16>;
            .reg .b64 %rd<32>;
            ld.param.b64 %rd1, [a];
            ld.param.b64 %rd2, [b];
            ld.param.b64 %rd3, [c];
            mov.b32 %r1, %tid.x;
            mov.u32 %r2, tile;
            shr.u32 %r3, %r1, 3;
            and.b32 %r4, %r1, 7;

            """));
        // Six pieces of a stage for each lane: of rows lane / 8 + 4 i, piece lane % 8.
        for (var i = 0; i < 6; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""
                add.s32 %r5, %r3, {4 * i};
                and.b32 %r6, %r5, {WrittenSwizzle};
                xor.b32 %r6, %r6, %r4;
                mad.lo.s32 %r7, %r5, 128, %r2;
                mad.lo.s32 %r{10 + i}, %r6, 16, %r7;
                sub.s32 %r5, %r5, {(i < 4 ? 0 : 16)};
                mul.lo.s32 %r5, %r5, {4 * depth};
                mad.lo.s32 %r5, %r4, 16, %r5;
                cvt.u64.u32 %rd5, %r5;
                add.u64 %rd{10 + i}, %rd{(i < 4 ? 1 : 2)}, %rd5;
                """);
        }
        // Rows of A by lanes 0-15 and again 16-31, of B by eight lanes.
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            and.b32 %r20, %r1, 15;
            shr.u32 %r21, %r1, 4;
            and.b32 %r22, %r20, {ReadSwizzle};
            mad.lo.s32 %r20, %r20, 128, %r2;
            xor.b32 %r23, %r1, {SwappedLanes};
            and.b32 %r23, %r23, 7;
            and.b32 %r24, %r23, {ReadSwizzle};
            add.s32 %r25, %r23, 16;
            mad.lo.s32 %r23, %r25, 128, %r2;
            """);
        for (var i = 0; i < 8; i++)
            text.AppendLine($"mov.f32 %f{i}, 0f00000000;");
        Issue(text, isFirst: true);
        text.AppendLine($"mov.b32 %r30, 0;\nmov.b32 %r31, {stages};\nmov.b32 %r32, {StageBytes};\nLOOP:\nadd.s32 %r33, %r30, 1;\nsetp.ge.s32 %p1, %r33, %r31;\n@%p1 bra LAST;");
        Issue(text, isFirst: false);
        text.AppendLine("LAST:\ncp.async.commit_group;\ncp.async.wait_group 1;\nbar.sync 0;");
        for (var step = 0; step < Steps; step++)
            Multiply(text, step);
        // The other stage next.
        text.AppendLine($"bar.sync 0;\nadd.s32 %r20, %r20, %r32;\nadd.s32 %r23, %r23, %r32;\nneg.s32 %r32, %r32;\nadd.s32 %r30, %r30, 1;\nsetp.lt.s32 %p1, %r30, %r31;\n@%p1 bra LOOP;");
        text.AppendLine("mul.wide.u32 %rd5, %r1, 8;\nadd.u64 %rd5, %rd3, %rd5;\n");
        for (var i = 0; i < 4; i++)
            text.AppendLine($"add.f32 %f{i}, %f{i}, %f{4 + i};");
        return text.Append("st.global.v2.f32 [%rd5], {%f0, %f1};\nst.global.v2.f32 [%rd5+256], {%f2, %f3};\nret;\n}\n").ToString();
    }

    /// <summary>The copies of a stage: of the first, or of the one that %r33 numbers.</summary>
    private static void Issue(StringBuilder text, bool isFirst)
    {
        if (!isFirst)
            text.AppendLine($"and.b32 %r34, %r33, 1;\nmul.lo.s32 %r34, %r34, {StageBytes};");
        for (var i = 0; i < 6; i++)
        {
            text.AppendLine(isFirst ? $"mov.b32 %r40, %r{10 + i};" : $"add.s32 %r40, %r{10 + i}, %r34;");
            text.AppendLine($"cp.async.cg.shared.global [%r40], [%rd{10 + i}], 16;\nadd.u64 %rd{10 + i}, %rd{10 + i}, 128;");
        }
        if (isFirst)
            text.AppendLine("cp.async.commit_group;");
    }

    private void Multiply(StringBuilder text, int step)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $$"""
            add.s32 %r50, %r21, {{2 * step}};
            xor.b32 %r50, %r50, %r22;
            mad.lo.s32 %r50, %r50, 16, %r20;
            ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r51, %r52, %r53, %r54}, [%r50];
            """);
        if (step % 2 == 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                shr.u32 %r50, %r1, 3;
                add.s32 %r50, %r50, {{2 * step}};
                xor.b32 %r50, %r50, %r24;
                mad.lo.s32 %r50, %r50, 16, %r23;
                ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r55, %r56, %r57, %r58}, [%r50];
                """);
        }
        var firstOfB = step % 2 == 0 ? 55 : 57;
        int[] registers = [51, 52, 53, 54, firstOfB, firstOfB + 1];
        for (var i = 0; i < 6; i++)
        {
            text.AppendLine($"mov.b32 %f20, %r{registers[i]};\ncvt.rna.tf32.f32 %h{i}, %f20;");
            if (IsSplit)
                text.AppendLine($"mov.b32 %f21, %h{i};\nsub.f32 %f20, %f20, %f21;\ncvt.rna.tf32.f32 %l{i}, %f20;");
        }
        if (IsSplit)
        {
            text.AppendLine(Product('l', 'h'));
            text.AppendLine(Product('h', 'l'));
        }
        text.AppendLine(Product('h', 'h'));
        if (DrainEvery == 0 || (step + 1) % DrainEvery != 0)
            return;
        for (var i = 0; i < 4; i++)
            text.AppendLine($"add.f32 %f{4 + i}, %f{4 + i}, %f{i};\nmov.f32 %f{i}, 0f00000000;");
    }

    private static string Product(char a, char b) =>
        "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%f0, %f1, %f2, %f3}, "
        + $"{{%{a}0, %{a}1, %{a}2, %{a}3}}, {{%{b}4, %{b}5}}, {{%f0, %f1, %f2, %f3}};";
}
