using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>The driver for tests knows what must not happen while a graph is captured, and does a graph's work as it was recorded.</summary>
public sealed unsafe class GraphCaptureTests
{
    private const int ParameterBytes = 40;

    private readonly LaunchLog machine = new();
    private readonly EmulatedCudaDriver driver;
    private readonly nint stream;
    private readonly nint module;
    private readonly nint function;

    public GraphCaptureTests()
    {
        driver = new EmulatedCudaDriver(machine, 75);
        driver.Init(0);
        driver.DeviceGet(out var device, 0);
        driver.DevicePrimaryCtxRetain(out var context, device);
        driver.CtxPushCurrent(context);
        driver.StreamCreate(out stream, 1);
        fixed (byte* data = PtxLinker.Compile(driver, "constant_input", KernelPtx.Read(75, "constant_input")))
            driver.ModuleLoadData(out module, data);
        fixed (byte* name = "constant_input\0"u8)
            driver.ModuleGetFunction(out function, module, name);
    }

    public static TheoryData<string> Forbidden => ["alloc", "free", "host alloc", "copy", "synchronize", "other stream", "event", "module", "attribute", "graph", "destroy"];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void What_waits_or_allocates_ends_a_capture(string what)
    {
        driver.MemAlloc(out var block, 100);
        driver.EventCreate(out var mark, 0);
        driver.StreamCreate(out var other, 1);
        var executable = Record(() => Launch(1));
        var bytes = stackalloc byte[100];
        driver.StreamBeginCapture(stream, 2);
        Launch(1);
        var result = what switch
        {
            "alloc" => driver.MemAlloc(out _, 1),
            "free" => driver.MemFree(block),
            "host alloc" => driver.MemHostAlloc(out _, 1, 0),
            "copy" => driver.MemcpyHtoD(block, bytes, 100),
            "synchronize" => driver.StreamSynchronize(stream),
            "other stream" => driver.StreamSynchronize(other),
            "event" => driver.EventRecord(mark, stream),
            "module" => driver.ModuleUnload(module),
            "attribute" => driver.FuncSetAttribute(function, CudaFunctionAttribute.MaxDynamicSharedSizeBytes, 1),
            "graph" => driver.GraphLaunch(executable, stream),
            _ => driver.StreamDestroy(stream),
        };
        AssertMisuse("captures no graph", result);
        Assert.Equal(CudaResult.StreamCaptureInvalidated, driver.StreamEndCapture(stream, out var graph));
        Assert.Equal(0, graph);
        // And the stream is of use again.
        Launch(1);
        Assert.Equal(CudaResult.Success, driver.StreamSynchronize(stream));
        Assert.Equal([1], machine.Launches);
    }

    [Fact]
    public void Another_thread_may_do_what_it_likes_but_not_with_the_stream()
    {
        driver.StreamBeginCapture(stream, 2);
        CudaResult allocated = default, waited = default;
        var other = new Thread(() =>
        {
            driver.DeviceGet(out var device, 0);
            driver.DevicePrimaryCtxRetain(out var context, device);
            driver.CtxPushCurrent(context);
            allocated = driver.MemAlloc(out _, 1);
            waited = driver.StreamSynchronize(stream);
            driver.CtxPopCurrent(out _);
        });
        other.Start();
        other.Join();
        Assert.Equal(CudaResult.Success, allocated);
        AssertMisuse("isn't captured", waited);
    }

    [Fact]
    public void A_capture_is_relaxed_and_of_a_stream_that_waits_for_none()
    {
        driver.StreamCreate(out var blocking, 0);
        AssertMisuse("relaxed", driver.StreamBeginCapture(stream, 0));
        AssertMisuse("default one", driver.StreamBeginCapture(blocking, 2));
        AssertMisuse("is captured", driver.StreamEndCapture(stream, out _));
        driver.StreamBeginCapture(stream, 2);
        AssertMisuse("captures no graph", driver.StreamBeginCapture(stream, 2));
    }

    [Fact]
    public void Captured_launches_are_done_when_the_graph_is_and_with_the_arguments_that_they_had()
    {
        var executable = Record(() =>
        {
            Launch(7);
            Launch(8);
        });
        driver.StreamSynchronize(stream);
        Assert.Empty(machine.Launches);
        for (var i = 0; i < 2; i++)
            Assert.Equal(CudaResult.Success, driver.GraphLaunch(executable, stream));
        Assert.Empty(machine.Launches);
        AssertMisuse("no work is under way", driver.GraphExecDestroy(executable));
        driver.StreamSynchronize(stream);
        Assert.Equal([7, 8, 7, 8], machine.Launches);
    }

    [Fact]
    public void Graphs_and_what_they_use_are_used_while_they_are_there()
    {
        driver.StreamBeginCapture(stream, 2);
        Launch(1);
        driver.StreamEndCapture(stream, out var graph);
        driver.GraphInstantiate(out var executable, graph);
        Assert.Equal(["stream", "module", "graph", "executable graph", "primary context", "current context"], driver.Leaks);
        driver.GraphDestroy(graph);
        AssertMisuse("living", driver.GraphDestroy(graph));
        AssertMisuse("living", driver.GraphInstantiate(out _, graph));
        Assert.Equal(CudaResult.Success, driver.GraphLaunch(executable, stream));
        driver.StreamSynchronize(stream);
        driver.ModuleUnload(module);
        AssertMisuse("function of a loaded module", driver.GraphLaunch(executable, stream));
        driver.GraphExecDestroy(executable);
        AssertMisuse("living", driver.GraphLaunch(executable, stream));
    }

    private nint Record(Action work)
    {
        driver.StreamBeginCapture(stream, 2);
        work();
        driver.StreamEndCapture(stream, out var graph);
        driver.GraphInstantiate(out var executable, graph);
        driver.GraphDestroy(graph);
        return executable;
    }

    private void Launch(byte argument)
    {
        // The buffer is gone when the launch is done.
        var buffer = stackalloc byte[ParameterBytes];
        buffer[0] = argument;
        var size = (nuint)ParameterBytes;
        var extra = stackalloc void*[] { (void*)1, buffer, (void*)2, &size, null };
        Assert.Equal(CudaResult.Success, driver.LaunchKernel(function, 1, 1, 1, 128, 1, 1, 0, stream, null, extra));
        new Span<byte>(buffer, ParameterBytes).Clear();
    }

    private void AssertMisuse(string part, CudaResult result)
    {
        Assert.Equal(CudaResult.InvalidValue, result);
        Assert.Contains(part, driver.Misuses[^1], StringComparison.Ordinal);
    }

    /// <summary>A machine whose kernels note the first byte of their arguments.</summary>
    private sealed class LaunchLog : EmulatedMachine
    {
        private ulong next = 0x7_0000_0000;

        public List<int> Launches { get; } = [];

        public override ulong Allocate(long bytes) => next += 0x1000;

        public override void Free(ulong address)
        {
        }

        public override void Write(ulong address, ReadOnlySpan<byte> bytes)
        {
        }

        public override void Read(ulong address, Span<byte> bytes) => bytes.Clear();

        public override EmulatedEntry Load(string ptx, string kernel) => new Entry(this);

        private sealed class Entry(LaunchLog machine) : EmulatedEntry
        {
            public override int ParameterBytes => GraphCaptureTests.ParameterBytes;

            public override int SharedBytes => 0;

            public override void Launch((uint X, uint Y, uint Z) grid, (uint X, uint Y, uint Z) block, int sharedBytes, ReadOnlySpan<byte> parameters) =>
                machine.Launches.Add(parameters[0]);
        }
    }
}
