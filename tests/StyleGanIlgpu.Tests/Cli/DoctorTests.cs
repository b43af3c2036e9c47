using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Cli.Commands;

namespace StyleGanIlgpu.Tests.Cli;

public class DoctorTests
{
    private static readonly HardwareInfo Machine = Hardware.Describe();

    [Fact]
    public void It_says_what_the_machine_has()
    {
        var run = CommandRun.Of("doctor");
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains(run.OutLines, line => line.StartsWith("SIMD", StringComparison.Ordinal) && line.Contains(SimdLevel.Name, StringComparison.Ordinal));
        Assert.Contains(run.OutLines, line => line.StartsWith("runtime", StringComparison.Ordinal) && line.Contains(".NET", StringComparison.Ordinal));
        Assert.DoesNotContain(run.OutLines, line => line.EndsWith(' ') || line.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_without_a_driver_is_told_which_library_is_missing()
    {
        var facts = Facts(Machine with { Cuda = new CudaInfo { Reason = "no NVIDIA driver: libcuda.so.1 isn't found" } });
        Assert.Equal("none", facts["CUDA driver"]);
        Assert.Equal("can't be used: no NVIDIA driver: libcuda.so.1 isn't found", facts["CUDA"]);
        Assert.Equal("cpu", facts["--device auto"]);
    }

    [Fact]
    public void Devices_are_listed_by_the_name_that_the_device_option_takes()
    {
        var facts = Facts(Machine with
        {
            Cuda = new CudaInfo
            {
                Library = "libcuda.so.1",
                DriverVersion = "12.8",
                Devices = [new(0, "NVIDIA H100 80GB HBM3", "9.0", 85_000_000_000), new(1, "NVIDIA A10", "8.6", 24_000_000_000)],
            },
        });
        Assert.Equal("libcuda.so.1, CUDA 12.8", facts["CUDA driver"]);
        Assert.Equal("NVIDIA H100 80GB HBM3, compute capability 9.0, 85 GB", facts["cuda:0"]);
        Assert.Equal("NVIDIA A10, compute capability 8.6, 24 GB", facts["cuda:1"]);
        Assert.Equal("can be used", facts["CUDA"]);
        Assert.Equal("cuda", facts["--device auto"]);
    }

    [Fact]
    public void Without_a_device_there_is_a_reason_against_cuda()
    {
        Assert.True(Machine.Cuda.Devices.Count > 0 || !string.IsNullOrEmpty(Machine.Cuda.Reason));
        Assert.True(Machine.Cores > 0 && Machine.MemoryBytes > 0);
    }

    private static Dictionary<string, string> Facts(HardwareInfo machine) => DoctorCommand.Describe(machine).ToDictionary(fact => fact.Name, fact => fact.Value);
}
