using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Tests.Weights;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>A driver that refuses graphs is asked once, the generator says so, and the picture is the same.</summary>
public sealed class GraphFallbackTests : IDisposable
{
    private readonly ModelFile file = ModelFile.Open(new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator())), "tiny");

    public void Dispose() => file.Dispose();

    [Fact]
    public void The_picture_is_the_same()
    {
        byte[] Pixels(int failAt)
        {
            using var machine = new EmulatorMachine();
            return Generate(machine, failAt).Pixels;
        }
        var instantiate = Generate(new IdleMachine(), -1).Calls.IndexOf(nameof(CudaDriver.GraphInstantiate));
        Assert.Equal(Pixels(-1), Pixels(instantiate));
    }

    [Fact]
    public void Whatever_is_refused_is_told_and_not_asked_again()
    {
        var (_, calls, reason) = Generate(new IdleMachine(), -1);
        Assert.Null(reason);
        Assert.Contains(nameof(CudaDriver.GraphLaunch), calls);
        foreach (var refused in (string[])[nameof(CudaDriver.StreamBeginCapture), nameof(CudaDriver.LaunchKernel), nameof(CudaDriver.StreamEndCapture), nameof(CudaDriver.GraphInstantiate)])
        {
            var (_, fallback, why) = Generate(new IdleMachine(), calls.IndexOf(refused));
            Assert.StartsWith("kernels are launched one by one, since the driver refuses graphs: ", why, StringComparison.Ordinal);
            Assert.EndsWith("CUDA_ERROR_StreamCaptureUnsupported (900)", why, StringComparison.Ordinal);
            Assert.DoesNotContain(nameof(CudaDriver.GraphLaunch), fallback);
            // The second form of request has a session of its own.
            Assert.Single(fallback, nameof(CudaDriver.StreamBeginCapture));
        }
    }

    [Fact]
    public void Graphs_that_are_turned_off_are_not_asked_for()
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75);
        using var generator = Generator.Load(file, new GeneratorOptions { Device = "cuda" }, () => CudaStart.Of(driver) with { NoGraphs = "by wish" });
        generator.Generate(0).Dispose();
        Assert.Equal("by wish", generator.EngineReason);
        Assert.DoesNotContain(nameof(CudaDriver.StreamBeginCapture), driver.Calls);
    }

    private (byte[] Pixels, List<string> Calls, string? Reason) Generate(EmulatedMachine machine, int failAt)
    {
        var driver = new EmulatedCudaDriver(machine, 75) { FailAt = failAt, Failure = CudaResult.StreamCaptureUnsupported };
        byte[] pixels;
        string? reason;
        using (var generator = Generator.Load(file, new GeneratorOptions { Device = "cuda" }, () => CudaStart.Of(driver) with { LoadThreads = 1 }))
        {
            using (var image = generator.Generate(3, truncation: 0.7f))
                pixels = image.Pixels.ToArray();
            reason = generator.EngineReason;
            generator.MapSeed(3, new float[generator.WsLength]);
        }
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
        return (pixels, driver.Calls, reason);
    }
}
