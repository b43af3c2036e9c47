using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Backends.Cuda;

namespace StyleGanIlgpu.Backends;

/// <summary>Makes the engine that a device name asks for.</summary>
internal static class Devices
{
    /// <summary>Accepted names, for messages.</summary>
    public const string Accepted = "auto, cpu, cuda or cuda:N";

    /// <exception cref="ArgumentException">The name isn't one of <see cref="Accepted"/>.</exception>
    /// <exception cref="DeviceUnavailableException">The named device can't be used here.</exception>
    public static ChosenEngine Create(string device, int threads) => Create(device, threads, CudaStart.Here);

    /// <param name="device">The name.</param>
    /// <param name="threads">For the CPU engine.</param>
    /// <param name="start">Finds the driver, where it is needed.</param>
    public static ChosenEngine Create(string device, int threads, Func<CudaStart> start)
    {
        if (device == "cpu")
            return new(new CpuEngine(threads), null);
        if (device == "auto")
            return Best(threads, start());
        return CudaChoice.TryParse(device, out var index)
            ? new(CudaChoice.Create(start(), index), null)
            : throw new ArgumentException($"Device '{device}' isn't known, expected {Accepted}.", nameof(device));
    }

    private static ChosenEngine Best(int threads, CudaStart start)
    {
        if (start.Reason is { } reason)
            return new(new CpuEngine(threads), reason);
        try
        {
            return new(CudaChoice.Create(start, null), null);
        }
        catch (DeviceUnavailableException unavailable)
        {
            return new(new CpuEngine(threads), unavailable.Message.TrimEnd('.'));
        }
    }
}

/// <summary>An engine, and why "auto" took no GPU.</summary>
internal readonly record struct ChosenEngine(Engine Engine, string? Reason);
