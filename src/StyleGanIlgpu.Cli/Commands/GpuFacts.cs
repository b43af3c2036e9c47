using System.Globalization;
using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>What pictures of a network take of a GPU, and whether that GPU is here.</summary>
/// <param name="Device">"cuda" or "cuda:N".</param>
/// <param name="Name">The GPU's name; null where there is none.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="Reason">Why it can't be used; null where it can.</param>
/// <param name="Plan">What is taken, with or without the GPU.</param>
internal sealed record GpuFacts(string Device, string? Name, long? MemoryBytes, string? Reason, CudaPlanInfo Plan)
{
    /// <exception cref="NotSupportedException">The engine for GPUs can't make such pictures.</exception>
    public static GpuFacts Of(string device, CudaInfo cuda, ModelFile model, int batch, Precision precision)
    {
        if (Find(device, cuda.Devices) is not { } found)
            return new GpuFacts(device, null, null, cuda.Reason ?? "there is no such device", model.PlanCuda(batch, precision));
        // Of a GPU that is too old there is no plan.
        var plan = model.PlanCuda(batch, precision, found.Reason is null ? found.ComputeCapability : null);
        return new GpuFacts(device, found.Name, found.MemoryBytes, found.Reason ?? cuda.Reason, plan);
    }

    public IEnumerable<(string Name, string Value)> Facts()
    {
        yield return (Device, (Name, Reason) switch
        {
            (null, _) => $"not here ({Reason}); this is the plan",
            (_, { } reason) => $"{Name}, can't be used ({reason}); this is the plan",
            _ => $"{Name}, {Quantities.Bytes(MemoryBytes!.Value)}",
        });
        yield return ("precision", Plan.Precision.ToString().ToLowerInvariant());
        yield return ("pictures at once", Quantities.Count(Plan.BatchSize));
        yield return ("weights", $"{Quantities.Bytes(Plan.WeightBytes)}, once");
        yield return ("activations", $"{Quantities.Bytes(Plan.ActivationBytes)} for each call at a time ({Quantities.Bytes(Plan.LiveBytes)} are alive at once)");
        yield return ("peak", $"{Quantities.Bytes(Plan.PeakBytes)} with one form of request, and what the driver takes for itself; each further form keeps activations of its own");
        yield return ("copied", $"{Quantities.Bytes(Plan.InputBytes)} to the GPU, {Quantities.Bytes(Plan.OutputBytes)} back");
        yield return ("kernels", $"{Quantities.Count(Plan.Launches)} launches of {Quantities.Count(Plan.Kernels)} kernels");
    }

    /// <summary>As a generator chooses: "cuda" is the first that can be used; where none can, the first.</summary>
    private static CudaDeviceInfo? Find(string device, IReadOnlyList<CudaDeviceInfo> devices)
    {
        if (device.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            var index = int.Parse(device.AsSpan(colon + 1), CultureInfo.InvariantCulture);
            return devices.FirstOrDefault(gpu => gpu.Index == index);
        }
        return devices.FirstOrDefault(gpu => gpu.Reason is null) ?? (devices.Count > 0 ? devices[0] : null);
    }
}
