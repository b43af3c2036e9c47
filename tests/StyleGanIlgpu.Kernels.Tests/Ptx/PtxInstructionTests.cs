using ILGPU;
using StyleGanIlgpu.Kernels.Ptx;

namespace StyleGanIlgpu.Kernels.Tests.Ptx;

/// <summary>Instructions that ILGPU doesn't know, as its PTX has them after the rewriting.</summary>
public class PtxInstructionTests
{
    private static readonly PtxTarget Turing = PtxTarget.All.Single(target => target.Name == "sm_75");

    private static readonly PtxTarget Ampere = PtxTarget.All.Single(target => target.Name == "sm_80");

    [Fact]
    public void A_struct_of_results_is_a_vector_of_registers()
    {
        var ptx = Compile<ArrayView<Float4>>(x =>
        {
            var words = TensorCore.LoadMatrix4(TensorCore.SharedAddress(ref SharedMemory.Allocate<Float4>(64)[Group.IdxX]));
            x[0] = TensorCore.MultiplyTf32(words, words.X, TensorCore.RoundToTf32(x[1].X), x[2]);
        });
        Assert.Matches(@"cvta\.to\.shared\.u64\t%rd\d+, %rd\d+;\n\tcvt\.u32\.u64\t(%r\d+), %rd\d+;\n\tldmatrix\.sync\.aligned\.m8n8\.x4\.shared\.b16\t\{(%r\d+, ){3}%r\d+\}, \[\1\];", ptx);
        Assert.Matches(@"ldmatrix\S+\t(\{(%r\d+), [^}]*\}).*(.*\n)*\tcvt\.rna\.tf32\.f32\t(%r\d+), %f\d+;(.*\n)*\tmma\.sync\S+\t\{(%f\d+, ){3}%f\d+\}, \1, \{\2, \4\}, \{(%f\d+, ){3}%f\d+\};", ptx);
    }

    [Fact]
    public void Copies_past_the_registers_have_no_result_and_keep_their_order()
    {
        var ptx = Compile<ArrayView<Float4>>(x =>
        {
            var shared = SharedMemory.GetDynamic<Float4>();
            TensorCore.CopyAsync16(TensorCore.SharedAddress(ref shared[Group.IdxX]), TensorCore.GlobalAddress(ref x[Group.IdxX]), Group.IdxX < 3 ? 16 : 0);
            TensorCore.CommitGroup();
            TensorCore.WaitForAllGroups();
            Group.Barrier();
            x[0] = shared[0];
        });
        Assert.Matches(@"cp\.async\.cg\.shared\.global\t\[%r\d+\], \[%rd\d+\], 16, %r\d+;\s+cp\.async\.commit_group;\s+cp\.async\.wait_group\t0;\s+bar\.sync\t0;", ptx);
    }

    [Fact]
    public void Halves_are_packed_the_first_below()
    {
        var ptx = Compile<ArrayView<float>>(x => x[2] = Interop.IntAsFloat(TensorCore.MultiplyHalf2(TensorCore.PackHalf2(x[0], x[1]), 7)));
        // %rd1 is the address of x[0].
        Assert.Matches(@"ld\.global\.f32\t(%f\d+), \[%rd1\];\n\tcvt\.rn\.f16x2\.f32\t%r\d+, %f\d+, \1;", ptx);
        Assert.Matches(@"mul\.rn\.f16x2\t%r\d+, %r\d+, 7;", ptx);
    }

    [Fact]
    public void Loads_stay_in_their_loop()
    {
        var ptx = Compile<ArrayView<Float4>>(x =>
        {
            var address = TensorCore.SharedAddress(ref SharedMemory.Allocate<Float4>(64)[Group.IdxX]);
            for (var i = 0; i < x.IntLength; i++)
            {
                x[i].X = TensorCore.LoadMatrix4(address).X;
                Group.Barrier();
            }
        });
        Assert.Matches(@"L_0:(.*\n)*.*ldmatrix(.*\n)*.*bra\tL_0;", ptx.Replace("bra.uni", "bra", StringComparison.Ordinal));
    }

    [Fact]
    public void A_form_with_other_operands_than_its_method_is_refused() =>
        Assert.Throws<NotSupportedException>(() => PtxInstructions.Of("RoundToTf32", 80, ["%r1"], ["%f1", "%f2"]));

    /// <summary>Of the fragment of A the first two registers are columns 0 to 7, of B's the first is rows 0 to 7.</summary>
    [Fact]
    public void A_product_of_depth_16_is_two_of_depth_8_before_sm_80()
    {
        static void Kernel(ArrayView<Float4> x)
        {
            var words = TensorCore.LoadMatrix4(TensorCore.SharedAddress(ref SharedMemory.Allocate<Float4>(64)[Group.IdxX]));
            x[0] = TensorCore.MultiplyHalf(words, words.Y, words.X, x[2]);
        }
        const string Fragment = @"ldmatrix\S+\t\{(%r\d+), (%r\d+), (%r\d+), (%r\d+)\}(.*\n)*";
        Assert.Matches(Fragment + @"\tmma\S+m16n8k16\S+\t\{[^}]*\}, \{\1, \2, \3, \4\}, \{\2, \1\}, ", Compile<ArrayView<Float4>>(Kernel));
        Assert.Matches(
            Fragment + @"\tmma\S+m16n8k8\S+f16\.f16\.f32\t(\{[^}]*\}), \{\1, \2\}, \{\2\}, \{[^}]*\};\n\tmma\S+m16n8k8\S+f16\.f16\.f32\t\6, \{\3, \4\}, \{\1\}, \6;",
            Compile<ArrayView<Float4>>(Kernel, Turing));
    }

    [Fact]
    public void Halves_are_packed_one_by_one_before_sm_80()
    {
        var ptx = Compile<ArrayView<float>>(x => x[2] = Interop.IntAsFloat(TensorCore.PackHalf2(x[0], x[1])), Turing);
        Assert.Matches(@"ld\.global\.f32\t(%f\d+), \[%rd1\];\n(.*\n)*\tcvt\.rn\.f16\.f32\t%lower, \1;\n\tmov\.b32\t%r\d+, \{%lower, %upper\};\n\t\}\n", ptx);
    }

    [Fact]
    public void A_piece_is_loaded_where_it_exists_and_zeros_otherwise()
    {
        var ptx = Compile<ArrayView<Float4>>(
            x => TensorCore.StorePiece(
                TensorCore.SharedAddress(ref SharedMemory.Allocate<Float4>(64)[Group.IdxX]),
                Group.IdxX,
                TensorCore.LoadPiece(TensorCore.GlobalAddress(ref x[0]), Group.IdxX)),
            Turing);
        Assert.Matches(@"setp\.ne\.s32\t%exists, %r\d+, 0;\n(\tmov\.f32\t%f\d+, 0f00000000;\n){4}\t@%exists ld\.global\.v4\.f32\t\{(%f\d+, ){3}%f\d+\}, \[%rd\d+\];\n\t\}\n", ptx);
        Assert.Matches(@"@%exists st\.shared\.v4\.f32\t\[%r\d+\], \{(%f\d+, ){3}%f\d+\};\n\t\}\n", ptx);
    }

    private static string Compile<T>(Action<T> kernel, PtxTarget? target = null)
    {
        var ptx = PtxCompiler.Compile("kernel", kernel.Method, target ?? Ampere);
        Assert.DoesNotMatch(@"\.local\b|\bcall\b|\.func\b", ptx);
        return ptx;
    }
}
