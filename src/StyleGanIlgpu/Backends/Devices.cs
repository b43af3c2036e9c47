using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Backends.Cuda;

namespace StyleGanIlgpu.Backends;

/// <summary>Makes the engine that a device name asks for.</summary>
internal static class Devices
{
    /// <summary>Accepted names, for messages.</summary>
    public const string Accepted = "auto, cpu, cuda or cuda:N";

    /// <param name="options">The device's name, the threads of the CPU engine, the caller's context.</param>
    /// <param name="cuda">Finds the driver, where it is needed.</param>
    /// <exception cref="ArgumentException">The name isn't one of <see cref="Accepted"/>.</exception>
    /// <exception cref="DeviceUnavailableException">The named device can't be used here.</exception>
    public static ChosenEngine Create(GeneratorOptions options, Func<CudaStart> cuda)
    {
        var isCuda = CudaChoice.TryParse(options.Device, out var index);
        if (options.CudaContext != 0 && !isCuda)
            throw new ArgumentException($"A CUDA context goes with the devices 'cuda' and 'cuda:N', not with '{options.Device}'.", nameof(options));
        if (options.Device == "cpu")
            return new(new CpuEngine(options.Threads), null);
        if (options.Device == "auto")
            return Best(options, cuda());
        return isCuda
            ? new(CudaChoice.Create(cuda(), index, options.CudaContext), null)
            : throw new ArgumentException($"Device '{options.Device}' isn't known, expected {Accepted}.", nameof(options));
    }

    /// <summary>A GPU where one can be used: it has to have been found, and to let itself be used.</summary>
    private static ChosenEngine Best(GeneratorOptions options, CudaStart cuda)
    {
        if (cuda.Reason is { } reason)
            return new(new CpuEngine(options.Threads), reason);
        try
        {
            return new(CudaChoice.Create(cuda, null), null);
        }
        catch (DeviceUnavailableException unavailable)
        {
            return new(new CpuEngine(options.Threads), unavailable.Message.TrimEnd('.'));
        }
    }
}

/// <summary>An engine, and why "auto" took no GPU.</summary>
internal readonly record struct ChosenEngine(Engine Engine, string? Reason);
