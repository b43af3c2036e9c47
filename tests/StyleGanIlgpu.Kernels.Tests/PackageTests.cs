using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Runtime;

namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>What the package of kernels gives to users of ILGPU, as far as it can be seen without a GPU.</summary>
public sealed partial class PackageTests : IDisposable
{
    private readonly CpuAccelerator accelerator = new();

    public void Dispose() => accelerator.Dispose();

    [Fact]
    public void The_samples_arguments_work_on_the_cpu_accelerator_and_have_the_bytes_that_the_ptx_reads()
    {
        Float4[] constant = [new() { X = 1, Y = 2, Z = 3, W = 4 }, new() { X = 5 }];
        var (source, target) = (accelerator.Of(constant), accelerator.Of(new Float4[6]));
        var arguments = new ConstantInputArguments { Constant = source, Output = target.SubView(2, 4), SampleLength = 2 };
        accelerator.Run(ConstantInputArguments.Launch(constant.Length, 2), arguments);
        Assert.Equal([default, default, .. constant, .. constant], CpuAccelerator.Read(target));

        var bytes = KernelArguments.Pack(arguments);
        Assert.Equal(40, bytes.Length);
        Assert.Equal([source.LoadEffectiveAddressAsPtr(), 2, target.LoadEffectiveAddressAsPtr() + (2 * 16), 4, 2], Enumerable.Range(0, 5).Select(i => BitConverter.ToInt64(bytes, 8 * i)));
    }

    [Fact]
    public void Every_kernels_arguments_have_the_size_that_its_ptx_says()
    {
        var pack = typeof(KernelArguments).GetMethod(nameof(KernelArguments.Pack), BindingFlags.Public | BindingFlags.Static)!;
        foreach (var (name, kernel) in KernelCatalog.Variants)
        {
            var type = kernel.GetParameters()[^1].ParameterType;
            var bytes = (byte[])pack.MakeGenericMethod(type).Invoke(null, [Activator.CreateInstance(type)])!;
            foreach (var architecture in KernelPtx.Architectures)
            {
                var ptx = System.Text.Encoding.ASCII.GetString(KernelPtx.Read(architecture, name));
                Assert.Equal((name, int.Parse(Parameter().Match(ptx).Groups["bytes"].Value)), (name, bytes.Length));
            }
        }
    }

    [Fact]
    public void Views_of_nothing_are_null() => Assert.All(KernelArguments.Pack(default(ConstantInputArguments)), value => Assert.Equal(0, value));

    [Fact]
    public void There_is_ptx_for_two_architectures_and_everything_newer()
    {
        Assert.Equal([75, 80], KernelPtx.Architectures);
        Assert.Equal((null, 75, 80, 80), (KernelPtx.NewestFor(70), KernelPtx.NewestFor(75), KernelPtx.NewestFor(86), KernelPtx.NewestFor(120)));
        Assert.Contains("'none'", Assert.Throws<NotSupportedException>(() => KernelPtx.Read(75, "none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_readmes_sample_is_the_compiled_one()
    {
        var compiled = Sample().Match(Read("tests", "StyleGanIlgpu.Kernels.Tests", "IlgpuSample.cs")).Groups["code"].Value;
        var shown = Block().Match(Read("kernels", "README.md")).Groups["code"].Value;
        Assert.NotEmpty(shown);
        Assert.Equal(Lines(compiled), Lines(shown));
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static string Read(params string[] path) => File.ReadAllText(Checkout.PathOf(path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\t\.param [^\n]*\[(?<bytes>\d+)\]", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"// sample\n(?<code>(?s:.*?))// end")]
    private static partial Regex Sample();

    [GeneratedRegex(@"^```csharp\n(?<code>(?s:.*?))^```", RegexOptions.Multiline)]
    private static partial Regex Block();
}
