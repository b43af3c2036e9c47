using System.Globalization;

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

    /// <exception cref="DeviceUnavailableException">The device can't be used.</exception>
    public static CudaEngine Create(CudaStart start, int? index)
    {
        if (start.Driver is null || start.Devices.Count == 0)
            throw Unavailable(index, start.Reason ?? "there is none");
        if (index is { } number && number >= start.Devices.Count)
            throw Unavailable(index, $"there are {string.Join(", ", start.Devices.Select(device => $"cuda:{device.Index} ({device.Name})"))}");
        var chosen = index is { } named ? start.Devices[named] : start.Devices.FirstOrDefault(device => device.Reason is null);
        if (chosen is null)
            throw Unavailable(index, start.Reason!);
        var cache = start.CacheFolder is { } folder ? new CubinCache(folder, $"{start.Version}\n{chosen.Name}\n{chosen.ComputeCapability}\n") : null;
        return new CudaEngine(start.Driver, chosen, cache, start.LoadThreads);
    }

    private static DeviceUnavailableException Unavailable(int? index, string reason) =>
        new($"Device '{Name}{(index is { } number ? $":{number}" : "")}' can't be used: {reason}.");
}
