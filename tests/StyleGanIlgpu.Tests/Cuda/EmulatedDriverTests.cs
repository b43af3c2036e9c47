using System.Text;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>The driver for tests notices what a real one would punish, or worse, forgive.</summary>
public sealed unsafe class EmulatedDriverTests
{
    private readonly EmulatedCudaDriver driver;
    private readonly nint context;

    public EmulatedDriverTests()
        : this(new EmulatedCudaDriver(new IdleMachine(), 75))
    {
    }

    private EmulatedDriverTests(EmulatedCudaDriver driver)
    {
        this.driver = driver;
        driver.Init(0);
        driver.DeviceGet(out var device, 0);
        driver.DevicePrimaryCtxRetain(out context, device);
        driver.CtxPushCurrent(context);
    }

    [Fact]
    public void A_block_is_freed_once()
    {
        driver.MemAlloc(out var block, 100);
        Assert.Equal(CudaResult.Success, driver.MemFree(block));
        AssertMisuse("living", driver.MemFree(block));
    }

    [Fact]
    public void A_copy_stays_inside_one_block()
    {
        driver.MemAlloc(out var block, 100);
        var bytes = stackalloc byte[101];
        AssertMisuse("one block of device memory", driver.MemcpyHtoD(block, bytes, 101));
        AssertMisuse("one block of device memory", driver.MemcpyHtoD(block + 1, bytes, 100));
        AssertMisuse("one block of device memory", driver.MemcpyHtoD(block - 1, bytes, 1));
        Assert.Equal(CudaResult.Success, driver.MemcpyHtoD(block + 1, bytes, 99));
    }

    [Fact]
    public void Asynchronous_copies_want_page_locked_memory()
    {
        driver.MemAlloc(out var block, 100);
        driver.StreamCreate(out var stream, 0);
        var bytes = stackalloc byte[100];
        AssertMisuse("page-locked", driver.MemcpyHtoDAsync(block, bytes, 100, stream));
        AssertMisuse("page-locked", driver.MemcpyDtoHAsync(bytes, block, 100, stream));
    }

    [Fact]
    public void A_copy_has_happened_when_it_was_waited_for_and_no_sooner()
    {
        driver.MemAlloc(out var block, 1);
        driver.StreamCreate(out var stream, 0);
        driver.MemHostAlloc(out var host, 2, 0);
        var bytes = (byte*)host;
        bytes[0] = 1;
        driver.MemcpyHtoDAsync(block, bytes, 1, stream);
        bytes[0] = 2;
        driver.MemcpyDtoHAsync(bytes + 1, block, 1, stream);
        Assert.NotEqual(2, bytes[1]);
        AssertMisuse("no work is under way", driver.MemFreeHost(host));
        driver.StreamSynchronize(stream);
        Assert.Equal(2, bytes[1]);
    }

    [Fact]
    public void A_stream_that_is_destroyed_is_not_waited_for()
    {
        driver.MemAlloc(out var block, 1);
        driver.StreamCreate(out var stream, 1);
        driver.MemHostAlloc(out var host, 1, 0);
        driver.MemcpyHtoDAsync(block, (void*)host, 1, stream);
        Assert.Equal(CudaResult.Success, driver.StreamDestroy(stream));
        AssertMisuse("no work is under way", driver.MemFree(block));
    }

    [Fact]
    public void A_copy_out_of_ordinary_memory_arrives_when_the_default_stream_was_waited_for_and_no_sooner()
    {
        driver.MemAlloc(out var block, 1);
        driver.StreamCreate(out var stream, 1);
        driver.MemHostAlloc(out var host, 1, 0);
        byte value = 1;
        driver.MemcpyHtoD(block, &value, 1);
        value = 2;
        driver.MemcpyDtoHAsync((void*)host, block, 1, stream);
        driver.StreamSynchronize(stream);
        Assert.NotEqual(1, *(byte*)host);
        AssertMisuse("no work is under way", driver.MemFree(block));
        driver.StreamSynchronize(0);
        driver.MemcpyDtoHAsync((void*)host, block, 1, stream);
        driver.StreamSynchronize(stream);
        Assert.Equal(1, *(byte*)host);
    }

    [Fact]
    public void Calls_want_a_current_context_and_their_own()
    {
        driver.StreamCreate(out var stream, 0);
        driver.CtxPushCurrent(driver.MakeContext(0));
        AssertMisuse("belongs to the current context", driver.StreamSynchronize(stream));
        driver.CtxPopCurrent(out _);
        driver.CtxPopCurrent(out _);
        AssertMisuse("a context is current", driver.MemAlloc(out _, 1));
        AssertMisuse("a context is current", driver.CtxPopCurrent(out _));
    }

