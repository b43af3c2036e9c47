using System.Globalization;
using System.Reflection;

namespace StyleGanIlgpu.Kernels;

/// <summary>The PTX that this assembly carries: resources ptx/TARGET/KERNEL.ptx.</summary>
static partial class KernelPtx
{
    private const string Folder = "ptx/";
    private const string TargetPrefix = "sm_";

    /// <summary>The architectures that there is PTX for, as numbers (75 of sm_75), the oldest first.</summary>
    public static IReadOnlyList<int> Architectures { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder + TargetPrefix, StringComparison.Ordinal))
            .Select(name => int.Parse(name.Split('/', '\\')[1].AsSpan(TargetPrefix.Length), CultureInfo.InvariantCulture))
            .Distinct()
            .Order(),
    ];

    private static Assembly Assembly => typeof(KernelPtx).Assembly;

    /// <summary>The newest architecture that isn't newer than a device's; null where the device is too old.</summary>
    public static int? NewestFor(int architecture) => Architectures.Where(a => a <= architecture).Select(a => (int?)a).LastOrDefault();

    /// <summary>A kernel's PTX, ended by a zero as the driver wants it.</summary>
    /// <exception cref="NotSupportedException">No such kernel was shipped.</exception>
    public static byte[] Read(int architecture, string kernel)
    {
        using var stream = Assembly.GetManifestResourceStream($"{Folder}{TargetPrefix}{architecture}/{kernel}.ptx")
            ?? throw new NotSupportedException($"There is no kernel '{kernel}' for {TargetPrefix}{architecture}.");
        var ptx = new byte[stream.Length + 1];
        stream.ReadExactly(ptx.AsSpan(0, ptx.Length - 1));
        return ptx;
    }
}
