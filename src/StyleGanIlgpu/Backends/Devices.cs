using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Backends;

/// <summary>Makes the engine that a device name asks for.</summary>
internal static class Devices
{
    /// <summary>Accepted names, for messages.</summary>
    public const string Accepted = "auto, cpu, cuda or cuda:N";

    public const string CudaReason = "this version has no CUDA engine yet";

    /// <exception cref="ArgumentException">The name isn't one of <see cref="Accepted"/>.</exception>
    /// <exception cref="DeviceUnavailableException">The named device can't be used here.</exception>
    public static Engine Create(string device, int threads) => device switch
    {
        "auto" or "cpu" => new CpuEngine(threads),
        "cuda" => throw new DeviceUnavailableException($"Device 'cuda' can't be used: {CudaReason}."),
        _ when device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device.AsSpan(5), out var index) && index >= 0 =>
            throw new DeviceUnavailableException($"Device '{device}' can't be used: {CudaReason}."),
        _ => throw new ArgumentException($"Device '{device}' isn't known, expected {Accepted}.", nameof(device)),
    };
}