    [Fact]
    public void A_context_is_left_empty()
    {
        driver.MemAlloc(out _, 1);
        driver.DeviceGet(out var device, 0);
        AssertMisuse("device memory", driver.DevicePrimaryCtxRelease(device));
        AssertMisuse("retained", driver.DevicePrimaryCtxRelease(device));
        Assert.Equal(["device memory", "current context"], driver.Leaks);
    }

    [Fact]
    public void A_launch_fits_the_architecture_and_the_kernel()
    {
        var (function, stream) = (Load("constant_input"), NewStream());
        Assert.Equal(CudaResult.Success, Launch(function, stream));
        AssertMisuse("40 bytes of parameters, not 36", Launch(function, stream, bytes: 36));
        AssertMisuse("group", Launch(function, stream, x: 1025));
        AssertMisuse("group", Launch(function, stream, x: 512, y: 3));
        AssertMisuse("grid", Launch(function, stream, gridY: 65536));
        AssertMisuse("grid", Launch(function, stream, gridY: 0));
        AssertMisuse("living", Launch(function, 4711));
        AssertMisuse("is a function", Launch(4711, stream));
    }

    [Fact]
    public void Shared_memory_beyond_48_KB_is_allowed_first_and_never_beyond_the_architectures()
    {
        var (function, stream) = (Load("constant_input"), NewStream());
        Assert.Equal(CudaResult.Success, Launch(function, stream, shared: 48 * 1024));
        AssertMisuse("allowed before", Launch(function, stream, shared: (48 * 1024) + 1));
        AssertMisuse("fit sm_75", driver.FuncSetAttribute(function, CudaFunctionAttribute.MaxDynamicSharedSizeBytes, (64 * 1024) + 1));
        Assert.Equal(CudaResult.Success, driver.FuncSetAttribute(function, CudaFunctionAttribute.MaxDynamicSharedSizeBytes, 64 * 1024));
        Assert.Equal(CudaResult.Success, Launch(function, stream, shared: 64 * 1024));
    }

    [Fact]
    public void PTX_that_is_newer_than_the_device_is_refused()
    {
        driver.LinkCreate(0, null, null, out var state);
        fixed (byte* ptx = KernelPtx.Read(80, "constant_input"))
            AssertMisuse("isn't newer than sm_75", driver.LinkAddData(state, 1, ptx, (nuint)KernelPtx.Read(80, "constant_input").Length, null, 0, null, null));
    }

    [Fact]
    public void A_kernels_fault_is_an_answer_and_any_other_exception_is_not()
    {
        var idle = new IdleMachine { Launched = () => throw new KeyNotFoundException("a defect") };
        var defective = new EmulatedDriverTests(new EmulatedCudaDriver(idle, 75));
        var stream = defective.NewStream();
        defective.Launch(defective.Load("constant_input"), stream);
        Assert.Throws<KeyNotFoundException>(() => defective.driver.StreamSynchronize(stream));

        using var machine = new EmulatorMachine(75);
        var real = new EmulatedDriverTests(new EmulatedCudaDriver(machine, 75));
        stream = real.NewStream();
        real.Launch(real.Load("constant_input"), stream, argument: 0x10);
        Assert.Equal(CudaResult.LaunchFailed, real.driver.StreamSynchronize(stream));
        Assert.StartsWith("OutOfBounds in constant_input", real.driver.Misuses[^1], StringComparison.Ordinal);
    }

    private nint Load(string kernel)
    {
        var image = PtxLinker.Compile(driver, kernel, KernelPtx.Read(75, kernel));
        nint module, function;
        fixed (byte* data = image)
            driver.ModuleLoadData(out module, data);
        fixed (byte* name = Encoding.UTF8.GetBytes(kernel + '\0'))
            driver.ModuleGetFunction(out function, module, name);
        return function;
    }

    private nint NewStream()
    {
        driver.StreamCreate(out var stream, 0);
        return stream;
    }

    private CudaResult Launch(nint function, nint stream, uint x = 128, uint y = 1, uint gridY = 1, uint shared = 0, int bytes = 40, byte argument = 0)
    {
        var buffer = stackalloc byte[40];
        new Span<byte>(buffer, 40).Fill(argument);
        var size = (nuint)bytes;
        var extra = stackalloc void*[] { (void*)1, buffer, (void*)2, &size, null };
        return driver.LaunchKernel(function, 1, gridY, 1, x, y, 1, shared, stream, null, extra);
    }

    private void AssertMisuse(string part, CudaResult result)
    {
        Assert.Equal(CudaResult.InvalidValue, result);
        Assert.Contains(part, driver.Misuses[^1], StringComparison.Ordinal);
    }
}
