using System.Globalization;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The engine of a device name: "cuda" is the first device that can be used, "cuda:N" that device.</summary>
internal static class CudaChoice
{
    public const string Name = "cuda";

    /// <summary>N of "cuda:N"; null for "cuda".</summary>
    /// <returns>Whether it is such a name at all.</returns>
    public static bool TryParse(string device, out int? index)
    {
        index = null;
        if (device == Name)
            return true;
        if (!device.StartsWith($"{Name}:", StringComparison.Ordinal)
            || !int.TryParse(device.AsSpan(Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        index = number;
        return true;
    }

    /// <param name="start">The driver.</param>
    /// <param name="index">N of "cuda:N"; null for the first device that can be used.</param>
    /// <param name="callersContext">A context to work in, which decides the device; 0 for the primary one.</param>
    /// <param name="precision">What it is to compute in.</param>
    /// <exception cref="DeviceUnavailableException">The device, or the context, can't be used.</exception>
    public static CudaEngine Create(CudaStart start, int? index, nint callersContext = 0, Precision precision = Precision.Float32)
    {
        if (start.Driver is null || start.Devices.Count == 0)
            throw Unavailable(index, start.Reason ?? "there is none");
        if (index is { } number && number >= start.Devices.Count)
            throw Unavailable(index, $"there {Only(start.Devices)}");
        try
        {
            var foreign = callersContext == 0 ? null : CudaContext.Foreign(start.Driver, callersContext);
            var chosen = foreign is null ? ByIndex(start, index) : start.Devices.First(device => device.Handle == foreign.Device);
            if (index is { } named && chosen.Index != named)
                throw Unavailable(index, $"the context given is of cuda:{chosen.Index}");
            if (chosen.Reason is { } reason)
                throw Unavailable(index, $"{chosen.Name}: {reason}");
            var cache = start.CacheFolder is { } folder ? new CubinCache(folder, $"{start.Version}\n{start.Build}\n{chosen.Name}\n{chosen.ComputeCapability}\n") : null;
            return new CudaEngine(foreign ?? CudaContext.Primary(start.Driver, chosen.Handle), chosen, cache, start.LoadThreads, precision, start.NoGraphs);
        }
        catch (CudaFault fault)
        {
            throw Unavailable(index, fault.Message, fault);
        }
    }

    private static CudaDevice ByIndex(CudaStart start, int? index) =>
        index is { } named ? start.Devices[named] : start.Devices.FirstOrDefault(device => device.Reason is null) ?? start.Devices[0];

    /// <summary>"is only cuda:0 (A)", "are only cuda:0 (A) and cuda:1 (B)".</summary>
    private static string Only(IReadOnlyList<CudaDevice> devices)
    {
        string[] names = [.. devices.Select(device => $"{Name}:{device.Index} ({device.Name})")];
        return names.Length == 1 ? $"is only {names[0]}" : $"are only {string.Join(", ", names[..^1])} and {names[^1]}";
    }

    private static DeviceUnavailableException Unavailable(int? index, string reason, Exception? fault = null)
    {
        var message = $"Device '{Name}{(index is { } number ? $":{number}" : "")}' can't be used: {reason}.";
        return fault is null ? new(message) : new(message, fault);
    }
}
