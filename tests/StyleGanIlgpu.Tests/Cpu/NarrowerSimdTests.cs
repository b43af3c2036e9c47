using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>The op cases again as machines with narrower vectors, or none, run them. The first has nothing to switch off without AVX-512.</summary>
public class NarrowerSimdTests
{
    private static readonly string[] Levels = ["scalar", "Vector128", "Vector256", "Vector512"];

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Vector256", 1)]
    [InlineData("DOTNET_EnableAVX2", "Vector128", 1)]
    [InlineData("DOTNET_EnableHWIntrinsic", "scalar", 6)]
    public void Op_cases_agree_with_the_reference(string runtimeSwitch, string level, int every)
    {
        var (status, output) = OpCasesProcess.Start("heap", every, runtimeSwitch);

        Assert.True(status == 0, output);
        var expected = Levels[Math.Min(Array.IndexOf(Levels, level), Array.IndexOf(Levels, SimdLevel.Name))];
        Assert.StartsWith($"level {expected}\n", output, StringComparison.Ordinal);
    }
}
