using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

public class CudaEngineTests
{
    [Theory]
    [InlineData(75)]
    [InlineData(80)]
    [InlineData(90)]
    public void A_run_misuses_nothing_and_leaves_nothing_behind(int architecture)
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), architecture);
        using (var engine = CudaChoice.Create(CudaStart.Of(driver), null))
        {
            var plan = Constant();
            var program = engine.Compile(plan);
            using var first = program.CreateSession();
            using var second = program.CreateSession();
            foreach (var session in (Backends.EngineSession[])[first, second, first])
            {
                session.Run(5, CancellationToken.None);
                session.Read(plan.Outputs[0], new float[plan[plan.Outputs[0]].Shape.Length]);
            }
        }
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }

    [Fact]
    public void A_run_is_one_copy_in_one_graph_a_copy_out_and_one_wait()
    {
        Assert.Equal(
            ["CtxPushCurrent", "MemcpyHtoDAsync", "GraphLaunch", "MemcpyDtoHAsync", "StreamSynchronize", "CtxPopCurrent"], CallsOfTwoOps(null));
    }

    [Fact]
    public void Without_graphs_it_launches_one_by_one()
    {
        Assert.Equal(
            ["CtxPushCurrent", "MemcpyHtoDAsync", "LaunchKernel", "LaunchKernel", "MemcpyDtoHAsync", "StreamSynchronize", "CtxPopCurrent"],
            CallsOfTwoOps("by wish"));
    }

    private static List<string> CallsOfTwoOps(string? noGraphs)
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75);
        using var engine = CudaChoice.Create(CudaStart.Of(driver) with { NoGraphs = noGraphs }, null);
        var builder = new PlanBuilder(1);
        var output = builder.Rows("output", 8);
        builder.Add(new NormalizeSecondMoment(builder.Input("first", 4), output));
        builder.Add(new NormalizeSecondMoment(builder.Input("second", 4), output, outputOffset: 4));
        builder.Keep(output);
        var plan = builder.Build();
        using var session = engine.Compile(plan).CreateSession();
        foreach (var input in (string[])["first", "second"])
            session.Write(plan.Find(input), new float[4]);
        driver.Calls.Clear();
        session.Run(0, CancellationToken.None);
        session.Read(output, new float[8]);
        return [.. driver.Calls];
    }

    /// <summary>A kernel's stream doesn't wait for them: one that is launched earlier may read what was there before.</summary>
    [Fact]
    public void Weights_and_constants_have_arrived_before_a_kernel_is_launched()
    {
        var machine = new IdleMachine();
        var driver = new EmulatedCudaDriver(machine, 75);
        using var file = ModelFile.OpenDefault();
        using var generator = Generator.Load(file, new GeneratorOptions { Device = "cuda" }, () => CudaStart.Of(driver));
        var underWay = new List<int>();
        machine.Launched = () => underWay.Add(driver.CopiesUnderWay);
        // Each form of request is a program of its own, compiled, and its constants copied, when it is first asked for.
        generator.Generate(0).Dispose();
        var ws = new float[generator.WsLength];
        generator.MapSeed(0, ws);
        generator.Synthesize(ws, new float[generator.ImageLength]);
        Assert.All(underWay, copies => Assert.Equal(0, copies));
        Assert.True(driver.Calls.Count(call => call == "MemcpyHtoD") > 2 && underWay.Count > 0);
    }

    /// <summary>Constants, which come after them, would be waited for in any case.</summary>
    [Fact]
    public void Weights_have_arrived_where_there_are_no_constants()
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75);
        using var engine = CudaChoice.Create(CudaStart.Of(driver), null);
        engine.Compile(Constant());
        Assert.Single(driver.Calls, "MemcpyHtoD");
        Assert.Equal(0, driver.CopiesUnderWay);
    }

    [Fact]
    public void A_cancelled_run_launches_nothing_more_and_waits_for_what_it_began()
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75);
        using var engine = CudaChoice.Create(CudaStart.Of(driver), null);
        using var session = engine.Compile(Constant()).CreateSession();
        driver.Calls.Clear();
        Assert.Throws<OperationCanceledException>(() => session.Run(0, new CancellationToken(canceled: true)));
        Assert.Equal(["CtxPushCurrent", "MemcpyHtoDAsync", "StreamSynchronize", "CtxPopCurrent"], driver.Calls);
        session.Run(0, CancellationToken.None);
        Assert.Empty(driver.Misuses);
    }

    [Fact]
    public void What_does_not_fit_says_how_much_was_needed_and_is_free()
    {
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75) { MemoryBytes = 1000 };
        using var engine = CudaChoice.Create(CudaStart.Of(driver), null);
        var fault = Assert.Throws<OutOfDeviceMemoryException>(() => engine.Compile(Constant()).CreateSession());
        // 6 pixels of 2 quads of 16 bytes are 192, in a block of 256, and 1 byte of no constants; then options, maps of two samples, and planes, with their gaps.
        Assert.Equal((256 + 4608 + 4352, 1000 - 256 - 1), (fault.NeededBytes, fault.FreeBytes));
        Assert.Equal("The device hasn't enough memory for the activations of a picture: 9,216 bytes are needed, 743 are free.", fault.Message);
    }

    [Theory]
    [InlineData("LinkCreate", "compiling kernel 'constant_input'")]
    [InlineData("ModuleLoadData", "loading kernel 'constant_input'")]
    [InlineData("StreamCreate", "making a stream")]
    [InlineData("EventCreate", "making an event")]
    [InlineData("LaunchKernel", "launch of kernel 'constant_input'")]
    public void Whatever_finds_no_memory_is_named_and_what_is_free_is_told(string call, string what)
    {
        static void Run(EmulatedCudaDriver driver)
        {
            using var engine = CudaChoice.Create(CudaStart.Of(driver) with { LoadThreads = 1 }, null);
            using var session = engine.Compile(Constant()).CreateSession();
            session.Run(0, CancellationToken.None);
        }
        var counting = new EmulatedCudaDriver(new IdleMachine(), 75);
        Run(counting);
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75) { FailAt = counting.Calls.IndexOf(call), Failure = CudaResult.OutOfMemory };
        var fault = Assert.Throws<OutOfDeviceMemoryException>(() => Run(driver));
        Assert.StartsWith($"The device hasn't enough memory: {what}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"{fault.FreeBytes:N0} bytes are free", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.FreeBytes!.Value, driver.MemoryBytes - 10_000, driver.MemoryBytes);
    }

    [Fact]
    public void Host_memory_that_can_not_be_locked_is_told_with_its_size()
    {
        var counting = new EmulatedCudaDriver(new IdleMachine(), 75);
        using (var engine = CudaChoice.Create(CudaStart.Of(counting) with { LoadThreads = 1 }, null))
            engine.Compile(Constant()).CreateSession().Dispose();
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75) { FailAt = counting.Calls.IndexOf("MemHostAlloc"), Failure = CudaResult.OutOfMemory };
        using var failing = CudaChoice.Create(CudaStart.Of(driver) with { LoadThreads = 1 }, null);
        var fault = Assert.Throws<OutOfDeviceMemoryException>(() => failing.Compile(Constant()).CreateSession());
        Assert.StartsWith($"The host can't lock {fault.NeededBytes:N0} bytes", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.NeededBytes > 0 && fault.FreeBytes > 0);
    }

    [Fact]
    public void A_kernel_that_can_not_be_launched_is_named()
    {
        var counting = new EmulatedCudaDriver(new IdleMachine(), 75);
        using (var engine = CudaChoice.Create(CudaStart.Of(counting) with { LoadThreads = 1, NoGraphs = "by wish" }, null))
        using (var session = engine.Compile(Constant()).CreateSession())
            session.Run(0, CancellationToken.None);
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75) { FailAt = counting.Calls.IndexOf("LaunchKernel"), Failure = CudaResult.LaunchOutOfResources };
        using var failing = CudaChoice.Create(CudaStart.Of(driver) with { LoadThreads = 1, NoGraphs = "by wish" }, null);
        using var lost = failing.Compile(Constant()).CreateSession();
        Assert.Equal(
            "CUDA, Emulated GPU: launch of kernel 'constant_input': CUDA_ERROR_LaunchOutOfResources (701)",
            Assert.Throws<DeviceLostException>(() => lost.Run(0, CancellationToken.None)).Message);
    }

    private static Plan Constant()
    {
        var builder = new PlanBuilder(2);
        var output = builder.Maps("output", 5, 3, 2);
        builder.Add(new ConstantInput(output, new Parameter("constant", [5, 3, 2], new float[30])));
        builder.Keep(output);
        return builder.Build();
    }
}
