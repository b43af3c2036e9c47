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
    /// <param name="prove">Has a GPU's engine show that it can do its work before it is taken; nothing is asked of it where null.</param>
    /// <exception cref="ArgumentException">The name isn't one of <see cref="Accepted"/>.</exception>
    /// <exception cref="DeviceUnavailableException">The named device can't be used here, or has no kernels for what it is to prove.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The named device hasn't the memory for the proof.</exception>
    public static ChosenEngine Create(GeneratorOptions options, Func<CudaStart> cuda, Action<Engine>? prove = null)
    {
        var isCuda = CudaChoice.TryParse(options.Device, out var index);
        if (options.CudaContext != 0 && !isCuda)
            throw new ArgumentException($"A CUDA context goes with the devices 'cuda' and 'cuda:N', not with '{options.Device}'.", nameof(options));
        if (options.Device == "cpu")
            return new(Cpu(options, null), null);
        if (options.Device == "auto")
            return Best(options, cuda(), prove);
        return isCuda
            ? new(Proven(CudaChoice.Create(cuda(), index, options.CudaContext, options.Precision), options.Device, prove), null)
            : throw new ArgumentException($"Device '{options.Device}' isn't known, expected {Accepted}.", nameof(options));
    }

    /// <summary>A GPU where one can be used: it has to have been found, and to let itself be used.</summary>
    private static ChosenEngine Best(GeneratorOptions options, CudaStart cuda, Action<Engine>? prove)
    {
        if (cuda.Reason is { } none)
            return new(Cpu(options, none), none);
        try
        {
            return new(Proven(CudaChoice.Create(cuda, null, precision: options.Precision), CudaChoice.Name, prove), null);
        }
        catch (Exception unavailable) when (unavailable is DeviceUnavailableException or OutOfDeviceMemoryException)
        {
            var reason = unavailable.Message.TrimEnd('.');
            return new(Cpu(options, reason), reason);
        }
    }

    /// <summary>The CPU's engine, where that has the precision. The official code, too, computes in float32 on a CPU.</summary>
    private static CpuEngine Cpu(GeneratorOptions options, string? noGpu) => options.Precision is Precision.Float32 or Precision.Official
        ? new CpuEngine(options.Threads)
        : throw new DeviceUnavailableException(
            $"Precision {options.Precision.Name()} can't be used: it needs an NVIDIA GPU{(noGpu is null ? "" : $" ({noGpu})")}, "
            + "and the CPU engine computes in float32; accepted here: float32, official.");

    /// <summary>A driver can offer a device and yet refuse its kernels: only work shows it.</summary>
    private static CudaEngine Proven(CudaEngine engine, string device, Action<Engine>? prove)
    {
        try
        {
            prove?.Invoke(engine);
            return engine;
        }
        catch (DeviceLostException lost)
        {
            engine.Dispose();
            throw new DeviceUnavailableException($"Device '{device}' can't be used: {lost.InnerException?.Message ?? lost.Message}.", lost);
        }
        catch (NotSupportedException lacking)
        {
            engine.Dispose();
            throw new DeviceUnavailableException($"Device '{device}' can't be used: {lacking.Message}", lacking);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}

/// <summary>An engine, and why "auto" took no GPU.</summary>
internal readonly record struct ChosenEngine(Engine Engine, string? Reason);
