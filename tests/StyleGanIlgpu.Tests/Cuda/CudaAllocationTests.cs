using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Tests.Numerics;
using StyleGanIlgpu.Tests.Weights;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>The methods that take spans allocate nothing on a GPU either, once there are programs and sessions.</summary>
public class CudaAllocationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("by wish")]
    public void Nothing_is_allocated_by_a_call(string? noGraphs)
    {
        using var cancellation = new CancellationTokenSource();
        var driver = new QuietCudaDriver();
        using var file = ModelFile.Open(new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator())), "tiny");
        using var generator = Generator.Load(file, new GeneratorOptions { Device = "cuda" }, () => CudaStart.Of(driver) with { NoGraphs = noGraphs });
        var (ws, floats, bytes) = (new float[generator.WsLength], new float[generator.ImageLength], new byte[generator.ImageLength]);
        void Call()
        {
            generator.MapSeed(1, ws, cancellation: cancellation.Token);
            generator.Synthesize(ws, floats);
            generator.Synthesize(ws, bytes, cancellation: cancellation.Token);
        }
        Call();
        driver.IsQuiet = true;
        Assert.Equal(0, Allocation.OfEachCall(Call));
        Assert.True(driver.QuietCalls >= 20 * 3 * 6, $"{driver.QuietCalls} calls");
        driver.IsQuiet = false;
    }

    /// <summary>A rule of the generator, whatever the engine; the driver counts, and the process has other tests in it.</summary>
    [Fact]
    public void Changing_counts_do_not_each_take_memory()
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75);
        using var file = ModelFile.Open(new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator())), "tiny");
        using var generator = Generator.Load(file, new GeneratorOptions { Device = "cuda", BatchSize = 16 }, () => CudaStart.Of(driver));
        void Synthesize(int count) => generator.Synthesize(new float[count * generator.WsLength], new byte[count * generator.ImageLength]);
        Synthesize(1);
        Synthesize(16);
        var before = driver.DeviceBytes;
        for (var count = 2; count <= 20; count++)
            Synthesize(count);
        Assert.Equal(before, driver.DeviceBytes);
    }
}
