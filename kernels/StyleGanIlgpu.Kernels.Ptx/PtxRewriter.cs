using System.Text.RegularExpressions;

namespace StyleGanIlgpu.Kernels.Ptx;

/// <summary>
/// What is done to ILGPU's PTX before it is shipped:
/// <list type="bullet">
/// <item>calls of methods that have an instruction of their own become that instruction: <see cref="PtxInstructions"/>;</item>
/// <item>constants in products of matrices get registers;</item>
/// <item>products and sums say that they are rounded (.rn), so that no driver fuses, or doesn't, on its own: the picture is the same on every
/// GPU and in the emulator;</item>
/// <item>.uni is taken off conditional branches, where ILGPU writes it without knowing;</item>
/// <item>the entry has the variant's name, and the bounds that the catalog gives it, and names don't depend on what was compiled before.</item>
/// </list>
/// </summary>
internal static partial class PtxRewriter
{
    public static string Rewrite(string name, int architecture, string ptx)
    {
        ptx = ptx.ReplaceLineEndings("\n");
        ptx = Declaration().Replace(ptx, match => PtxInstructions.Has(match.Groups["name"].Value)
            ? ""
            : throw new NotSupportedException($"{name}: no instruction is known for {match.Groups["name"].Value}."));
        ptx = Call().Replace(ptx, call => Instruction(call, architecture));
        ptx = NameConstants(ptx);
        ptx = Branch().Replace(ptx, "${guard} bra\t");
        ptx = Arithmetic().Replace(ptx, "${indent}${op}.rn.f32\t");
        ptx = Entry().Replace(ptx, $".visible .entry {name}(");
        if (KernelCatalog.BoundsOf(name, architecture) is { } bounds)
            ptx = Body().Replace(ptx, $"\n)\n.maxntid {bounds.Threads}, 1, 1\n.minnctapersm {bounds.Groups}\n{{", 1);
        return Renumber(ptx).Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
    }

    private static string Instruction(Match call, int architecture)
    {
        static string[] Captures(Group group) => [.. group.Captures.Select(capture => capture.Value)];
        var instruction = PtxInstructions.Of(call.Groups["name"].Value, architecture, Captures(call.Groups["result"]), Captures(call.Groups["argument"]));
        return $"{string.Concat(Captures(call.Groups["before"]))}\t{instruction}{(instruction[0] == '{' ? "" : ";")}\n";
    }

    /// <summary>A product of matrices wants registers, where ILGPU knows constants: they get registers of their own.</summary>
    private static string NameConstants(string ptx)
    {
        var constants = new SortedSet<string>(StringComparer.Ordinal);
        ptx = Product().Replace(ptx, product => Constant().Replace(product.Value, constant =>
        {
            constants.Add(constant.Value);
            return "%constant_" + constant.Value;
        }));
        var declared = string.Concat(constants.Select(constant => $"\t.reg .f32\t%constant_{constant};\n"));
        var set = string.Concat(constants.Select(constant => $"\tmov.f32\t%constant_{constant}, {constant};\n"));
        return constants.Count == 0 ? ptx : Registers().Replace(ptx, registers => $"{registers.Value}{declared}\n{set}", 1);
    }

    /// <summary>Labels and parameters are numbered by ILGPU across everything it ever compiled: here from 0, in the order of appearance.</summary>
    private static string Renumber(string ptx)
    {
        var labels = new Dictionary<string, string>();
        ptx = Label().Replace(ptx, match => Named(labels, match.Value, "L_"));
        var parameters = new Dictionary<string, string>();
        foreach (Match match in Parameter().Matches(ptx))
            Named(parameters, match.Groups["name"].Value, "argument_");
        foreach (var (old, renamed) in parameters)
            ptx = Regex.Replace(ptx, $@"\b{Regex.Escape(old)}\b", renamed);
        return ptx;
    }

    private static string Named(Dictionary<string, string> names, string old, string prefix)
    {
        if (!names.TryGetValue(old, out var renamed))
            names.Add(old, renamed = prefix + names.Count);
        return renamed;
    }

    [GeneratedRegex(@"\n\)\n\{")]
    private static partial Regex Body();

    [GeneratedRegex(@"\n\.extern \.func (\([^)]*\) )?(?<name>\w+)\([^;]*;\n")]
    private static partial Regex Declaration();

    [GeneratedRegex(
        @"\n\t\{\n((\t\.param [^\n]+;\n)?(?<before>\tcvta\.[^\n]+\n)?\tst\.param\.\S+\t\[[^]]+\], (?<argument>[^;]+);\n)*(\t\.param [^\n]+;\n)?"
        + @"\tcall\.uni (\(\w+\), )?(?<name>\w+), \([^)]*\);\n(\tld\.param\.\S+\t(?<result>[^,]+), \[[^]]+\];\n)*\t\}\n\n?")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<guard>@!?%p\d+) bra\.uni\t")]
    private static partial Regex Branch();

    [GeneratedRegex(@"(?<indent>\n\t)(?<op>mul|add|sub)\.f32\t")]
    private static partial Regex Arithmetic();

    [GeneratedRegex(@"(?<=\tmma\.sync[^\t]*\t).*")]
    private static partial Regex Product();

    [GeneratedRegex(@"\b0f[0-9A-Fa-f]{8}\b")]
    private static partial Regex Constant();

    [GeneratedRegex(@"(\t\.reg [^\n]*\n)+")]
    private static partial Regex Registers();

    [GeneratedRegex(@"\.visible \.entry \w+\(")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\bL_\d+\b")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\t\.param \.align \d+ \.b8 (?<name>\w+)\[", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
