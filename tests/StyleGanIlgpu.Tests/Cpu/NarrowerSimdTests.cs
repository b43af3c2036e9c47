using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>The op cases again as machines with narrower vectors, or none, run them. The first has nothing to switch off without AVX-512.</summary>
public class NarrowerSimdTests
{
    private static readonly string[] Levels = ["scalar", "Vector128", "Vector256", "Vector512"];

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Vector256", 1)]
    [InlineData("DOTNET_EnableAVX2", "Vector128", 1)]
    [InlineData("DOTNET_EnableHWIntrinsic", "scalar", 12)]
    public void Op_cases_agree_with_the_reference(string runtimeSwitch, string level, int every)
    {
        var (status, output) = OpCasesProcess.Start("heap", 0, every, runtimeSwitch);

        Assert.True(status == 0, output);
        var expected = Levels[Math.Min(Array.IndexOf(Levels, level), Array.IndexOf(Levels, SimdLevel.Name))];
        Assert.StartsWith($"level {expected}, ", output, StringComparison.Ordinal);
    }

    /// <summary>Widths that the machine may lack are put together by the runtime, so that they are tested everywhere.</summary>
    [Theory]
    [InlineData(16, 2)]
    [InlineData(8, 4)]
    [InlineData(4, 4)]
    public void Op_cases_agree_with_the_reference_at_every_width(int lanes, int every)
    {
        var (status, output) = OpCasesProcess.Start("heap", lanes, every, null);

        Assert.True(status == 0, output);
        Assert.StartsWith($"level {SimdLevel.Name}, {lanes} lanes\n", output, StringComparison.Ordinal);
    }
}
