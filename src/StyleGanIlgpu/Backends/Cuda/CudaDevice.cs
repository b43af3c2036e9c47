using System.Globalization;
using System.Runtime.InteropServices;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>A GPU as the driver describes it.</summary>
/// <param name="Index">N of "cuda:N".</param>
/// <param name="Handle">The driver's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Architecture">The compute capability as one number: 75 for 7.5.</param>
/// <param name="MemoryBytes">Its memory.</param>
internal sealed record CudaDevice(int Index, int Handle, string Name, int Architecture, long MemoryBytes)
{
    private const int LongestName = 256;

    /// <summary>"7.5".</summary>
    public string ComputeCapability => Version(Architecture);

    /// <summary>Why the engine can't use it; null where it can.</summary>
    public string? Reason => KernelPtx.NewestFor(Architecture) is null
        ? $"compute capability {ComputeCapability} is too old: {Version(KernelPtx.Architectures[0])} is the oldest that works"
        : null;

    public CudaDeviceInfo Info => new(Index, Name, ComputeCapability, MemoryBytes) { Reason = Reason };

    /// <summary>Every device of an initialised driver, in its order.</summary>
    /// <exception cref="CudaFault">The driver doesn't answer.</exception>
    public static CudaDevice[] List(CudaDriver driver)
    {
        driver.Check(driver.DeviceGetCount(out var count), "cuDeviceGetCount");
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            driver.Check(driver.DeviceGet(out var handle, index), "cuDeviceGet");
            return Describe(driver, index, handle);
        })];
    }

    private static unsafe CudaDevice Describe(CudaDriver driver, int index, int handle)
    {
        var name = stackalloc byte[LongestName];
        driver.Check(driver.DeviceGetName(name, LongestName, handle), "cuDeviceGetName");
        driver.Check(driver.DeviceTotalMem(out var bytes, handle), "cuDeviceTotalMem");
        driver.Check(driver.DeviceGetAttribute(out var major, CudaDeviceAttribute.ComputeCapabilityMajor, handle), "cuDeviceGetAttribute");
        driver.Check(driver.DeviceGetAttribute(out var minor, CudaDeviceAttribute.ComputeCapabilityMinor, handle), "cuDeviceGetAttribute");
        return new CudaDevice(index, handle, Marshal.PtrToStringUTF8((nint)name) ?? "", (10 * major) + minor, checked((long)bytes));
    }

    private static string Version(int architecture) => string.Create(CultureInfo.InvariantCulture, $"{architecture / 10}.{architecture % 10}");
}
