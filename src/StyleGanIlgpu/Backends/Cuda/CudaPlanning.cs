using System.Globalization;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Counts what a plan takes of a GPU, without one.</summary>
internal static class CudaPlanning
{
    /// <param name="plan">The plan.</param>
    /// <param name="precision">What it is computed in.</param>
    /// <param name="computeCapability">"7.5"; that of a new GPU where null.</param>
    /// <exception cref="ArgumentException">The compute capability isn't one.</exception>
    /// <exception cref="NotSupportedException">The GPU is too old, or the engine lacks an op of the plan, or the precision.</exception>
    public static CudaPlanInfo Describe(Plan plan, Precision precision, string? computeCapability)
    {
        var compilation = new CudaCompilation(plan, precision) { Architecture = Architecture(computeCapability) };
        compilation.Run();
        var arena = new CudaArena(compilation);
        return new CudaPlanInfo
        {
            BatchSize = plan.Batch,
            Precision = precision,
            WeightBytes = CudaWeights.Bytes(compilation.Preparations) + CudaConstants.Bytes(compilation.Constants),
            ActivationBytes = arena.DeviceBytes,
            LiveBytes = arena.InputBytes + arena.LeastBytes,
            InputBytes = arena.InputBytes,
            OutputBytes = compilation.Outputs.Sum(output => output.Bytes),
            Launches = compilation.Launches.Count,
            Kernels = compilation.Launches.Select(launch => launch.Launch.Kernel).Distinct().Count(),
        };
    }

    private static int Architecture(string? computeCapability)
    {
        if (computeCapability is null)
            return KernelPtx.Architectures[^1];
        if (computeCapability.Split('.') is not [var major, var minor] || !TryParse(major, out var whole) || !TryParse(minor, out var tenth) || tenth > 9)
            throw new ArgumentException($"'{computeCapability}' is no compute capability, expected one such as 7.5.", nameof(computeCapability));
        var device = new CudaDevice(0, 0, "", (10 * whole) + tenth, 0);
        return device.Reason is { } reason ? throw new NotSupportedException(reason) : device.Architecture;
    }

    private static bool TryParse(string digits, out int number) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
