using System.Globalization;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The driver, initialised, with what it offers; or why there is none.</summary>
/// <param name="Driver">Null where there is none that works.</param>
/// <param name="Library">The library that was found; null where there is none.</param>
/// <param name="Version">The CUDA version of the driver, "12.8".</param>
/// <param name="Devices">All devices, also those that are too old.</param>
/// <param name="Reason">Why no device can be used; null where one can.</param>
internal sealed record CudaStart(CudaDriver? Driver, string? Library, string? Version, IReadOnlyList<CudaDevice> Devices, string? Reason)
{
    /// <summary>Where compiled kernels are kept; nowhere where null.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Tells the driver from others of the same CUDA version.</summary>
    public string Build { get; init; } = "";

    /// <summary>Threads that prepare weights and compile kernels.</summary>
    public int LoadThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Why kernels are launched one by one; null where graphs are wanted.</summary>
    public string? NoGraphs { get; init; }

    /// <summary>What the driver's initialisation says when it can't work, in words.</summary>
    private static readonly Dictionary<CudaResult, string> Words = new()
    {
        [CudaResult.NotInitialized] = "the NVIDIA driver isn't initialised",
        [CudaResult.StubLibrary] = "the library is only a stub of the NVIDIA driver",
        [CudaResult.NoDevice] = NoDevice,
        [CudaResult.InvalidDevice] = "the NVIDIA device can't be used",
        [CudaResult.SystemNotReady] = "the NVIDIA devices aren't ready yet",
        [CudaResult.SystemDriverMismatch] = "the NVIDIA driver and its library are of different versions",
        [CudaResult.CompatNotSupportedOnDevice] = "the NVIDIA device doesn't support this version of the library",
        [CudaResult.Unknown] = "the NVIDIA driver reports an unknown fault",
    };

    /// <summary>Set to 0 to see a picture's kernels one by one: in a profiler, or where graphs are suspected.</summary>
    public const string GraphsVariable = "STYLEGAN_CUDA_GRAPHS";

    private const string NoDevice = "the NVIDIA driver finds no device";

    private static readonly Lazy<CudaStart> Machine = new(OnMachine);

    /// <summary>The driver of this machine. A working one is asked once for the life of the process, which it keeps anyway.</summary>
    public static CudaStart Here() => Machine.Value;

    /// <summary>Initialises a driver and asks what it has.</summary>
    public static CudaStart Of(CudaDriver driver)
    {
        try
        {
            var result = driver.Init(0);
            if (result != CudaResult.Success)
                return new CudaStart(null, driver.Library, null, [], Words.TryGetValue(result, out var words) ? words : driver.Fault(result, "cuInit").Message);
            driver.Check(driver.DriverGetVersion(out var version), "cuDriverGetVersion");
            var devices = CudaDevice.List(driver);
            var text = string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}");
            return new CudaStart(driver, driver.Library, text, devices, ReasonOf(devices));
        }
        catch (CudaFault fault)
        {
            return new CudaStart(null, driver.Library, null, [], fault.Message);
        }
    }

    private static string? ReasonOf(CudaDevice[] devices)
    {
        if (devices.Length == 0)
            return NoDevice;
        return devices.Any(device => device.Reason is null) ? null : string.Join("; ", devices.Select(device => $"{device.Name}: {device.Reason}"));
    }

    private static string? GraphsTurnedOff() =>
        Environment.GetEnvironmentVariable(GraphsVariable) == "0" ? $"kernels are launched one by one, since {GraphsVariable} is 0" : null;

    private static CudaStart OnMachine()
    {
        var library = CudaLibrary.TryOpen();
        if (library is null)
            return new CudaStart(null, null, null, [], $"no NVIDIA driver: {CudaLibrary.Wanted} isn't found");
        try
        {
            return Of(new NativeCudaDriver(library)) with { CacheFolder = CubinCache.UserFolder(), Build = DriverBuild.Of(library.Name), NoGraphs = GraphsTurnedOff() };
        }
        catch (EntryPointNotFoundException fault)
        {
            return new CudaStart(null, library.Name, null, [], $"the NVIDIA driver is too old: {fault.Message}");
        }
    }
}
