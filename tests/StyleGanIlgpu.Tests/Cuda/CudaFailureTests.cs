using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Tests.Weights;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>A generator is loaded, makes pictures in every form of request and is disposed, while every call of the driver fails in its turn.</summary>
public class CudaFailureTests
{
    private const string Done = "done";
    private const string OnCpu = "on the CPU";
    private const string OneByOne = "kernels one by one";

    /// <summary>The device asked for, what the call answers, whether the device is lost with it, and whether pictures are graphs.</summary>
    public static TheoryData<string, int, bool, bool> Failures => new()
    {
        { "cuda", (int)CudaResult.LaunchFailed, true, true },
        { "cuda", (int)CudaResult.LaunchFailed, true, false },
        { "auto", (int)CudaResult.LaunchFailed, true, true },
        { "cuda", (int)CudaResult.Unknown, false, true },
        { "cuda", (int)CudaResult.OutOfMemory, false, true },
        { "cuda", (int)CudaResult.OutOfMemory, false, false },
        { "auto", (int)CudaResult.OutOfMemory, false, true },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Any_failure_is_one_documented_exception_or_the_CPU_and_leaves_nothing_behind(string device, int failure, bool staysLost, bool graphs)
    {
        using var stream = new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator()));
        using var file = ModelFile.Open(stream, "tiny");
        var outcomes = new HashSet<string>();
        EmulatedCudaDriver driver;
        var n = 0;
        do
        {
            driver = new EmulatedCudaDriver(new IdleMachine(), 75) { FailAt = n, Failure = (CudaResult)failure, StaysLost = staysLost };
            var outcome = Attempt(file, device, driver, graphs);
            outcomes.Add(outcome);
            var call = n < driver.Calls.Count ? driver.Calls[n] : "none";
            Assert.True(driver.Misuses.Count == 0, $"call {n} ({call}) failed, then: {string.Join("; ", driver.Misuses)}");
            Assert.True(driver.Leaks.Count == 0, $"call {n} ({call}) failed ({outcome}), and left {string.Join(", ", driver.Leaks)}");
            n++;
        }
        while (n <= driver.Calls.Count);
        Assert.True(n > 100, $"{n} calls");

