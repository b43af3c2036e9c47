using System.Globalization;
using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Asks the driver what it has, without making a context on any device.</summary>
internal static unsafe class CudaProbe
{
    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;
    private const int LongestName = 256;

    /// <summary>What the driver's initialisation says when it can't work, in words (CUDA driver API, CUresult).</summary>
    private static readonly Dictionary<int, string> Results = new()
    {
        [3] = "the driver isn't initialised",
        [34] = "the library is only a stub of the driver",
        [35] = "the driver is older than its library",
        [100] = "the driver finds no device",
        [101] = "the device can't be used",
        [802] = "the devices aren't ready yet",
        [803] = "the driver and its library are of different versions",
        [804] = "the device doesn't support this version of the library",
        [999] = "the driver reports an unknown fault",
    };

    public static CudaInfo Run()
    {
        using var library = CudaLibrary.TryOpen();
        if (library is null)
            return new CudaInfo { Reason = $"{Devices.CudaReason}; nor is there an NVIDIA driver: {CudaLibrary.Wanted} isn't found" };
        try
        {
            return Ask(library);
        }
        catch (Exception fault) when (fault is EntryPointNotFoundException or CudaRefusal)
        {
            return new CudaInfo { Library = library.Name, Reason = $"{Devices.CudaReason}; {fault.Message}" };
        }
    }

    private static CudaInfo Ask(CudaLibrary library)
    {
        Check(((delegate* unmanaged<uint, int>)library.Function("cuInit"))(0));
        int version, count;
        Check(((delegate* unmanaged<int*, int>)library.Function("cuDriverGetVersion"))(&version));
        Check(((delegate* unmanaged<int*, int>)library.Function("cuDeviceGetCount"))(&count));
        var devices = new CudaDeviceInfo[count];
        for (var index = 0; index < count; index++)
            devices[index] = AskDevice(library, index);
        return new CudaInfo
        {
            Library = library.Name,
            DriverVersion = string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}"),
            Devices = devices,
            Reason = count == 0 ? $"{Devices.CudaReason}; {Results[100]}" : Devices.CudaReason,
        };
    }

    private static CudaDeviceInfo AskDevice(CudaLibrary library, int index)
    {
        int device, major, minor;
        nuint bytes;
        var name = stackalloc byte[LongestName];
        var attribute = (delegate* unmanaged<int*, int, int, int>)library.Function("cuDeviceGetAttribute");
        Check(((delegate* unmanaged<int*, int, int>)library.Function("cuDeviceGet"))(&device, index));
        Check(((delegate* unmanaged<byte*, int, int, int>)library.Function("cuDeviceGetName"))(name, LongestName, device));
        Check(((delegate* unmanaged<nuint*, int, int>)library.Function("cuDeviceTotalMem_v2"))(&bytes, device));
        Check(attribute(&major, ComputeCapabilityMajor, device));
        Check(attribute(&minor, ComputeCapabilityMinor, device));
        return new CudaDeviceInfo(
            index,
            Marshal.PtrToStringUTF8((nint)name) ?? "",
            string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}"),
            checked((long)bytes));
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new CudaRefusal(Results.TryGetValue(result, out var words) ? words : $"the driver answers with fault {result}");
    }

    private sealed class CudaRefusal(string message) : Exception(message);
}
