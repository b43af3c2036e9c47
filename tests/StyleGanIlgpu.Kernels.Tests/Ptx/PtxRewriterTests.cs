using ILGPU;
using StyleGanIlgpu.Kernels.Ptx;

namespace StyleGanIlgpu.Kernels.Tests.Ptx;

/// <summary>What is done to ILGPU's PTX, on small kernels that ILGPU compiles here.</summary>
public class PtxRewriterTests
{
    [Fact]
    public void A_fused_multiply_add_becomes_one_instruction()
    {
        var ptx = Compile<ArrayView<float>>("fused", x => x[Group.IdxX] = MathF.FusedMultiplyAdd(x[0], x[1], x[2]));
        Assert.Single(Lines(ptx, "fma.rn.f32"));
        Assert.DoesNotContain("call", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".extern", ptx, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_operands_keep_their_order()
    {
        var ptx = Compile<ArrayView<float>>("ordered", x => x[3] = MathF.FusedMultiplyAdd(x[0], x[1], x[2]));
        var loaded = Lines(ptx, "ld.global.f32").Select(line => line.Split(['\t', ','])[2]).ToArray();
        Assert.Equal(loaded, Lines(ptx, "fma.rn.f32").Single().TrimEnd(';').Split(", ")[1..]);
    }

    [Fact]
    public void Products_and_sums_say_how_they_round()
    {
        var ptx = Compile<ArrayView<float>>("rounded", x => x[3] = (x[0] * x[1]) + x[2] - x[3]);
        Assert.Single(Lines(ptx, "mul.rn.f32"));
        Assert.Single(Lines(ptx, "add.rn.f32"));
        Assert.Single(Lines(ptx, "sub.rn.f32"));
    }

    [Fact]
    public void Integer_arithmetic_stays_as_it_is() =>
        Assert.NotEmpty(Lines(Compile<ArrayView<int>>("integers", x => x[2] = (x[0] * x[1]) + x[2]), "mul.lo.s32"));

    [Fact]
    public void A_conditional_branch_promises_nothing()
    {
        var ptx = Compile<ArrayView<float>>("branching", x =>
        {
            for (var i = 0; i < Group.IdxX; i++)
                x[i] = 0;
        });
        Assert.Contains("bra", ptx, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"@!?%p\d+ bra\.uni", ptx);
    }

    [Fact]
    public void The_PTX_of_a_kernel_doesnt_depend_on_what_was_compiled_before()
    {
        var kernel = KernelCatalog.Variants["styled_instance_norm_statistics"];
        var alone = PtxCompiler.Compile("statistics", kernel, PtxTarget.All[0]);
        PtxCompiler.Compile("other", KernelCatalog.Variants["styled_instance_norm_application"], PtxTarget.All[0]);
        Assert.Equal(alone, PtxCompiler.Compile("statistics", kernel, PtxTarget.All[0]));
        Assert.Contains(".visible .entry statistics(", alone, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_without_an_instruction_is_refused_by_name()
    {
        var fault = Assert.Throws<NotSupportedException>(() =>
            Compile<ArrayView<float>>("foreign", x => x[0] = MathF.ScaleB(x[0], 3) + MathF.Cbrt(x[1])));
        Assert.Contains("Cbrt", fault.Message, StringComparison.Ordinal);
    }

    private static string Compile<T>(string name, Action<T> kernel) => PtxCompiler.Compile(name, kernel.Method, PtxTarget.All[0]);

    private static IEnumerable<string> Lines(string ptx, string instruction) =>
        ptx.Split('\n').Where(line => line.TrimStart().StartsWith(instruction + "\t", StringComparison.Ordinal));
}