        // Where the device fails after it was loaded it is lost; a context that can't be entered is lost whatever the answer.
        var expected = new HashSet<string> { device == "auto" ? OnCpu : nameof(DeviceUnavailableException), nameof(DeviceLostException), graphs ? Done : OneByOne };
        if (failure == (int)CudaResult.OutOfMemory)
            expected.Add(nameof(OutOfDeviceMemoryException));
        else if (!staysLost)
            expected.Add(OneByOne);
        Assert.Equal(expected, outcomes);
    }

    [Fact]
    public void Auto_leaves_a_GPU_whose_driver_refuses_the_kernels_and_says_why()
    {
        using var stream = new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator()));
        using var file = ModelFile.Open(stream, "tiny");
        var driver = Refusing(file, CudaResult.UnsupportedPtxVersion);
        using (var generator = Generator.Load(file, new GeneratorOptions { Threads = 1 }, () => CudaStart.Of(driver) with { LoadThreads = 1 }))
        {
            Assert.StartsWith("CPU", generator.Engine, StringComparison.Ordinal);
            Assert.Contains("(222), the driver is too old for the kernels' PTX, a newer driver is needed", generator.EngineReason, StringComparison.Ordinal);
            Generate(generator);
        }
        Assert.Empty(driver.Leaks);
        Assert.Throws<DeviceUnavailableException>(() => Load(file, "cuda", Refusing(file, CudaResult.UnsupportedPtxVersion)));
    }

    [Fact]
    public void A_GPU_without_the_memory_for_a_batch_is_left_or_reported_when_loading()
    {
        using var stream = new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator()));
        using var file = ModelFile.Open(stream, "tiny");
        var fault = Assert.Throws<OutOfDeviceMemoryException>(() => Load(file, "cuda", new EmulatedCudaDriver(new IdleMachine(), 75) { MemoryBytes = 2000 }));
        Assert.True(fault.NeededBytes > fault.FreeBytes);
        using var generator = Load(file, "auto", new EmulatedCudaDriver(new IdleMachine(), 75) { MemoryBytes = 2000 });
        Assert.StartsWith("The device hasn't enough memory for", generator.EngineReason, StringComparison.Ordinal);
        Generate(generator);
    }

    [Fact]
    public void Idle_memory_of_other_requests_is_given_back_before_one_fails()
    {
        using var stream = new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator()));
        using var file = ModelFile.Open(stream, "tiny");
        var ample = new EmulatedCudaDriver(new IdleMachine(), 75);
        long afterAll, afterOne;
        using (var generator = Load(file, "cuda", ample))
        {
            Generate(generator);
            afterOne = ample.DeviceBytes;
            MakeAll(generator);
            afterAll = ample.DeviceBytes;
        }
        // Every request fits beside the weights, and not all of them at once.
        var scarce = new EmulatedCudaDriver(new IdleMachine(), 75) { MemoryBytes = (afterOne + afterAll) / 2 };
        using (var generator = Load(file, "cuda", scarce))
        {
            MakeAll(generator);
            MakeAll(generator);
        }
        Assert.Empty(scarce.Misuses);
        Assert.Empty(scarce.Leaks);
    }

    /// <summary>A driver that answers so when it is given the first kernel.</summary>
    private static EmulatedCudaDriver Refusing(ModelFile file, CudaResult answer)
    {
        var working = new EmulatedCudaDriver(new IdleMachine(), 75);
        Load(file, "cuda", working).Dispose();
        return new EmulatedCudaDriver(new IdleMachine(), 75) { FailAt = working.Calls.IndexOf(nameof(CudaDriver.LinkAddData)), Failure = answer };
    }

    private static Generator Load(ModelFile file, string device, EmulatedCudaDriver driver, int batchSize = 1, bool graphs = true) => Generator.Load(
        file,
        new GeneratorOptions { Device = device, Threads = 1, BatchSize = batchSize },
        () => CudaStart.Of(driver) with { LoadThreads = 1, NoGraphs = graphs ? null : "by wish" });

    /// <summary>The name of what came of it.</summary>
    private static string Attempt(ModelFile file, string device, EmulatedCudaDriver driver, bool graphs)
    {
        try
        {
            using var generator = Load(file, device, driver, batchSize: 2, graphs);
            var isOnCpu = generator.Engine.StartsWith("CPU", StringComparison.Ordinal);
            Assert.True(!isOnCpu || generator.EngineReason is not null);
            if (isOnCpu)
                return OnCpu;
            try
            {
                MakeAll(generator);
                return generator.EngineReason is null ? Done : OneByOne;
            }
            catch (DeviceLostException lost)
            {
                var again = Assert.Throws<DeviceLostException>(() => Generate(generator));
                Assert.Contains(lost.Message, again.Message, StringComparison.Ordinal);
                Assert.Contains("can't be used any more", again.Message, StringComparison.Ordinal);
                return nameof(DeviceLostException);
            }
            catch (OutOfDeviceMemoryException)
            {
                MakeAll(generator);
                return nameof(OutOfDeviceMemoryException);
            }
        }
        catch (DeviceUnavailableException)
        {
            return nameof(DeviceUnavailableException);
        }
        catch (OutOfDeviceMemoryException) when (device != "auto")
        {
            return nameof(OutOfDeviceMemoryException);
        }
    }

    private static void Generate(Generator generator) => generator.Generate(0).Dispose();

    /// <summary>Every form of request, with what is left of a batch of two; a token that can be cancelled has the parts of a batch waited for.</summary>
    private static void MakeAll(Generator generator)
    {
        const int Count = 3;
        using var source = new CancellationTokenSource();
        Generate(generator);
        var ws = new float[Count * generator.WsLength];
        generator.MapSeed(0, ws.AsSpan(0, generator.WsLength));
        generator.Synthesize(ws, new float[Count * generator.ImageLength]);
        generator.Synthesize(ws, new byte[Count * generator.ImageLength], cancellation: source.Token);
    }
}
