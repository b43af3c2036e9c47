namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Asks the driver what it has, without making a context on any device.</summary>
internal static class CudaProbe
{
    public static CudaInfo Run() => Describe(CudaStart.Here());

    public static CudaInfo Describe(CudaStart start) => new()
    {
        Library = start.Library,
        DriverVersion = start.Version,
        Devices = [.. start.Devices.Select(device => device.Info)],
        Reason = start.Reason,
    };
}
