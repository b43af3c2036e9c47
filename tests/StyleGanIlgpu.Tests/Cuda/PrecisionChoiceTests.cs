using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Backends.Cuda;

namespace StyleGanIlgpu.Tests.Cuda;

public class PrecisionChoiceTests
{
    private static readonly CudaStart NoDriver = new(null, null, null, [], "no NVIDIA driver: libcuda.so.1 isn't found");

    [Theory]
    [InlineData("cpu", Precision.Tf32, "Precision tf32 can't be used: it needs an NVIDIA GPU, and the CPU engine computes in float32; accepted here: float32, official.")]
    [InlineData("auto", Precision.Fp16, "Precision fp16 can't be used: it needs an NVIDIA GPU (no NVIDIA driver: libcuda.so.1 isn't found), and the CPU engine computes in float32; accepted here: float32, official.")]
    public void What_the_CPU_lacks_is_refused_with_the_reason(string device, Precision precision, string message) =>
        Assert.Equal(message, Assert.Throws<DeviceUnavailableException>(() => Create(device, precision, NoDriver)).Message);

    [Theory]
    [InlineData("cpu", Precision.Float32)]
    [InlineData("auto", Precision.Float32)]
    [InlineData("cpu", Precision.Official)]
    [InlineData("auto", Precision.Official)]
    public void The_CPU_takes_what_is_float32_there(string device, Precision precision)
    {
        var chosen = Create(device, precision, NoDriver);
        using (chosen.Engine)
            Assert.IsType<CpuEngine>(chosen.Engine);
    }

    [Fact]
    public void A_GPU_that_can_not_prove_itself_leaves_a_precision_without_a_device()
    {
        var start = CudaStart.Of(new EmulatedCudaDriver(new EmulatorMachine(), 75));
        var options = new GeneratorOptions { Device = "auto", Precision = Precision.Fp16 };
        var fault = Assert.Throws<DeviceUnavailableException>(() => Devices.Create(options, () => start, _ => throw new NotSupportedException("it lacks something.")));
        Assert.Contains("(Device 'cuda' can't be used: it lacks something)", fault.Message, StringComparison.Ordinal);
        options = options with { Device = "cuda" };
        fault = Assert.Throws<DeviceUnavailableException>(() => Devices.Create(options, () => start, _ => throw new NotSupportedException("it lacks something.")));
        Assert.Equal("Device 'cuda' can't be used: it lacks something.", fault.Message);
    }

    [Theory]
    [InlineData(Precision.Float32, "PTX sm_80")]
    [InlineData(Precision.Official, "PTX sm_80, official")]
    [InlineData(Precision.Tf32, "PTX sm_80, tf32")]
    [InlineData(Precision.Fp16, "PTX sm_80, fp16")]
    public void The_engine_says_what_it_computes_in(Precision precision, string ending)
    {
        using var chosen = Create("cuda", precision, CudaStart.Of(new EmulatedCudaDriver(new EmulatorMachine(), 80))).Engine;
        Assert.EndsWith(ending, chosen.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_precision_that_there_isnt_is_out_of_range() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Generator.LoadDefault(new GeneratorOptions { Device = "cpu", Precision = (Precision)4 }));

    private static ChosenEngine Create(string device, Precision precision, CudaStart start) =>
        Devices.Create(new GeneratorOptions { Device = device, Precision = precision }, () => start);
}
