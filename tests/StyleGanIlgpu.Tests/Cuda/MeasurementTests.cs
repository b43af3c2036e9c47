using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>What the check for GPUs asks of the engine: it leaves nothing behind and counts what is held.</summary>
public class MeasurementTests
{
    [Fact]
    public void Every_launch_is_timed_and_every_kernel_described()
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), 80);
        using (var engine = (CudaEngine)CudaChoice.Create(CudaStart.Of(driver), null))
        {
            var builder = new PlanBuilder(1);
            var (input, styles) = (builder.InputMaps("input", 5, 40, 40), builder.Input("styles", 10));
            var output = builder.Maps("output", 5, 40, 40);
            builder.Add(new StyledInstanceNorm(input, output, styles, 0, Epilogue.None));
            builder.Keep(output);
            using var session = (CudaSession)engine.Compile(builder.Build()).CreateSession();
            Assert.Equal(
                ["styled_instance_norm_statistics", "styled_instance_norm_application", "planes"], session.TimeLaunches(2).Select(time => time.Launch.Kernel));
            Assert.Equal(3, session.TimePasses(3).Length);
            session.Pass.UsesGraphs = false;
            Assert.Equal(2, session.TimePasses(2).Length);
            Assert.Equal(
                ["planes", "styled_instance_norm_application", "styled_instance_norm_statistics"], engine.KernelFigures().Select(kernel => kernel.Kernel));
        }
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }

    [Fact]
    public void The_peak_is_what_was_held_at_once()
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), 80);
        using var engine = (CudaEngine)CudaChoice.Create(CudaStart.Of(driver), null);
        var before = engine.Context.PeakBytes;
        using var entered = engine.Context.Enter();
        using (new Backends.Cuda.Driver.DeviceMemory(engine.Context, 1000, "a test"))
        using (new Backends.Cuda.Driver.DeviceMemory(engine.Context, 500, "a test"))
            Assert.Equal(before + 1500, engine.Context.PeakBytes);
        using (new Backends.Cuda.Driver.DeviceMemory(engine.Context, 700, "a test"))
            Assert.Equal(before + 1500, engine.Context.PeakBytes);
    }
}
