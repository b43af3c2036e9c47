using System.Text.RegularExpressions;
using StyleGanIlgpu.Kernels.Ptx;

namespace StyleGanIlgpu.Kernels.Tests.Ptx;

/// <summary>The files of PTX in the checkout, which the library carries.</summary>
public partial class ShippedPtxTests
{
    private static readonly string Folder = Checkout.PathOf("kernels", "StyleGanIlgpu.Kernels", "Ptx");

    public static TheoryData<string> Files => [.. Paths];

    private static IEnumerable<string> Paths =>
        Directory.EnumerateFiles(Folder, "*.ptx", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order();

    [Fact]
    public void The_files_are_what_the_kernels_give()
    {
        var compiled = PtxFolder.Compile().ToDictionary(file => file.Path, file => file.Ptx);
        Assert.Equal(compiled.Keys.Order(), Paths.Select(path => path.Replace('\\', '/')).Order());
        foreach (var (path, ptx) in compiled)
        {
            Assert.True(
                ptx == File.ReadAllText(Path.Combine(Folder, path)).ReplaceLineEndings("\n"),
                $"{path} differs from its kernel: run dotnet run -c Release --project kernels/StyleGanIlgpu.Kernels.Ptx");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_kernel_calls_nothing_spills_nothing_and_leaves_no_rounding_to_the_driver(string file)
    {
        var ptx = File.ReadAllText(Path.Combine(Folder, file));
        Assert.DoesNotMatch(Unwanted(), ptx);
    }

    /// <summary>So that what the emulator shows of one, by all cases, it shows of the other. Only tensor cores have kernels by architecture.</summary>
    [Fact]
    public void The_targets_differ_in_their_heads_and_on_tensor_cores_only()
    {
        static string Body(string file) => File.ReadAllText(file).Split(".address_size 64", 2)[1];
        var common = KernelCatalog.Variants.Keys.Select(name => Path.Combine(Folder, "sm_75", name + ".ptx")).ToArray();
        Assert.NotEmpty(common);
        foreach (var file in common)
            Assert.Equal(Body(file), Body(Path.Combine(Folder, "sm_80", Path.GetFileName(file))));
    }

    /// <summary>Local memory, functions, approximations, products and sums without a rounding, and promises of uniform branches.</summary>
    [GeneratedRegex(@"\.local\b|\bcall\b|\.func\b|\.approx\b|\b(mul|add|sub)\.f32\b|@!?%p\d+ bra\.uni\b|\.f64\b")]
    private static partial Regex Unwanted();
}
