using System.CommandLine;
using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>doctor: what this machine offers, and why something of it can't be used.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("doctor", "Say what this machine offers: vector instructions, cores, memory, CUDA.");
        command.SetAction(_ => new Sheet(terminal).Facts(Describe(Hardware.Describe())));
        return command;
    }

    internal static IEnumerable<(string Name, string Value)> Describe(HardwareInfo hardware)
    {
        var cuda = hardware.Cuda;
        yield return ("system", $"{hardware.OperatingSystem}, {hardware.Architecture}");
        yield return ("runtime", hardware.Runtime);
        yield return ("SIMD", $"{hardware.Simd}, {hardware.SimdFloats} floats at a time");
        yield return ("cores", Quantities.Count(hardware.Cores));
        yield return ("memory", Quantities.Bytes(hardware.MemoryBytes));
        yield return ("CUDA driver", cuda.DriverVersion is { } version ? $"{cuda.Library}, CUDA {version}" : cuda.Library ?? "none");
        foreach (var device in cuda.Devices)
        {
            yield return ($"cuda:{device.Index}",
                $"{device.Name}, compute capability {device.ComputeCapability}, {Quantities.Bytes(device.MemoryBytes)}");
        }
        yield return ("CUDA", cuda.Reason is { } reason ? $"can't be used: {reason}" : "can be used");
        yield return ("--device auto", cuda.Reason is null ? "cuda" : "cpu");
    }
}
