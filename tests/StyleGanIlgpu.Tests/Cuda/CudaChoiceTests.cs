using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Tests.Cuda;

public class CudaChoiceTests
{
    private static readonly CudaStart NoDriver = new(null, null, null, [], "no NVIDIA driver: libcuda.so.1 isn't found");

    [Theory]
    [InlineData("cuda", "CUDA, Emulated GPU, compute capability 7.5, PTX sm_75")]
    [InlineData("cuda:0", "CUDA, Emulated GPU, compute capability 7.5, PTX sm_75")]
    [InlineData("cuda:1", "CUDA, Emulated GPU, compute capability 7.5, PTX sm_75")]
    [InlineData("auto", "CUDA, Emulated GPU, compute capability 7.5, PTX sm_75")]
    public void A_device_that_works_is_taken(string name, string description)
    {
        var chosen = Devices.Create(new GeneratorOptions { Device = name }, () => Start(75, devices: 2));
        using (chosen.Engine)
            Assert.Equal((description, null), (chosen.Engine.Description, chosen.Reason));
    }

    [Theory]
    [InlineData(75, 75)]
    [InlineData(80, 80)]
    [InlineData(86, 80)]
    [InlineData(90, 80)]
    public void The_newest_PTX_that_the_device_understands_is_taken(int device, int ptx)
    {
        using var engine = CudaChoice.Create(Start(device), null);
        Assert.EndsWith($"PTX sm_{ptx}", engine.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda:2", 1, "Device 'cuda:2' can't be used: there is only cuda:0 (Emulated GPU).")]
    [InlineData("cuda:2", 2, "Device 'cuda:2' can't be used: there are only cuda:0 (Emulated GPU) and cuda:1 (Emulated GPU).")]
    [InlineData("cuda:99999", 3, "Device 'cuda:99999' can't be used: there are only cuda:0 (Emulated GPU), cuda:1 (Emulated GPU) and cuda:2 (Emulated GPU).")]
    public void An_index_that_there_isnt_is_answered_with_the_devices(string name, int devices, string message) =>
        Assert.Equal(message, Assert.Throws<DeviceUnavailableException>(() => Create(name, Start(75, devices))).Message);

    [Theory]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:99999999999")]
    [InlineData("CUDA")]
    [InlineData("gpu")]
    public void Other_names_are_wrong(string name) =>
        Assert.Contains("expected auto, cpu, cuda or cuda:N", Assert.Throws<ArgumentException>(() => Create(name, Start(75))).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_driver_auto_is_the_CPU_and_says_why_and_cuda_fails()
    {
        var chosen = Create("auto", NoDriver);
        using (chosen.Engine)
            Assert.IsType<CpuEngine>(chosen.Engine);
        Assert.Equal("no NVIDIA driver: libcuda.so.1 isn't found", chosen.Reason);
        var fault = Assert.Throws<DeviceUnavailableException>(() => Create("cuda", NoDriver));
        Assert.Equal("Device 'cuda' can't be used: no NVIDIA driver: libcuda.so.1 isn't found.", fault.Message);
    }

    [Fact]
    public void A_device_that_is_too_old_is_named_with_what_would_do()
    {
        const string Reason = "Emulated GPU: compute capability 6.1 is too old: 7.5 is the oldest that works";
        var start = Start(61);
        var chosen = Create("auto", start);
        using (chosen.Engine)
            Assert.Equal(Reason, chosen.Reason);
        Assert.Equal($"Device 'cuda' can't be used: {Reason}.", Assert.Throws<DeviceUnavailableException>(() => Create("cuda", start)).Message);
        Assert.Equal($"Device 'cuda:0' can't be used: {Reason}.", Assert.Throws<DeviceUnavailableException>(() => Create("cuda:0", start)).Message);
        Assert.Equal(Reason, CudaProbe.Describe(start).Reason);
    }

    [Fact]
    public void A_device_that_refuses_is_left_for_the_CPU_with_its_own_words()
    {
        var asked = Start(75);
        var driver = new EmulatedCudaDriver(new IdleMachine(), 75) { FailAt = ((EmulatedCudaDriver)asked.Driver!).Calls.Count, Failure = CudaResult.InvalidDevice };
        var chosen = Create("auto", CudaStart.Of(driver));
        using (chosen.Engine)
            Assert.IsType<CpuEngine>(chosen.Engine);
        Assert.Equal("Device 'cuda' can't be used: cuDevicePrimaryCtxRetain: CUDA_ERROR_InvalidDevice (101)", chosen.Reason);
    }

    [Fact]
    public void A_driver_without_devices_is_reported()
    {
        var info = CudaProbe.Describe(Start(75, devices: 0));
        Assert.Equal(("emulated", "12.8", "the NVIDIA driver finds no device"), (info.Library, info.DriverVersion, info.Reason));
        Assert.Empty(info.Devices);
    }

    [Fact]
    public void The_probe_lists_devices_and_makes_no_context()
    {
        var start = Start(80, devices: 2);
        var info = CudaProbe.Describe(start);
        Assert.Null(info.Reason);
        Assert.Equal([new(0, "Emulated GPU", "8.0", 8L << 30), new(1, "Emulated GPU", "8.0", 8L << 30)], info.Devices);
        Assert.DoesNotContain(nameof(CudaDriver.DevicePrimaryCtxRetain), ((EmulatedCudaDriver)start.Driver!).Calls);
    }

    [Fact]
    public void A_context_of_the_callers_decides_the_device_and_stays_the_callers()
    {
        var start = Start(75, devices: 2);
        var driver = (EmulatedCudaDriver)start.Driver!;
        var context = driver.MakeContext(1);
        foreach (var name in (string[])["cuda", "cuda:1"])
        {
            var chosen = Devices.Create(new GeneratorOptions { Device = name, CudaContext = context }, () => start);
            using (chosen.Engine)
                Assert.Equal(context, ((CudaEngine)chosen.Engine).Context.DangerousGetHandle());
        }
        var other = Assert.Throws<DeviceUnavailableException>(() => Devices.Create(new GeneratorOptions { Device = "cuda:0", CudaContext = context }, () => start));
        Assert.Equal("Device 'cuda:0' can't be used: the context given is of cuda:1.", other.Message);
        Assert.DoesNotContain(nameof(CudaDriver.DevicePrimaryCtxRetain), driver.Calls);
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }

    [Fact]
    public void What_is_no_context_is_refused()
    {
        var fault = Assert.Throws<DeviceUnavailableException>(() => Devices.Create(new GeneratorOptions { Device = "cuda", CudaContext = 12345 }, () => Start(75)));
        Assert.StartsWith("Device 'cuda' can't be used: cuCtxPushCurrent: ", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Devices.Create(new GeneratorOptions { Device = "auto", CudaContext = 12345 }, () => Start(75)));
        Assert.Throws<ArgumentException>(() => Devices.Create(new GeneratorOptions { Device = "cpu", CudaContext = 12345 }, () => Start(75)));
    }

    private static CudaStart Start(int architecture, int devices = 1) =>
        CudaStart.Of(new EmulatedCudaDriver(new IdleMachine(), architecture) { DeviceCount = devices });

    private static ChosenEngine Create(string name, CudaStart start) => Devices.Create(new GeneratorOptions { Device = name }, () => start);
}
