namespace StyleGanIlgpu.Tests.Cpu;

/// <summary>Kernels stay within their memory, and use nothing in it that they haven't written.</summary>
public class GuardPageTests
{
    [Fact]
    public void Op_cases_agree_with_the_reference_on_guarded_memory_full_of_NaN()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (status, output) = OpCasesProcess.Start("guarded", 0, 1, null);

        Assert.True(status == 0, string.Join('\n', output.Split('\n').TakeLast(30)));
    }
}
