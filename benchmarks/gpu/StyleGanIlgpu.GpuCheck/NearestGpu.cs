using System.Globalization;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>The GPU of the model whose predictions stand for a device, and what they are multiplied by.</summary>
internal sealed record NearestGpu(string Name, double Scale, string Words)
{
    private static readonly char[] Separators = [' ', '-', '_'];

    /// <param name="device">What there is.</param>
    /// <param name="predicted">Names of the GPUs that there are predictions for.</param>
    /// <returns>Null where there are none.</returns>
    public static NearestGpu? Of(DeviceSpeed device, IEnumerable<string> predicted)
    {
        var names = predicted.ToHashSet(StringComparer.Ordinal);
        // "T4" is a Tesla T4 and no T400, "RTX 4090" no RTX 4090 Laptop or RTX 4090 D.
        if (names.FirstOrDefault(name => IsNamed(device.Name, name)) is { } same)
            return new NearestGpu(same, 1, same + Other(device, same));
        var nearest = DeviceSpeed.OfModel.Where(gpu => names.Contains(gpu.Name))
            .MinBy(gpu => (Math.Abs(gpu.Architecture - device.Architecture), Math.Abs(gpu.Multiprocessors - device.Multiprocessors)));
        if (nearest is null || device.Total <= 0)
            return null;
        var scale = nearest.Total / device.Total;
        return new NearestGpu(nearest.Name, scale, string.Create(
            CultureInfo.InvariantCulture, $"{nearest.Name} x {scale:0.00}, by multiprocessors and clock: the model has no {device.Name}"));
    }

    private static bool IsNamed(string device, string name)
    {
        var (words, wanted) = (device.Split(Separators), name.Split(Separators));
        var start = Enumerable.Range(0, Math.Max(0, words.Length - wanted.Length + 1)).FirstOrDefault(i => words.AsSpan(i, wanted.Length).SequenceEqual(wanted), -1);
        return start >= 0 && !words[(start + wanted.Length)..].Any(word => word is "Laptop" or "D");
    }

    private static string Other(DeviceSpeed device, string name) =>
        DeviceSpeed.OfModel.FirstOrDefault(gpu => gpu.Name == name) is { } gpu && gpu.Multiprocessors != device.Multiprocessors
            ? string.Create(CultureInfo.InvariantCulture, $" (of {gpu.Multiprocessors} multiprocessors, this has {device.Multiprocessors})")
            : "";
}
