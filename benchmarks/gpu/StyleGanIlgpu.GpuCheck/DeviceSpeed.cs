using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>What tells GPUs of one kind from each other: their size and their highest clock.</summary>
internal sealed record DeviceSpeed(string Name, int Architecture, int Multiprocessors, double Gigahertz)
{
    /// <summary>GPUs that the model knows. Clocks are those that drivers report, and not those under load that the model counts with.</summary>
    public static IReadOnlyList<DeviceSpeed> OfModel { get; } =
    [
        new("T4", 75, 40, 1.59),
        new("A100", 80, 108, 1.41),
        new("RTX 4090", 89, 128, 2.52),
        new("H100", 90, 132, 1.98),
    ];

    /// <summary>Clocks of all multiprocessors together.</summary>
    public double Total => Multiprocessors * Gigahertz;

    public static DeviceSpeed Of(CudaEngine engine)
    {
        int Ask(CudaDeviceAttribute attribute)
        {
            engine.Context.Driver.Check(engine.Context.Driver.DeviceGetAttribute(out var value, attribute, engine.Device.Handle), "cuDeviceGetAttribute");
            return value;
        }
        return new DeviceSpeed(
            engine.Device.Name, engine.Device.Architecture, Ask(CudaDeviceAttribute.MultiprocessorCount), Ask(CudaDeviceAttribute.ClockRate) / 1e6);
    }
}
