using System.Globalization;
using System.Text.RegularExpressions;

namespace StyleGanIlgpu.Kernels.Ptx;

/// <summary>
/// The methods that have an instruction of their own: device code calls them, ILGPU compiles calls of foreign functions, and these stand in their
/// place. =0, =1... are the registers of the result (of a struct, one a field), $0, $1... the arguments (of a struct, one a field).
/// </summary>
internal static partial class PtxInstructions
{
    private const string Multiply = "{=0, =1, =2, =3}, {$0, $1, $2, $3}, {$4, $5}, {$6, $7, $8, $9}";

    private static readonly Dictionary<string, string> Forms = new()
    {
        [nameof(MathF.FusedMultiplyAdd)] = "fma.rn.f32\t=0, $0, $1, $2",
        [nameof(TensorCore.Here)] = "mov.b32\t=0, $0",
        ["SharedAddressOf"] = "cvta.to.shared.u64\t=0, $0",
        [nameof(TensorCore.GlobalAddress)] = "cvta.to.global.u64\t=0, $0",
        [nameof(TensorCore.LoadMatrix4)] = "ldmatrix.sync.aligned.m8n8.x4.shared.b16\t{=0, =1, =2, =3}, [$0]",
        [nameof(TensorCore.LoadMatrix4Transposed)] = "ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16\t{=0, =1, =2, =3}, [$0]",
        [nameof(TensorCore.LoadMatrix2Transposed)] = "ldmatrix.sync.aligned.m8n8.x2.trans.shared.b16\t{=0, =1}, [$0]",
        [nameof(TensorCore.MultiplyTf32)] = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32\t" + Multiply,
        [nameof(TensorCore.MultiplyHalf)] = "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32\t" + Multiply,
        [nameof(TensorCore.MultiplyHalf8)] = "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32\t{=0, =1, =2, =3}, {$0, $1}, {$2}, {$3, $4, $5, $6}",
        [nameof(TensorCore.RoundToTf32)] = "cvt.rna.tf32.f32\t=0, $0",
        ["ConvertHalf2"] = "cvt.rn.f16x2.f32\t=0, $0, $1",
        [nameof(TensorCore.MultiplyHalf2)] = "mul.rn.f16x2\t=0, $0, $1",
        [nameof(TensorCore.MultiplyAddHalf2)] = "fma.rn.f16x2\t=0, $0, $1, $2",
        [nameof(TensorCore.GreatestHalf2)] = "max.f16x2\t=0, $0, $1",
        [nameof(TensorCore.LeastHalf2)] = "min.f16x2\t=0, $0, $1",
        [nameof(TensorCore.CopyAsync16)] = "cp.async.cg.shared.global\t[$0], [$1], 16, $2",
        [nameof(TensorCore.CommitGroup)] = "cp.async.commit_group",
        [nameof(TensorCore.WaitForAllGroups)] = "cp.async.wait_group\t0",
        [nameof(TensorCore.WaitForAllGroupsButOne)] = "cp.async.wait_group\t1",
        [nameof(TensorCore.WaitForAllGroupsButTwo)] = "cp.async.wait_group\t2",
        [nameof(TensorCore.LoadPiece)] =
            "{\n\t.reg .pred\t%exists;\n\tsetp.ne.s32\t%exists, $1, 0;\n"
            + "\tmov.f32\t=0, 0f00000000;\n\tmov.f32\t=1, 0f00000000;\n\tmov.f32\t=2, 0f00000000;\n\tmov.f32\t=3, 0f00000000;\n"
            + "\t@%exists ld.global.v4.f32\t{=0, =1, =2, =3}, [$0];\n\t}",
        [nameof(TensorCore.StorePiece)] =
            "{\n\t.reg .pred\t%exists;\n\tsetp.ne.s32\t%exists, $1, 0;\n\t@%exists st.shared.v4.f32\t[$0], {$2, $3, $4, $5};\n\t}",
    };

    /// <summary>
    /// What stands for an instruction that sm_80 is the first to have. A product of depth 16 is two of depth 8: of A's registers the first two are
    /// the first eight columns, of B's the first is the first eight rows.
    /// </summary>
    private static readonly Dictionary<string, string> FormsBefore80 = new()
    {
        [nameof(TensorCore.MultiplyHalf)] =
            "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32\t{=0, =1, =2, =3}, {$0, $1}, {$4}, {$6, $7, $8, $9};\n"
            + "\tmma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32\t{=0, =1, =2, =3}, {$2, $3}, {$5}, {=0, =1, =2, =3}",
        ["ConvertHalf2"] =
            "{\n\t.reg .b16\t%lower, %upper;\n\tcvt.rn.f16.f32\t%upper, $0;\n\tcvt.rn.f16.f32\t%lower, $1;\n\tmov.b32\t=0, {%lower, %upper};\n\t}",
    };

    public static bool Has(string method) => Forms.ContainsKey(method);

    /// <summary>The instruction of a call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="architecture">That the PTX is made for, as a number (75 of sm_75).</param>
    /// <param name="results">The registers of the result.</param>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="NotSupportedException">The call hasn't as many results and arguments as the instruction has.</exception>
    public static string Of(string method, int architecture, IReadOnlyList<string> results, IReadOnlyList<string> arguments)
    {
        var used = new HashSet<string>();
        var instruction = Operand().Replace(Form(method, architecture), match =>
        {
            var from = match.Value[0] == '=' ? results : arguments;
            var index = int.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture);
            used.Add(match.Value);
            return index < from.Count ? from[index] : throw Mismatch(method);
        });
        return used.Count == results.Count + arguments.Count ? instruction : throw Mismatch(method);
    }

    private static string Form(string method, int architecture) =>
        architecture < 80 && FormsBefore80.TryGetValue(method, out var form) ? form : Forms[method];

    private static NotSupportedException Mismatch(string method) => new($"{method}: its instruction has other operands than the method.");

    [GeneratedRegex(@"[=$]\d+")]
    private static partial Regex Operand();
}
